// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package bolt

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestDamagedFiles: whatever became of the file, the process goes on with an error that
// says what to do, or the values are what they were.
func TestDamagedFiles(t *testing.T) {
	whole := wholeFile(t)
	page := os.Getpagesize()
	files := map[string][]byte{
		"cut in the middle":   whole[:len(whole)/2/page*page],
		"cut within a page":   whole[:len(whole)/2],
		"only the first page": whole[:page],
		"a few bytes":         whole[:100],
		"another format":      bytes.Repeat([]byte("{}\n"), 10_000),
		"zeroes":              make([]byte, len(whole)),
	}
	for at := 2 * page; at < len(whole); at += page {
		files[fmt.Sprintf("page %d of zeroes", at/page)] = overwritten(whole, at, make([]byte, page))
		files[fmt.Sprintf("page %d of ones", at/page)] = overwritten(whole, at, bytes.Repeat([]byte{0xff}, page))
	}
	refused := 0
	for name, content := range files {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "state.db")
			must(t, os.WriteFile(path, content, 0o600))
			s, err := parseConfig(path, "")
			if err == nil {
				defer func() { must(t, s.Close(t.Context())) }()
				for i := range values {
					s.expect(t, key(i), strings.Repeat("v", 100))
				}
				return
			}
			refused++
			if text := err.Error(); !strings.Contains(text, path+" is damaged (") || !strings.Contains(text, "move it away") {
				t.Error(text)
			}
			// Nobody has to restart after moving it away.
			must(t, os.Rename(path, path+".damaged"))
			must(t, os.WriteFile(path, whole, 0o600))
			newStore(t, path, "").expect(t, key(0), strings.Repeat("v", 100))
		})
	}
	if refused < len(files)/2 {
		t.Errorf("%d of %d were refused", refused, len(files))
	}
}

const values = 500

func key(i int) string { return fmt.Sprintf("key %d", i) }

func wholeFile(t *testing.T) []byte {
	t.Helper()
	path := filepath.Join(t.TempDir(), "state.db")
	s := newStore(t, path, "")
	for i := range values {
		must(t, s.Set(t.Context(), key(i), []byte(strings.Repeat("v", 100)), nil))
	}
	must(t, s.Close(t.Context()))
	content, err := os.ReadFile(path)
	must(t, err)
	return content
}

func overwritten(content []byte, at int, with []byte) []byte {
	content = append([]byte{}, content...)
	copy(content[at:], with)
	return content
}

// TestFileThatIsCutWhileItIsOpen: the page is gone from memory too.
func TestFileThatIsCutWhileItIsOpen(t *testing.T) {
	path := filepath.Join(t.TempDir(), "state.db")
	must(t, os.WriteFile(path, wholeFile(t), 0o600))
	s := newStore(t, path, "")
	must(t, os.Truncate(path, int64(2*os.Getpagesize())))
	_, err := s.Get(t.Context(), key(0))
	if err == nil || !strings.Contains(err.Error(), "is damaged") {
		t.Error(err)
	}
}
