// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package mqtt

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"math"
	"net"
	"net/url"
	"sync/atomic"
	"time"

	mqtt "github.com/eclipse/paho.mqtt.golang"
	"golang.org/x/net/proxy"
)

// A client is one connection. It never connects again.
type client struct {
	paho    mqtt.Client
	link    *link
	server  string
	leaving atomic.Bool // set before goodbye is said

	notOpened error // why there is no link
}

// A receiver gets the messages of a connection one by one, in their order. It may
// block, if it returns when the link ends.
type receiver func(*link, mqtt.Message)

// dial tries the servers in their order. It subscribes to nothing; topics is how
// many the caller will subscribe to.
func (s *settings) dial(ctx context.Context, topics int, receive receiver) (*client, error) {
	var failed error
	for _, server := range s.servers {
		c, err := s.dialServer(ctx, server, topics, receive)
		if err == nil {
			return c, nil
		}
		err = fmt.Errorf("%s: %w", address(server), s.explain(err, encrypted(server)))
		if failed == nil {
			failed = err
		} else {
			failed = fmt.Errorf("%w; %w", failed, err)
		}
	}
	return nil, failed
}

func (s *settings) dialServer(ctx context.Context, server *url.URL, topics int, receive receiver) (*client, error) {
	ctx, cancel := context.WithTimeoutCause(ctx, s.connectTimeout, errConnectTimeout)
	defer cancel()
	c := &client{server: address(server)}
	keepLink := func() bool { return false }
	options := s.options(server)
	if topics > 0 {
		// How long paho tries to subscribe if the connection has just ended; 30 s if unset.
		options.SetWriteTimeout(s.connectTimeout)
	}
	options.SetCustomOpenConnectionFn(func(*url.URL, mqtt.ClientOptions) (net.Conn, error) {
		conn, err := s.open(ctx, server)
		if err != nil {
			c.notOpened = err
			return nil, err
		}
		c.link = newLink(conn, time.Duration(s.keepalive)*time.Second, topics)
		keepLink = context.AfterFunc(ctx, func() { c.link.end(context.Cause(ctx)) })
		return c.link, nil
	})
	options.SetDefaultPublishHandler(func(_ mqtt.Client, m mqtt.Message) { receive(c.link, m) })
	c.paho = mqtt.NewClient(options)
	connecting := c.paho.Connect()
	<-connecting.Done() // at the latest when ctx ends
	if err := connecting.Error(); err != nil {
		return nil, c.failure(ctx, err)
	}
	if !keepLink() {
		err := c.failure(ctx, errClosed)
		c.close()
		return nil, err
	}
	return c, nil
}

// failure is why an attempt to connect failed with err, as exactly as it is known.
func (c *client) failure(ctx context.Context, err error) error {
	if c.link != nil {
		if cause := context.Cause(c.link.ctx); cause != nil && !errors.Is(cause, errClosed) {
			return cause
		}
		c.link.end(errClosed)
	}
	if cause := context.Cause(ctx); cause != nil {
		return cause
	}
	if c.notOpened != nil { // paho writes "network Error" before it
		return c.notOpened
	}
	return err
}

func (s *settings) options(server *url.URL) *mqtt.ClientOptions {
	options := mqtt.NewClientOptions()
	options.Servers = []*url.URL{server}
	options.SetClientID(s.clientID).SetCleanSession(s.cleanSession)
	options.SetUsername(s.user).SetPassword(s.password)
	options.SetProtocolVersion(4)
	options.SetAutoReconnect(false).SetConnectRetry(false)
	options.SetAutoAckDisabled(true).SetOrderMatters(true)
	options.SetStore(noStore{})
	options.SetConnectTimeout(s.connectTimeout)
	// The link looks whether the broker is alive.
	options.SetKeepAlive(time.Duration(s.keepalive) * time.Second).SetPingTimeout(math.MaxInt64)
	if w := s.will; w != nil {
		options.SetWill(w.topic, w.payload, w.qos, w.retained)
	}
	return options
}

func (s *settings) open(ctx context.Context, server *url.URL) (net.Conn, error) {
	switch server.Scheme {
	case "ws", "wss":
		location := *server
		location.User = nil
		return mqtt.NewWebsocket(location.String(), s.tls, s.connectTimeout, nil, nil)
	case "unix":
		return (&net.Dialer{}).DialContext(ctx, "unix", server.Host+server.Path)
	}
	conn, err := proxy.Dial(ctx, "tcp", server.Host)
	if err != nil || !encrypted(server) {
		return conn, err
	}
	config := s.tls.Clone()
	if config.ServerName == "" {
		config.ServerName = server.Hostname()
	}
	secured := tls.Client(conn, config)
	if err := secured.HandshakeContext(ctx); err != nil {
		_ = conn.Close()
		return nil, err
	}
	return secured, nil
}

// close says goodbye to the broker, after what is on its way.
func (c *client) close() {
	if c.link.ctx.Err() == nil { // else the end is one to report
		c.leaving.Store(true)
	}
	c.paho.Disconnect(uint(goodbyePatience / time.Millisecond))
	c.link.end(errClosed)
}

const goodbyePatience = time.Second
