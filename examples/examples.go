// Package examples holds project folders that run as they are, so that the
// program can write them out: the demo, and the start of a new project.
package examples

import (
	"embed"
	"fmt"
	"io/fs"
)

//go:embed skr2022/dubbelkrona.yaml skr2022/README.md skr2022/data skr2022/parameters
//go:embed start
var files embed.FS

// SKR2022 is the demo: a report's tables, and made-up amounts and persons.
func SKR2022() fs.FS { return folder("skr2022") }

// Start is what a new project begins with.
func Start() fs.FS { return folder("start") }

func folder(name string) fs.FS {
	sub, err := fs.Sub(files, name)
	if err != nil {
		// fs.Sub fails on names that are no paths, and these are constants.
		panic(fmt.Sprintf("example %s: %v", name, err))
	}
	return sub
}
