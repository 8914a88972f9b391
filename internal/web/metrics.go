package web

import (
	"context"
	"net/http"
	"time"

	"dubbelkrona"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// metrics answers in the OpenMetrics or the Prometheus text format, as the request
// accepts.
func (s *Server) metrics() http.Handler {
	registry := prometheus.NewRegistry()
	registry.MustRegister(&collector{s.options})
	return promhttp.HandlerFor(registry, promhttp.HandlerOpts{
		EnableOpenMetrics: true, Timeout: 20 * time.Second, MaxRequestsInFlight: 2,
		ErrorLog: printer{s}, ErrorHandling: promhttp.HTTPErrorOnError,
	})
}

// printer logs the errors of the handler.
type printer struct{ *Server }

// Println implements promhttp.Logger.
func (p printer) Println(v ...any) { p.options.Log.Error("metrics", "error", v) }

// collector makes every figure from a state that it reads for each request.
type collector struct{ options Options }

// desc describes a metric with its labels.
func desc(name, help string, labels ...string) *prometheus.Desc {
	return prometheus.NewDesc("dubbelkrona_"+name, help, labels, nil)
}

var (
	descInfo        = desc("info", "The program that serves a project.", "project", "version")
	descSlots       = desc("slots", "Slots that the ledger keeps, by job and state.", "job", "state")
	descNext        = desc("job_next_timestamp_seconds", "When a job is due next.", "job")
	descEnded       = desc("job_last_end_timestamp_seconds", "When a job's latest slot ended.", "job")
	descDuration    = desc("job_last_duration_seconds", "How long the last attempt of a job's latest slot took.", "job")
	descGood        = desc("job_last_success", "1 if a job's latest slot ended done or partly done, otherwise 0.", "job")
	descRows        = desc("source_rows", "Rows that are current now, by source.", "source")
	descQuarantined = desc("source_quarantined_rows", "Rows of a source that are in quarantine now.", "source")
	descAge         = desc("source_age_seconds", "How long ago a source was last read without a failure.", "source")
	descDelivered   = desc("source_delivery_age_seconds", "How long ago a source last delivered something new.", "source")
	descHeld        = desc("source_held_back", "Objects of a source of which a version is held back.", "source")
	descGone        = desc("source_gone", "Objects of a source that are no longer there and whose rows stay.", "source")
	descAbsent      = desc("source_absent", "1 if a source's place had no object at the last reading, otherwise 0.", "source")
	descStale       = desc("source_stale", "1 if a source is older than its limit (fresh) or its latest reading failed, otherwise 0.", "source")
	descSnapshotAge = desc("snapshot_age_seconds", "How long ago the published snapshot was published.")
	descBytes       = desc("bytes", "Size on disk.", "what")
	descBackfill    = desc("backfill_slots", "Slots of the past that are still to be done.")
	descBeat        = desc("scheduler_beat_age_seconds", "How long ago the scheduler last looked for work.")
)

// Describe implements prometheus.Collector.
func (c *collector) Describe(out chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{descInfo, descSlots, descNext, descEnded, descDuration, descGood, descRows, descQuarantined, descAge, descDelivered, descHeld, descGone, descAbsent,
		descStale, descSnapshotAge, descBytes, descBackfill, descBeat} {
		out <- d
	}
}

// Collect implements prometheus.Collector.
func (c *collector) Collect(out chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), 15*time.Second)
	defer cancel()
	state, err := c.options.Read(ctx)
	if err != nil {
		out <- prometheus.NewInvalidMetric(descInfo, err)
		return
	}
	now := c.options.Now()
	gauge := func(d *prometheus.Desc, value float64, labels ...string) {
		out <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, value, labels...)
	}
	gauge(descInfo, 1, state.Project, c.options.Version)
	gauge(descBackfill, float64(state.Backfill))
	if c.options.Beat != nil {
		gauge(descBeat, now.Sub(c.options.Beat()).Seconds())
	}
	if !state.Published.IsZero() {
		gauge(descSnapshotAge, now.Sub(state.Published).Seconds())
	}
	for what, bytes := range map[string]int64{"ledger": state.LedgerBytes, "lake": state.Bytes, "published": state.PublishedBytes} {
		gauge(descBytes, float64(bytes), what)
	}
	for _, j := range state.Jobs {
		collectJob(gauge, j)
	}
	for _, s := range state.Sources {
		gauge(descRows, float64(s.Rows), s.Source)
		gauge(descQuarantined, float64(s.Quarantined), s.Source)
		gauge(descStale, truth(s.Stale), s.Source)
		gauge(descHeld, float64(len(s.Held)), s.Source)
		gauge(descGone, float64(len(s.Gone)), s.Source)
		gauge(descAbsent, truth(s.Nothing), s.Source)
		// A source that was never read has no age: unknown is not 0.
		if !s.Delivered.IsZero() {
			gauge(descDelivered, now.Sub(s.Delivered).Seconds(), s.Source)
		}
		if !s.Succeeded.IsZero() {
			gauge(descAge, now.Sub(s.Succeeded).Seconds(), s.Source)
		}
	}
}

func collectJob(gauge func(*prometheus.Desc, float64, ...string), j dubbelkrona.JobStatus) {
	for state, n := range j.Slots {
		gauge(descSlots, float64(n), j.Job, string(state))
	}
	if !j.Next.IsZero() {
		gauge(descNext, float64(j.Next.Unix()), j.Job)
	}
	if j.Last.Job == "" || j.Last.Ended.IsZero() {
		return
	}
	gauge(descEnded, float64(j.Last.Ended.Unix()), j.Job)
	gauge(descGood, truth(good(j.Last.State)), j.Job)
	if !j.Last.Started.IsZero() {
		gauge(descDuration, j.Last.Ended.Sub(j.Last.Started).Seconds(), j.Job)
	}
}

func truth(yes bool) float64 {
	if yes {
		return 1
	}
	return 0
}
