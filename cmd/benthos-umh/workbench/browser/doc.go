// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

// Package browser has the specs of the workbench in a browser: Chromium, where it is
// installed. They drive the page as a user does, by keys, and look at what it shows.
//
//	WORKBENCH_SHOTS=/tmp/shots go test ./cmd/benthos-umh/workbench/browser
//
// keeps a picture of each spec's last state, also of those that failed.
package browser
