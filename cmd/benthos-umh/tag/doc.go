// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

// Package tag is the command `benthos-umh tag try`: it runs the tag_processor and
// nodered_js processors of a config on sample messages and shows what each of
// their scripts did. No input or output is started and nothing outside is touched.
//
// The processors are those of a run, built by the plugins themselves with a trace. A
// [Trial] is such a run for other commands.
package tag
