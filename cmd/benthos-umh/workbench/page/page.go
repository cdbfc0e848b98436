// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

// Package page is the page of the workbench, built from the TypeScript in src by
// `make workbench-page`. What is built is committed, so building the binary needs no
// Node.js.
package page

import (
	"embed"
	"io/fs"
)

//go:embed dist
var dist embed.FS

// Files has index.html, app.js and app.css, and NOTICE.txt with the licences of the
// packages that they contain. In index.html, __NONCE__ stands for the nonce of the
// server's content security policy.
var Files, _ = fs.Sub(dist, "dist") // a folder that is there has no error
