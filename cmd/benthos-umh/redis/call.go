// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package redis

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"

	"github.com/cenkalti/backoff/v4"
	"github.com/redis/go-redis/v9"
)

// A repeat says when a call may be repeated.
type repeat func(error) bool

// repeatable calls do no harm twice.
func repeatable(err error) bool { return refused(err) || lost(err) }

// call calls f, again and again while the server cannot be reached.
func (s *store) call(ctx context.Context, again repeat, f func() error) error {
	retries := *s.retries // each call waits on its own
	retries.Reset()
	for {
		err := f()
		s.connection.note(ctx, err)
		if err == nil || ctx.Err() != nil || !again(err) {
			return err
		}
		pause := retries.NextBackOff()
		if pause == backoff.Stop || !wait(ctx, pause) {
			return err
		}
	}
}

// once runs a command that must not arrive twice. It is repeated only if the server
// cannot have carried it out.
func (s *store) once(ctx context.Context, args []any) (result any, err error) {
	err = s.call(ctx, refused, func() error {
		cmd := redis.NewCmd(ctx, args...)
		err := s.client.Process(ctx, single{cmd})
		result = cmd.Val()
		return err
	})
	if lost(err) && !refused(err) {
		return result, fmt.Errorf("the write may have arrived, so it is not repeated: %w", err)
	}
	return result, err
}

// single is a command that the client of a cluster must not repeat by itself.
type single struct{ *redis.Cmd }

func (single) NoRetry() bool { return true }

// refused reports whether the server cannot have carried out the call: there was no
// connection, or it said that it takes no calls for now.
func refused(err error) bool {
	if err == nil {
		return false
	}
	var op *net.OpError
	if errors.As(err, &op) && op.Op == "dial" || errors.Is(err, redis.ErrPoolTimeout) {
		return true
	}
	for _, busy := range []string{"LOADING", "READONLY", "CLUSTERDOWN", "MASTERDOWN", "TRYAGAIN", "NOREPLICAS", "ERR max number of clients"} {
		if strings.HasPrefix(err.Error(), busy) {
			return true
		}
	}
	return false
}

// lost reports whether the connection was lost while the call was under way.
func lost(err error) bool {
	var network net.Error
	return errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, net.ErrClosed) || errors.As(err, &network)
}
