// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package kafka

import (
	"context"
	"errors"
	"net"
	"sync"
	"time"

	"github.com/redpanda-data/benthos/v4/public/service"
	"github.com/twmb/franz-go/pkg/kgo"

	"github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/netfault"
)

const (
	pingTimeout = 10 * time.Second
	// pingPeriod is how long a link is trusted that nobody has seen breaking.
	pingPeriod = 10 * time.Second
	minBackoff = 250 * time.Millisecond
	maxBackoff = 10 * time.Second
)

// A link says whether a broker can be reached. The client reconnects by itself; the
// link is there for those who ask: Benthos' readiness, its log, and writers that
// need not start what cannot end.
type link struct {
	log        *service.Logger
	name       string
	connection Connection

	mu sync.Mutex
	// down is closed while no broker can be reached.
	down chan struct{}
	lost bool
	// told is what the last Connect failed with. It is not repeated.
	told string

	// dialErr is what the last attempt to open a connection failed with, if it did.
	dialErr error

	suspect chan struct{}
}

func newLink(log *service.Logger, name string, connection Connection) *link {
	return &link{log: log, name: name, connection: connection, down: make(chan struct{}), suspect: make(chan struct{}, 1)}
}

// OnBrokerDisconnect asks for a ping at once: one connection of many may close
// without harm.
func (l *link) OnBrokerDisconnect(kgo.BrokerMetadata, net.Conn) {
	select {
	case l.suspect <- struct{}{}:
	default:
	}
}

// OnBrokerConnect notes why no connection comes about: the client tries again until
// its time is over, and then knows of that only.
func (l *link) OnBrokerConnect(_ kgo.BrokerMetadata, _ time.Duration, _ net.Conn, err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.dialErr = err
}

// watch pings until ctx ends.
func (l *link) watch(ctx context.Context, client *kgo.Client) {
	timer := time.NewTimer(pingPeriod)
	defer timer.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-l.suspect:
		case <-timer.C:
		}
		err := l.ping(ctx, client)
		if ctx.Err() != nil {
			return
		}
		if err != nil {
			l.lose()
		}
		timer.Reset(pingPeriod)
	}
}

func (l *link) ping(ctx context.Context, client *kgo.Client) error {
	ctx, done := context.WithTimeout(ctx, pingTimeout)
	defer done()
	err := client.Ping(ctx)
	if !errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.dialErr != nil {
		return l.dialErr
	}
	return err
}

func (l *link) lose() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if !l.lost {
		l.lost = true
		close(l.down)
	}
}

// lostSignal is closed once no broker can be reached.
func (l *link) lostSignal() <-chan struct{} {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.down
}

// establish tries until it succeeds. It returns an error once for every new reason,
// so that the log has one line for each and not one for each attempt.
func (l *link) establish(ctx context.Context, try func(context.Context) error) error {
	for backoff := minBackoff; ; backoff = min(2*backoff, maxBackoff) {
		err := try(ctx)
		if err == nil {
			l.up()
			return nil
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err = l.explain(err); l.news(err) {
			return service.NewErrBackOff(err, minBackoff)
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(backoff):
		}
	}
}

func (l *link) explain(err error) error {
	if l.isLost() {
		return l.connection.explainLost(err)
	}
	return l.connection.explain(err)
}

// news says whether the reason of a failure is another one than before. Reasons
// with a hint are told apart by the hint: ports and addresses vary.
func (l *link) news(err error) bool {
	text := err.Error()
	if fault := (*netfault.Fault)(nil); errors.As(err, &fault) {
		text = fault.Hint
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.told == text {
		return false
	}
	l.told = text
	return true
}

func (l *link) up() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.lost {
		l.lost = false
		l.down = make(chan struct{})
		l.log.Infof("%s is connected again", l.name)
	}
	l.told = ""
}

func (l *link) isLost() bool {
	select {
	case <-l.lostSignal():
		return true
	default:
		return false
	}
}
