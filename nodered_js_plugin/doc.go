// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

// Package nodered_js_plugin registers the processor nodered_js: one JavaScript
// function body that gets a message and returns what goes on, as a function node
// of Node-RED does.
//
// Its subpackages hold what tag_processor shares with it.
package nodered_js_plugin
