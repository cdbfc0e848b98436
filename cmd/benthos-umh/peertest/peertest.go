// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

// Package peertest has what the tests of components that use the network need at the
// other end: certificates, and servers that are not what they should be.
package peertest

import "net"

// TB is what the functions need of a test, be it one of testing or of Ginkgo.
type TB interface {
	Helper()
	TempDir() string
	Cleanup(func())
	Fatal(args ...any)
	Skip(args ...any)
}

// WebServer is the address of a server that takes whatever it gets for bad HTTP.
func WebServer(t TB) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			_, _ = conn.Write([]byte("HTTP/1.1 400 Bad Request\r\n\r\n"))
			_ = conn.Close()
		}
	}()
	t.Cleanup(func() {
		_ = listener.Close()
		<-ended
	})
	return listener.Addr().String()
}

// FreePort is a port at which nothing listens. Another process may take it meanwhile.
func FreePort(t TB) int {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	defer listener.Close()
	return listener.Addr().(*net.TCPAddr).Port
}

func must(t TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
