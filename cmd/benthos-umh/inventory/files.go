// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package inventory

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/redpanda-data/benthos/v4/public/service"
)

// Files are the files that arguments of lint or test mean: paths, patterns, or with ...
// at the end all YAML below a folder. A path without a pattern is one, whether there is
// such a file or not. Beside the error are the files that it does not concern.
func Files(arguments ...string) (files []string, err error) {
	var rest []string
	for _, argument := range arguments {
		folder, tree := strings.CutSuffix(argument, "...")
		if !tree {
			rest = append(rest, argument)
			continue
		}
		_ = filepath.WalkDir(filepath.Clean(folder), func(path string, entry fs.DirEntry, unread error) error {
			if unread != nil {
				err = errors.Join(err, unread)
			} else if !entry.IsDir() && IsYAML(path) {
				files = append(files, path)
			}
			return nil
		})
	}
	matched, wrong := service.Globs(service.OSFS(), rest...)
	return append(files, matched...), errors.Join(err, wrong)
}

// IsYAML reports whether a path has an extension of YAML.
func IsYAML(path string) bool {
	extension := filepath.Ext(path)
	return extension == ".yaml" || extension == ".yml"
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
