// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

// Package page is the page of the workbench, built from the TypeScript in src by
// `make workbench-page`. What is built is committed, so that building the binary needs no
// Node.js.
package page

import "embed"

// Files has dist/index.html, dist/app.js, dist/app.css, and dist/NOTICE.txt with the
// licences of what others wrote of them. The server puts the nonce of its content security
// policy in the place of __NONCE__ in index.html.
//
//go:embed dist
var Files embed.FS
