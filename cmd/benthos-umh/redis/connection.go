// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package redis

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"os"
	"strings"
	"sync/atomic"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/redpanda-data/benthos/v4/public/service"
)

// A connection logs its changes, once each.
type connection struct {
	log       *service.Logger
	addresses []string
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
			c.log.Errorf("No connection to redis at %s: %v%s", strings.Join(c.addresses, ", "), err, hint(err))
		}
	}
}

// answered reports whether the server carried out the call, be it with an error.
func answered(err error) bool {
	if err == nil || errors.Is(err, redis.Nil) {
		return true
	}
	var reply redis.Error
	return errors.As(err, &reply) && !refused(err) && !unauthorised(err)
}

func unauthorised(err error) bool {
	text := err.Error()
	return strings.Contains(text, "WRONGPASS") || strings.Contains(text, "NOAUTH") ||
		strings.Contains(text, "invalid password") || strings.Contains(text, "without any password configured")
}

// hint is what to do about an error, "" where that is not known.
func hint(err error) string {
	var (
		host        *net.DNSError
		certificate *tls.CertificateVerificationError
		noTLS       tls.RecordHeaderError
		invalid     x509.HostnameError
	)
	text := err.Error()
	switch {
	case unauthorised(err):
		return "; check the user and password in url"
	case errors.As(err, &host):
		return "; check the host in url"
	case errors.As(err, &invalid):
		return "; the certificate is for another host than url names"
	case errors.As(err, &certificate):
		return "; check tls.root_cas_file, which has to hold the authority of the server's certificate"
	case errors.As(err, &noTLS):
		return "; the server does not speak TLS at this port: check url and tls.enabled"
	case strings.Contains(text, "certificate required"), strings.Contains(text, "bad certificate"):
		return "; the server wants another certificate in tls.client_certs"
	case strings.Contains(text, "connection refused"):
		return "; check that the server runs, and the port in url"
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, os.ErrDeadlineExceeded):
		return "; nothing answers there: check url, and tls.enabled if the server speaks no TLS at this port"
	case strings.HasSuffix(text, "EOF"), strings.Contains(text, "connection reset"):
		return "; if the server speaks TLS at this port, set tls.enabled"
	case strings.Contains(text, "can't parse"):
		return "; what answers there is no redis server: check the port in url"
	}
	return ""
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
