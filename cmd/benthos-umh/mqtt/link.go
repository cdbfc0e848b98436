// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package mqtt

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"net"
	"sync"
	"sync/atomic"
	"time"
)

// writePatience is how long a broker may take none of what is sent.
const writePatience = 30 * time.Second

var (
	errSilent = errors.New("the broker does not answer any more")
	errClosed = errors.New("closed here")
)

// A link is the network connection below a paho client. It knows first when the
// connection has ended, and why, and it keeps the connection alive: paho looks for
// the broker's answer to its ping only where a slow pipeline does not keep it from
// reading, so paho's own timeout would end a connection that is fine.
type link struct {
	conn   net.Conn
	screen *screen

	// ctx ends with the connection; its cause says why.
	ctx context.Context
	end context.CancelCauseFunc

	writing sync.Mutex
	sent    atomic.Int64 // when something was written last, in ns
	heard   atomic.Int64 // when a read of the network began or brought something last, 0 while nobody reads
}

// newLink takes over conn. The silence that makes it give up is a time of keepalive
// and half of it, if keepalive is not 0.
func newLink(conn net.Conn, keepalive time.Duration, topics int) *link {
	l := &link{conn: conn}
	l.screen = &screen{in: bufio.NewReaderSize(networkReader{l}, 1<<16), topics: topics}
	l.ctx, l.end = context.WithCancelCause(context.Background())
	l.sent.Store(time.Now().UnixNano())
	context.AfterFunc(l.ctx, func() { _ = conn.Close() })
	if keepalive > 0 {
		go l.beat(keepalive)
	}
	return l
}

// networkReader notes when somebody waits for the network.
type networkReader struct{ *link }

func (r networkReader) Read(p []byte) (int, error) {
	r.heard.Store(time.Now().UnixNano())
	defer r.heard.Store(0)
	return r.conn.Read(p)
}

func (l *link) beat(keepalive time.Duration) {
	tick := time.NewTicker(keepalive / 8)
	defer tick.Stop()
	pinged := false // since the broker was heard
	for {
		select {
		case <-l.ctx.Done():
			return
		case <-tick.C:
		}
		silence := time.Duration(0)
		if heard := l.heard.Load(); heard != 0 {
			silence = time.Since(time.Unix(0, heard))
		}
		if silence > keepalive*3/2 {
			l.end(errSilent)
			return
		}
		quiet := time.Since(time.Unix(0, l.sent.Load())) > keepalive*3/4
		deaf := silence > keepalive*3/4
		if quiet || deaf && !pinged {
			if _, err := l.Write([]byte{12 << 4, 0}); err != nil { // PINGREQ
				return
			}
		}
		pinged = deaf
	}
}

func (l *link) Read(p []byte) (int, error) {
	n, err := l.screen.Read(p)
	if err != nil {
		err = l.fail(err)
	}
	return n, err
}

// fail returns why the link ended. paho must not see the error of a closed socket:
// it takes that for a sign that it closed the socket itself.
func (l *link) fail(err error) error {
	l.end(err)
	return context.Cause(l.ctx)
}

// Write can take long, as long as the broker takes a part of it now and then.
func (l *link) Write(p []byte) (written int, err error) {
	l.writing.Lock()
	defer l.writing.Unlock()
	for len(p) > 0 && err == nil {
		var n int
		_ = l.conn.SetWriteDeadline(time.Now().Add(writePatience))
		n, err = l.conn.Write(p[:min(len(p), 1<<16)])
		written += n
		p = p[n:]
		l.sent.Store(time.Now().UnixNano())
	}
	if err != nil {
		var timeout net.Error
		if errors.As(err, &timeout) && timeout.Timeout() {
			err = fmt.Errorf("%w: it takes nothing for %s", errSilent, writePatience)
		}
		err = l.fail(err)
	}
	return written, err
}

func (l *link) Close() error {
	l.end(errClosed)
	return nil
}

func (l *link) LocalAddr() net.Addr  { return l.conn.LocalAddr() }
func (l *link) RemoteAddr() net.Addr { return l.conn.RemoteAddr() }

// Deadlines are the link's affair: those of paho do nothing.

func (l *link) SetDeadline(time.Time) error      { return nil }
func (l *link) SetReadDeadline(time.Time) error  { return nil }
func (l *link) SetWriteDeadline(time.Time) error { return nil }
