// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package netfault_test

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"strings"
	"syscall"
	"testing"

	"github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/netfault"
)

var config = netfault.Config{Peer: "broker", Address: "urls", UseTLS: "write ssl://", NoTLS: "write tcp://"}

func TestHint(t *testing.T) {
	dial := func(err error) error {
		return &net.OpError{Op: "dial", Net: "tcp", Err: os.NewSyscallError("connect", err)}
	}
	unverified := func(err error) error { return &tls.CertificateVerificationError{Err: err} }
	tests := map[string]struct {
		err                   error
		hintInClear, hintOver string // with TLS: the same if empty
	}{
		"unknown host":          {&net.OpError{Op: "dial", Err: &net.DNSError{Name: "a"}}, "the host in urls cannot be found", ""},
		"nobody listens":        {dial(syscall.ECONNREFUSED), "is the broker running, and is the port in urls its port?", ""},
		"no route":              {dial(syscall.EHOSTUNREACH), "no way leads there", ""},
		"no network":            {dial(syscall.ENETUNREACH), "no way leads there", ""},
		"no TLS there":          {tls.RecordHeaderError{Msg: "not TLS"}, "the port does not speak TLS: write tcp://", ""},
		"unknown authority":     {unverified(x509.UnknownAuthorityError{}), "set tls.root_cas_file", ""},
		"another host":          {unverified(x509.HostnameError{Certificate: &x509.Certificate{}}), "write in urls a name that it has", ""},
		"expired":               {unverified(x509.CertificateInvalidError{Reason: x509.Expired}), "renew it", ""},
		"for another use":       {unverified(x509.CertificateInvalidError{Reason: x509.IncompatibleUsage}), "cannot be used for this", ""},
		"certificate wanted":    {&net.OpError{Op: "remote error", Err: errors.New("tls: certificate required")}, "check tls.client_certs", ""},
		"hung up":               {io.EOF, "if the port speaks TLS, write ssl://", "then write tcp://"},
		"reset":                 {&net.OpError{Op: "read", Err: syscall.ECONNRESET}, "if the port speaks TLS, write ssl://", "check tls.client_certs"},
		"silence":               {context.DeadlineExceeded, "nothing answers there: check host and port in urls, and the firewall", "then write tcp://"},
		"silence after connect": {os.ErrDeadlineExceeded, "nothing answers there", "then write tcp://"},
	}
	for name, tt := range tests {
		for _, encrypted := range []bool{false, true} {
			want := tt.hintInClear
			if encrypted && tt.hintOver != "" {
				want = tt.hintOver
			}
			got := config.Hint(fmt.Errorf("broker: %w", tt.err), encrypted)
			if !strings.Contains(got, want) || strings.ContainsAny(got, "{}") {
				t.Errorf("%s, encrypted %v: %q, want %q", name, encrypted, got, want)
			}
		}
	}
	if got := config.Hint(errors.New("the disk is full"), true); got != "" {
		t.Errorf("an error that is none of them: %q", got)
	}
}

func TestLostHint(t *testing.T) {
	if got := config.LostHint(io.EOF, false); !strings.Contains(got, "the broker closed the connection") || strings.Contains(got, "ssl://") {
		t.Error(got)
	}
	if got := config.LostHint(syscall.ECONNREFUSED, false); !strings.Contains(got, "is the broker running") {
		t.Error(got)
	}
}

func TestFault(t *testing.T) {
	fault := &netfault.Fault{Err: io.EOF, Hint: "write ssl://"}
	if fault.Error() != "EOF: write ssl://" || !errors.Is(fault, io.EOF) {
		t.Error(fault)
	}
}
