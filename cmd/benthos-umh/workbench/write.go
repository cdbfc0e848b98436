// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package workbench

import (
	"cmp"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// errChanged is of a file that is not as it was when it was read.
var errChanged = errors.New("the file has changed since it was read")

// versionOf is the version of a file's content, noFile where there is none.
func versionOf(path string) (string, error) {
	content, err := os.ReadFile(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return noFile, nil
	case err != nil:
		return "", err
	}
	return version(content), nil
}

const noFile = "none"

// writeFile replaces the content of a file whose version is was, or makes it where that is
// noFile: it has the old content or the new one, whatever happens. The error is errChanged if
// the file has another version, as somebody else wrote it. Mode and owner stay, and of a
// symbolic link the file that it leads to is written. Where no file can be made beside it, or
// not one of the same owner, the file itself is written.
func writeFile(path, was string, content []byte) error {
	target, err := filepath.EvalSymlinks(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		if _, err := os.Lstat(path); err == nil {
			return &fs.PathError{Op: "write", Path: path, Err: errors.New("it is a link to a file that is not there")}
		}
		target = path
	case err != nil:
		return err
	}
	info, err := os.Stat(target)
	if errors.Is(err, fs.ErrNotExist) {
		f, err := beside(target, nil)
		if err != nil {
			return err
		}
		return replace(f, target, was, content)
	}
	if err != nil {
		return err
	}
	if !info.Mode().IsRegular() {
		return &fs.PathError{Op: "write", Path: path, Err: errors.New("it is no plain file")}
	}
	old, err := os.OpenFile(target, os.O_RDWR, 0)
	if err != nil {
		return err // a file that is only to be read stays, though its folder lets it be replaced
	}
	defer func() { _ = old.Close() }() // it is synced, or not written
	f, err := beside(target, info)
	if err != nil {
		return rewrite(old, was, content)
	}
	return replace(f, target, was, content)
}

// beside makes an empty file beside another one, of the same mode and owner. info is the
// other one's, nil if there is none.
func beside(path string, info fs.FileInfo) (*os.File, error) {
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*")
	if err != nil {
		return nil, err
	}
	mode := fs.FileMode(0o644)
	if info != nil {
		mode, err = info.Mode().Perm(), sameOwner(f, info)
	}
	if err = cmp.Or(err, f.Chmod(mode)); err != nil {
		discard(f)
		return nil, err
	}
	return f, nil
}

func discard(f *os.File) {
	_ = f.Close() // the error is another one
	_ = os.Remove(f.Name())
}

// replace fills a file and puts it in the place of another one of a version.
func replace(f *os.File, path, was string, content []byte) (err error) {
	defer func() {
		if err != nil {
			discard(f)
		}
	}()
	if _, err := f.Write(content); err != nil {
		return err
	}
	if err := f.Sync(); err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	// This comes last: writing takes its time, in which others write, too.
	switch now, err := versionOf(path); {
	case err != nil:
		return err
	case now != was:
		return errChanged
	}
	if err := os.Rename(f.Name(), path); err != nil {
		return err
	}
	if d, err := os.Open(filepath.Dir(path)); err == nil {
		_ = d.Sync() // not every file system can
		_ = d.Close()
	}
	return nil
}

// rewrite writes a file in place, and what it had if that fails.
func rewrite(f *os.File, was string, content []byte) error {
	old, err := io.ReadAll(f)
	if err != nil {
		return err
	}
	if version(old) != was {
		return errChanged
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
