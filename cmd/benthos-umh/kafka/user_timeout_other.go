// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

//go:build !linux

package kafka

import (
	"errors"
	"syscall"
	"time"
)

// userTimeout is what only Linux has.
func userTimeout(time.Duration) (control func(network, address string, c syscall.RawConn) error, err error) {
	return nil, errors.New("tcp.tcp_user_timeout is supported on Linux only: set it to 0s")
}
