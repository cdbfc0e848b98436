// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package main_test

import (
	"encoding/json"
	"io/fs"
	"path/filepath"
	"slices"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
)

// overlay is go's flag for a build in the repository as if it had only the files that are
// kept, and the given programs, by path. Other than in a copy of the files, what is compiled
// already is not compiled again. keep is asked with the path from the root.
func overlay(keep func(path string) bool, programs map[string]string) string {
	GinkgoHelper()
	replace := map[string]string{}
	Expect(filepath.WalkDir(repository, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		relative, err := filepath.Rel(repository, path)
		switch {
		case err != nil:
			return err
		case entry.IsDir() && slices.Contains([]string{".git", "node_modules"}, entry.Name()):
			return filepath.SkipDir
		case !entry.IsDir() && !keep(filepath.ToSlash(relative)):
			replace[path] = "" // is not there
		}
		return nil
	})).To(Succeed())
	for path, program := range programs {
		replace[filepath.Join(repository, path)] = tempFile("main.go", program)
	}
	text, err := json.Marshal(map[string]any{"Replace": replace})
	Expect(err).NotTo(HaveOccurred())
	return "-overlay=" + tempFile("overlay.json", string(text))
}
