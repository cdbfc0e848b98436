// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

// Package processor is what tag_processor and nodered_js share around their
// scripts: the common config fields, what becomes of a message that fails, and
// how failures are counted and logged.
//
// It decides nothing about topics, values or how scripts run.
package processor
