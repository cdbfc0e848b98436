// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package redis

import (
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/url"
	"strconv"
	"strings"
)

// A server is what the URLs say.
type server struct {
	addresses      []string
	user, password string
	database       int
	tls            *tls.Config
}

// errNoURL has nothing of the URL in it: where it is cut in the wrong place, any part
// of it may be the password.
var errNoURL = errors.New("must be redis://user:password@host:port/database, or rediss:// for TLS; escape characters such as @, / and # in the password: %40, %2F, %23")

// parseURL reads URLs that are separated by commas.
func parseURL(text, kind string) (s server, err error) {
	for i, part := range strings.Split(text, ",") {
		u, err := url.Parse(strings.TrimSpace(part))
		if err != nil || u.Opaque != "" || u.Fragment != "" {
			return s, errNoURL
		}
		address, err := address(u)
		if err != nil {
			return s, err
		}
		s.addresses = append(s.addresses, address)
		if i > 0 {
			continue
		}
		if s.database, err = database(u); err != nil {
			return s, err
		}
		s.user = u.User.Username()
		s.password, _ = u.User.Password()
		if u.Scheme == "rediss" {
			s.tls = &tls.Config{MinVersion: tls.VersionTLS12}
		}
	}
	switch {
	case kind == kindSimple && len(s.addresses) > 1:
		return s, errors.New("names several servers, which only the kinds cluster and failover have")
	case kind == kindCluster && s.database != 0:
		return s, errors.New("names a database, which a cluster does not have")
	}
	return s, nil
}

// address is host and port, or the path of a socket.
func address(u *url.URL) (string, error) {
	if u.RawQuery != "" {
		return "", errors.New("has options behind a ?, which are not supported")
	}
	switch u.Scheme {
	case "unix":
		if u.Path == "" {
			return "", errNoURL
		}
		return u.Path, nil
	case "redis", "rediss", "tcp":
	default:
		return "", errNoURL
	}
	host, port := u.Hostname(), u.Port()
	if host == "" {
		host = "localhost"
	}
	if port == "" {
		port = "6379"
	}
	return net.JoinHostPort(host, port), nil
}

func database(u *url.URL) (int, error) {
	name := strings.Trim(u.Path, "/")
	if name == "" || u.Scheme == "unix" {
		return 0, nil
	}
	n, err := strconv.Atoi(name)
	if err != nil || n < 0 {
		return 0, fmt.Errorf("has a path that is no number of a database; %w", errNoURL)
	}
	return n, nil
}
