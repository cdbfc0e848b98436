// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package lint

import (
	"io/fs"
	"path/filepath"
	"strings"

	"github.com/redpanda-data/benthos/v4/public/service"
)

// targets are the files that arguments mean: paths, patterns, or with ... at the end all
// YAML below a folder. A path without a pattern is one, whether there is such a file or not.
func targets(arguments []string) (files []string, err error) {
	var rest []string
	for _, argument := range arguments {
		folder, tree := strings.CutSuffix(argument, "...")
		if !tree {
			rest = append(rest, argument)
			continue
		}
		err := filepath.WalkDir(filepath.Clean(folder), func(path string, entry fs.DirEntry, err error) error {
			if extension := filepath.Ext(path); err == nil && !entry.IsDir() && (extension == ".yaml" || extension == ".yml") {
				files = append(files, path)
			}
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	matched, err := service.Globs(service.OSFS(), rest...)
	return append(files, matched...), err
}
