// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

//go:build !unix

package workbench

import (
	"io/fs"
	"os"
)

// sameOwner is for systems where files of a folder have its owner.
func sameOwner(*os.File, fs.FileInfo) error { return nil }
