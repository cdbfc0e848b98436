// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

//go:build unix

package workbench

import (
	"errors"
	"io/fs"
	"os"
	"syscall"
)

// sameOwner gives a file the owner of another one. It is an error if that cannot be, or
// if the other one has further names, which would keep the old content.
func sameOwner(f *os.File, info fs.FileInfo) error {
	want, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return nil
	}
	if want.Nlink > 1 {
		return errors.New("the file has several names")
	}
	got, err := f.Stat()
	if err != nil {
		return err
	}
	if has, ok := got.Sys().(*syscall.Stat_t); ok && has.Uid == want.Uid && has.Gid == want.Gid {
		return nil
	}
	return f.Chown(int(want.Uid), int(want.Gid))
}
