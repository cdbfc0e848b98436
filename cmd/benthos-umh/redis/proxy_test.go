// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package redis

import (
	"bytes"
	"net"
	"sync"
	"testing"
)

// A proxy passes on what client and server say, and can lose an answer.
type proxy struct {
	listener net.Listener
	server   string
	wg       sync.WaitGroup

	mu    sync.Mutex
	words []string
}

func loseAnswers(t *testing.T, server string) *proxy {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	p := &proxy{listener: l, server: server}
	p.wg.Go(func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			p.wg.Go(func() { p.pass(conn) })
		}
	})
	t.Cleanup(func() { _ = l.Close() })
	return p
}

func (p *proxy) address() string { return p.listener.Addr().String() }

// lose cuts the connection once the server has answered the next call with all words.
func (p *proxy) lose(words ...string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.words = words
}

func (p *proxy) loses(call []byte) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, word := range p.words {
		if !bytes.Contains(call, []byte(word)) {
			return false
		}
	}
	lost := p.words != nil
	if lost {
		p.words = nil
	}
	return lost
}

func (p *proxy) pass(client net.Conn) {
	defer func() { _ = client.Close() }()
	server, err := net.Dial("tcp", p.server)
	if err != nil {
		return
	}
	defer func() { _ = server.Close() }()
	buffer := make([]byte, 64<<10)
	for { // a client waits for the answer before it calls again
		n, err := client.Read(buffer)
		if err != nil {
			return
		}
		lost := p.loses(buffer[:n])
		if _, err := server.Write(buffer[:n]); err != nil {
			return
		}
		if n, err = server.Read(buffer); err != nil || lost {
			return
		}
		if _, err := client.Write(buffer[:n]); err != nil {
			return
		}
	}
}
