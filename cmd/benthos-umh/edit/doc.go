// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

// Package edit changes the scripts in the text of a YAML config, and adds tests to a file
// of unit tests. Every byte that need not change stays: comments, blank lines, order,
// quotes, anchors, indentation, ends of lines.
//
// What it writes it reads back. If that is not what was asked for, or anything else has
// changed its meaning, it returns an error and no text. So a mistake in here can only
// refuse.
//
// It knows no files and builds no components: [Read] lists the processors of a text, [Apply]
// writes their scripts.
package edit
