// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package kafka

import (
	"net"
	"testing"

	"golang.org/x/sys/unix"
)

func TestTCPSettings(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	conf, err := redpandaInputSpec().ParseYAML(`
seed_brokers: [ a ]
tcp: { tcp_user_timeout: 7s, keep_alive: { idle: 3s, interval: 2s, count: 4 } }
`, nil)
	if err != nil {
		t.Fatal(err)
	}
	dial, err := dialer(conf)
	if err != nil {
		t.Fatal(err)
	}
	conn, err := dial(t.Context(), "tcp", listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	raw, err := conn.(*net.TCPConn).SyscallConn()
	if err != nil {
		t.Fatal(err)
	}
	err = raw.Control(func(fd uintptr) {
		for option, want := range map[int]int{
			unix.TCP_USER_TIMEOUT: 7000, unix.TCP_KEEPIDLE: 3, unix.TCP_KEEPINTVL: 2, unix.TCP_KEEPCNT: 4,
		} {
			if got, err := unix.GetsockoptInt(int(fd), unix.IPPROTO_TCP, option); err != nil || got != want {
				t.Errorf("option %d is %d, %v, want %d", option, got, err, want)
			}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
}
