// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package redis

import (
	"context"
	"errors"
	"strings"
	"sync/atomic"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/redpanda-data/benthos/v4/public/service"

	"github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/netfault"
)

// A connection logs its changes, once each.
type connection struct {
	log       *service.Logger
	addresses []string
	encrypted bool
	state     atomic.Int32
}

const (
	unknown int32 = iota
	up
	down
)

// note notes how a call ended.
func (c *connection) note(ctx context.Context, err error) {
	switch {
	case answered(err):
		if before := c.state.Swap(up); before != up {
			c.log.Infof("Connected to redis at %s", strings.Join(c.addresses, ", "))
		}
	case ctx.Err() != nil: // the message ended the call, not the server
	default:
		if before := c.state.Swap(down); before != down {
			c.log.Errorf("No connection to redis at %s: %v", strings.Join(c.addresses, ", "), explain(err, c.encrypted, before == up))
		}
	}
}

// answered reports whether the server carried out the call, be it with an error.
func answered(err error) bool {
	if err == nil || errors.Is(err, redis.Nil) {
		return true
	}
	var reply redis.Error
	return errors.As(err, &reply) && !refused(err) && !unauthorised(err) && !strings.Contains(err.Error(), noDatabase)
}

// noDatabase is what a server says to a number that is none of its databases.
const noDatabase = "DB index is out of range"

func unauthorised(err error) bool {
	text := err.Error()
	return strings.Contains(text, "WRONGPASS") || strings.Contains(text, "NOAUTH") ||
		strings.Contains(text, "invalid password") || strings.Contains(text, "without any password configured")
}

// faults names what a hint about the network names.
var faults = netfault.Config{
	Peer: "server", Address: fieldURL,
	UseTLS: "write rediss:// in url", NoTLS: "write redis:// in url, and tls.enabled: false",
}

// explain adds what to do about an error, where that is known; worked is whether there
// was a connection before.
func explain(err error, encrypted, worked bool) error {
	hint := faults.Hint(err, encrypted)
	if worked {
		hint = faults.LostHint(err, encrypted)
	}
	switch {
	case strings.Contains(err.Error(), noDatabase):
		hint = "the server has no database of the number in url"
	case unauthorised(err):
		hint = "check the user and password in url"
	case strings.Contains(err.Error(), "can't parse"):
		hint = "something else than a redis server listens there: check host and port in url"
	case hint == "":
		return err
	}
	return &netfault.Fault{Err: err, Hint: hint}
}

// wait waits, and reports false if ctx ended meanwhile.
func wait(ctx context.Context, pause time.Duration) bool {
	timer := time.NewTimer(pause)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}
