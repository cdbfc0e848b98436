// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package kafka

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"os"

	"github.com/redpanda-data/benthos/v4/public/service"
	"github.com/twmb/franz-go/pkg/kgo"

	"github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/netfault"
)

// A Connection says how to reach the brokers, and how to tell what keeps us from it.
type Connection struct {
	options   []kgo.Opt
	encrypted bool
	faults    netfault.Config
	login     string // what to do where a broker wants to know who we are
}

// InClear is a connection without TLS and without a password, for components that
// have no fields for them. Addresses has commas between several; field is where the
// config has it.
func InClear(field, addresses, clientID string) (Connection, error) {
	seeds := splitAll([]string{addresses})
	if len(seeds) == 0 {
		return Connection{}, fmt.Errorf("%s: no broker is given", field)
	}
	return Connection{
		options: []kgo.Opt{
			kgo.SeedBrokers(seeds...),
			kgo.ClientID(clientID),
			kgo.Dialer((&net.Dialer{Timeout: pingTimeout}).DialContext),
		},
		faults: netfault.Config{Peer: "broker", Address: field, UseTLS: "use kafka_franz, which has the field tls"},
		login:  "use kafka_franz, which has the field sasl",
	}, nil
}

type dialFunc = func(ctx context.Context, network, address string) (net.Conn, error)

func dialer(conf *service.ParsedConfig) (dialFunc, error) {
	d := &net.Dialer{Timeout: pingTimeout}
	if !conf.Contains(fieldTCP) {
		return d.DialContext, nil
	}
	p := parser{conf: conf}
	if timeout := p.duration(fieldTCP, fieldUserTimeout); timeout > 0 {
		var err error
		if d.Control, err = userTimeout(timeout); err != nil {
			return nil, err
		}
	}
	if timeout := p.duration(fieldTCP, fieldConnectTimeout); timeout > 0 {
		d.Timeout = timeout
	}
	d.KeepAliveConfig = net.KeepAliveConfig{
		Enable:   true,
		Idle:     p.duration(fieldTCP, fieldKeepAlive, fieldIdle),
		Interval: p.duration(fieldTCP, fieldKeepAlive, fieldInterval),
		Count:    p.int(fieldTCP, fieldKeepAlive, fieldCount),
	}
	return d.DialContext, p.err
}

// handshakeTimeout is shorter than a ping, which is to tell of it. Only a test changes it.
var handshakeTimeout = pingTimeout / 2

var errNoHandshake = fmt.Errorf("no answer to the TLS handshake: %w", os.ErrDeadlineExceeded)

func overTLS(dial dialFunc, conf *tls.Config) dialFunc {
	return func(ctx context.Context, network, address string) (net.Conn, error) {
		plainConn, err := dial(ctx, network, address)
		if err != nil {
			return nil, err
		}
		c := conf.Clone()
		if c.ServerName == "" {
			host, _, err := net.SplitHostPort(address)
			if err != nil {
				host = address
			}
			c.ServerName = host
		}
		conn := tls.Client(plainConn, c)
		ctx, done := context.WithTimeout(ctx, handshakeTimeout)
		defer done()
		if err := conn.HandshakeContext(ctx); err != nil {
			_ = plainConn.Close()
			if errors.Is(err, context.DeadlineExceeded) {
				err = errNoHandshake
			}
			return nil, err
		}
		return conn, nil
	}
}
