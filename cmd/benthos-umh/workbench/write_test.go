// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package workbench

import (
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
		if err := writeFile(name, []byte(text)); err != nil {
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
	if err := writeFile(dir, nil); err == nil {
		t.Error("a folder is no file")
	}
	if err := writeFile(filepath.Join(dir, "missing", "x"), nil); err == nil {
		t.Error("a folder that is missing is not made")
	}
}
