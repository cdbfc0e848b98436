// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

// Package workbench is the command `benthos-umh tag workbench`: a page in the browser that
// shows what the scripts of a config do with messages while they are written.
//
// Every run applies the user's draft to the text of the config and tries that very text,
// as `tag try` would; saving writes that text. So what is shown is what is saved.
//
// The page's side of the JSON that is spoken here is in package api.
package workbench
