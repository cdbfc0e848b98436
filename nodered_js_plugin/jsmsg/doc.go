// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

// Package jsmsg is one message as its scripts see it: msg, msg.meta, msg.payload,
// and the globals console and cache.
//
// A message is Go data between scripts: metadata as sorted key/value pairs, the
// payload as text. JavaScript values are made when a script reads them and taken
// back when a stage ends. It neither compiles nor schedules scripts and knows no
// rules of tags.
//
// The processors in nodered_js_plugin and tag_processor_plugin call it.
package jsmsg
