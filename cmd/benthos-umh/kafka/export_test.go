// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package kafka

import "time"

// SetHandshakeTimeout changes it before anything connects, and returns what undoes that
// when nothing does any more.
func SetHandshakeTimeout(d time.Duration) (undo func()) {
	before := handshakeTimeout
	handshakeTimeout = d
	return func() { handshakeTimeout = before }
}
