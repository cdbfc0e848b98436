// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

// Package soak is a test that runs the built binary for long: good, bad, slow and
// hostile scripts side by side, after which every message must be accounted for
// and neither memory nor goroutines may have grown. The short form is a part of
// `go test ./...`; `make soak` sends a million messages. It proves nothing about
// speed.
package soak
