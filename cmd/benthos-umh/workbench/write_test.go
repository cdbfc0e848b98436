// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package workbench

import (
	"cmp"
	"errors"
	"os"
	"path/filepath"
	"testing"
)

func TestAFileIsReplaced(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "config.yaml")
	link, hard := filepath.Join(dir, "link.yaml"), filepath.Join(dir, "hard.yaml")
	write := func(name, text string) {
		t.Helper()
		was, err := versionOf(name)
		if err = cmp.Or(err, writeFile(name, was, []byte(text))); err != nil {
			t.Fatal(err)
		}
		if got, err := os.ReadFile(path); err != nil || string(got) != text {
			t.Errorf("%q, %v", got, err)
		}
	}
	write(path, "new")
	if err := errors.Join(os.Chmod(path, 0o640), os.Symlink("config.yaml", link)); err != nil {
		t.Fatal(err)
	}
	write(path, "changed")
	write(link, "through a link")
	info, err := os.Lstat(path)
	if err != nil || info.Mode() != 0o640 {
		t.Errorf("the mode is %v, %v", info.Mode(), err)
	}
	if at, err := os.Readlink(link); err != nil || at != "config.yaml" {
		t.Errorf("the link is %s, %v", at, err)
	}
	if err := os.Link(path, hard); err != nil {
		t.Fatal(err)
	}
	write(path, "short")
	if got, err := os.ReadFile(hard); err != nil || string(got) != "short" {
		t.Errorf("its other name has %q, %v", got, err)
	}
	if left, err := filepath.Glob(filepath.Join(dir, ".*")); err != nil || len(left) > 0 {
		t.Errorf("%q are left, %v", left, err)
	}
	if err := writeFile(dir, noFile, nil); err == nil {
		t.Error("a folder is no file")
	}
	if err := writeFile(filepath.Join(dir, "missing", "x"), noFile, nil); err == nil {
		t.Error("a folder that is missing is not made")
	}
}

func TestAFileThatOthersWroteStays(t *testing.T) {
	dir := t.TempDir()
	path, hard := filepath.Join(dir, "config.yaml"), filepath.Join(dir, "hard.yaml")
	stays := func(was, want string) {
		t.Helper()
		if err := writeFile(path, was, []byte("ours")); !errors.Is(err, errChanged) {
			t.Error(err)
		}
		if got, err := os.ReadFile(path); want != "" && (err != nil || string(got) != want) {
			t.Errorf("%q, %v", got, err)
		}
		if left, err := filepath.Glob(filepath.Join(dir, ".*")); err != nil || len(left) > 0 {
			t.Errorf("%q are left, %v", left, err)
		}
	}
	stays(version([]byte("removed by somebody")), "")
	if err := os.WriteFile(path, []byte("theirs"), 0o600); err != nil {
		t.Fatal(err)
	}
	stays(version([]byte("before")), "theirs")
	stays(noFile, "theirs")
	if err := os.Link(path, hard); err != nil { // it is written in place
		t.Fatal(err)
	}
	stays(version([]byte("before")), "theirs")
	if err := os.Symlink(filepath.Join(dir, "unmounted"), filepath.Join(dir, "link")); err != nil {
		t.Fatal(err)
	}
	if err := writeFile(filepath.Join(dir, "link"), noFile, nil); err == nil {
		t.Error("a link that leads nowhere is no file to make")
	}
}
