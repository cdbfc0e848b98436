// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

// Package evaltest makes scripts of the small language and messages for them, and
// shortens scripts that show a difference. It runs nothing itself.
//
// The tests of package eval use it.
package evaltest
