package ingest

import (
	"context"

	"dubbelkrona"
)

func (j *joined) Objects(ctx context.Context) ([]Object, error) { return j.place.Objects(ctx) }

func (j *joined) Inspect(context.Context, Object) (dubbelkrona.Origin, error) {
	return dubbelkrona.Origin{}, dubbelkrona.Errorf(dubbelkrona.Internal, "not built yet")
}

func (j *joined) Read(context.Context, Object, dubbelkrona.Origin, func(*dubbelkrona.RawBatch) error) error {
	return dubbelkrona.Errorf(dubbelkrona.Internal, "not built yet")
}
