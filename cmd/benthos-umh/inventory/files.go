// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

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

// IsPlain reports whether [Load] gives a file as it is: it is no config of umh-core, and
// nothing in it is to be filled in. So is one that cannot be read.
func IsPlain(path string, o LoadOptions) bool {
	content, err := os.ReadFile(path)
	if err != nil {
		return true
	}
	text := string(content)
	name, _ := placeholder(text)
	filled := o.Vars != nil && strings.Contains(text, "{{")
	return name == "" && !filled && readCore(path, text) == nil
}
