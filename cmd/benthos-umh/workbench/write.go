// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package workbench

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// writeFile replaces the content of a file, or makes it: it has the old content or the new
// one, whatever happens. Mode and owner stay, and of a symbolic link the file that it
// leads to is written. Where no file can be made beside it, or not one of the same owner, the
// file itself is written.
func writeFile(path string, content []byte) error {
	target, err := filepath.EvalSymlinks(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		target = path
	case err != nil:
		return err
	}
	info, err := os.Stat(target)
	if errors.Is(err, fs.ErrNotExist) {
		return replace(target, content, nil)
	}
	if err != nil {
		return err
	}
	if !info.Mode().IsRegular() {
		return &fs.PathError{Op: "write", Path: path, Err: errors.New("it is no plain file")}
	}
	f, err := os.OpenFile(target, os.O_RDWR, 0)
	if err != nil {
		return err // a file that is only to be read stays, though its folder lets it be replaced
	}
	_ = f.Close() // nothing was written
	if replace(target, content, info) == nil {
		return nil
	}
	return rewrite(target, content)
}

// replace writes a file beside the old one and puts it in its place. info is the old one's,
// nil if there is none.
func replace(path string, content []byte, info fs.FileInfo) (err error) {
	folder := filepath.Dir(path)
	f, err := os.CreateTemp(folder, "."+filepath.Base(path)+".*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = f.Close() // the error is another one
			_ = os.Remove(f.Name())
		}
	}()
	mode := fs.FileMode(0o644)
	if info != nil {
		mode = info.Mode().Perm()
		if err := sameOwner(f, info); err != nil {
			return err
		}
	}
	if err := f.Chmod(mode); err != nil {
		return err
	}
	if _, err := f.Write(content); err != nil {
		return err
	}
	if err := f.Sync(); err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	if err := os.Rename(f.Name(), path); err != nil {
		return err
	}
	if d, err := os.Open(folder); err == nil {
		_ = d.Sync() // not every file system can
		_ = d.Close()
	}
	return nil
}

// rewrite writes a file in place, and what it had if that fails.
func rewrite(path string, content []byte) error {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }() // it is synced
	old, err := io.ReadAll(f)
	if err != nil {
		return err
	}
	if err = overwrite(f, content); err != nil {
		err = errors.Join(err, overwrite(f, old))
	}
	return err
}

func overwrite(f *os.File, content []byte) error {
	if _, err := f.WriteAt(content, 0); err != nil {
		return err
	}
	if err := f.Truncate(int64(len(content))); err != nil {
		return err
	}
	return f.Sync()
}
