package main

import (
	"encoding/json"
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"
)

// version is set by release builds with -ldflags "-X main.version=v1.2.3".
var version = ""

// generator is the name and version of the program, as exports and snapshots record
// it.
func generator() string {
	if version != "" {
		return "dubbelkrona " + version
	}
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
		return "dubbelkrona " + info.Main.Version
	}
	return "dubbelkrona (devel)"
}

func versionCommand(p *program) *cobra.Command {
	return withJSON(p, &cobra.Command{
		Use:     "version",
		Short:   "Print the version",
		Example: "  dubbelkrona version",
		RunE: func(*cobra.Command, []string) error {
			if p.json {
				return json.NewEncoder(p.stdout).Encode(map[string]string{
					"version": generator(), "go": runtime.Version(), "platform": runtime.GOOS + "/" + runtime.GOARCH})
			}
			_, err := fmt.Fprintf(p.stdout, "%s, %s, %s/%s\n", generator(), runtime.Version(), runtime.GOOS, runtime.GOARCH)
			return err
		},
	})
}
