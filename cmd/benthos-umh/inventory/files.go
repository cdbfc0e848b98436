package inventory

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/redpanda-data/benthos/v4/public/service"
)

// Files are the YAML files that an argument of lint or test means: a path, a pattern,
// or with /... all below a folder. What is not there is for whoever reads it to report.
func Files(argument string) (files []string) {
	dir, tree := strings.CutSuffix(argument, "...")
	if !tree {
		files, _ = service.Globs(service.OSFS(), argument)
	} else {
		_ = filepath.WalkDir(filepath.Clean(dir), func(path string, _ fs.DirEntry, err error) error {
			if err == nil {
				files = append(files, path)
			}
			return nil
		})
	}
	return slices.DeleteFunc(files, func(file string) bool {
		extension := filepath.Ext(file)
		return extension != ".yaml" && extension != ".yml"
	})
}

// IsPlain reports whether a file is what Benthos reads: no config of umh-core, and
// without {{ .NAME }}. So is one that cannot be read.
func IsPlain(path string) bool {
	content, err := os.ReadFile(path)
	if err != nil {
		return true
	}
	name, _ := placeholder(string(content))
	return name == "" && readCore(path, string(content)) == nil
}
