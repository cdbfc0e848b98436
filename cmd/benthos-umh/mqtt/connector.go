// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package mqtt

import (
	"context"
	"strings"
	"time"
	"unicode"

	"github.com/redpanda-data/benthos/v4/public/service"
)

const (
	// A connection that ends sooner was none: two clients with the same client_id
	// would throw each other out thousands of times a second.
	shortLived = time.Minute

	firstPause = 500 * time.Millisecond
	// Less than shortLived, so that the two above go on to slow down.
	longestPause = 15 * time.Second
)

// A connector makes one connection after the other, with pauses that grow, and
// reports each change once. One goroutine uses it at a time.
type connector struct {
	*settings
	log *service.Logger

	first  time.Duration // the first pause
	made   time.Time     // when the last connection was made
	pause  time.Duration
	failed string // the reason of the last attempt, if that failed
}

// connect returns an error only if it is another one than that of the last attempt,
// because Benthos logs what it returns. Otherwise it tries on, until ctx ends.
// ready completes a connection.
func (c *connector) connect(ctx context.Context, topics int, receive receiver, ready func(context.Context, *client) error) (*client, error) {
	if !c.made.IsZero() {
		if time.Since(c.made) > shortLived {
			c.pause = 0
		}
		c.slowDown()
		c.made = time.Time{}
	}
	for {
		if err := sleep(ctx, c.pause); err != nil {
			return nil, err
		}
		connection, err := c.attempt(ctx, topics, receive, ready)
		if err == nil {
			c.made, c.failed = time.Now(), ""
			c.log.Infof("Connected to %s", connection.server)
			context.AfterFunc(connection.link.ctx, func() { c.reportEnd(connection) })
			return connection, nil
		}
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		c.slowDown()
		if reason := reasonOf(err); reason != c.failed {
			c.failed = reason
			return nil, err
		}
	}
}

func (c *connector) attempt(ctx context.Context, topics int, receive receiver, ready func(context.Context, *client) error) (*client, error) {
	connection, err := c.dial(ctx, topics, receive)
	if err != nil {
		return nil, err
	}
	if err := ready(ctx, connection); err != nil {
		connection.close()
		return nil, err
	}
	return connection, nil
}

// reasonOf is the error's text without its digits: ports of ours and times of day
// differ with each attempt.
func reasonOf(err error) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsDigit(r) {
			return -1
		}
		return r
	}, err.Error())
}

func (c *connector) slowDown() {
	c.pause = min(max(2*c.pause, c.first), longestPause)
}

func (c *connector) reportEnd(connection *client) {
	if err := context.Cause(connection.link.ctx); !connection.leaving.Load() {
		c.log.Warnf("The connection to %s is lost, connecting again: %s", connection.server, c.whyLost(err))
	}
}

func sleep(ctx context.Context, pause time.Duration) error {
	select {
	case <-time.After(pause):
		return ctx.Err()
	case <-ctx.Done():
		return ctx.Err()
	}
}
