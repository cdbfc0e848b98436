// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

// Package netfault says what to do about a connection that cannot be made or breaks.
// Faults of the network and of TLS are the same whatever is spoken over it; what only
// one protocol has, such as a refused password, is its component's affair.
package netfault

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"os"
	"strings"
	"syscall"
)

// A Fault is an error together with what to do about it.
type Fault struct {
	Err  error
	Hint string
}

func (f *Fault) Error() string { return f.Err.Error() + ": " + f.Hint }
func (f *Fault) Unwrap() error { return f.Err }

// A Config is how a component's config calls what a hint names.
type Config struct {
	Peer    string // what is at the other end, such as "broker"
	Address string // the field that has host and port
	UseTLS  string // what to write for TLS, such as "set tls.enabled to true"
	NoTLS   string // what to write for none
}

// Hint is what to do about err, "" if that is not known. Encrypted is whether the
// connection was to be made with TLS.
func (c Config) Hint(err error, encrypted bool) string {
	for _, fault := range faults {
		if !fault.is(err) {
			continue
		}
		hint := fault.hint
		if encrypted && fault.encrypted != "" {
			hint = fault.encrypted
		}
		return strings.NewReplacer("{peer}", c.Peer, "{address}", c.Address, "{use TLS}", c.UseTLS, "{no TLS}", c.NoTLS).Replace(hint)
	}
	return ""
}

// LostHint is Hint for an error that ended a connection that had worked.
func (c Config) LostHint(err error, encrypted bool) string {
	if HungUp(err) {
		return "the " + c.Peer + " closed the connection: it was stopped, or does not take what was sent; its log says so"
	}
	return c.Hint(err, encrypted)
}

// faults are asked in this order: an error may be several of them, and the first
// says the most.
var faults = []struct {
	is        func(error) bool
	hint      string
	encrypted string // takes the place of hint with TLS, unless it is empty
}{
	{is: caused[*net.DNSError](nil), hint: "the host in {address} cannot be found: check its name, and the DNS of this machine"},
	{is: oneOf(syscall.ECONNREFUSED), hint: "nothing listens there: is the {peer} running, and is the port in {address} its port?"},
	{is: oneOf(syscall.EHOSTUNREACH, syscall.ENETUNREACH), hint: "no way leads there: check the host in {address}, and the network"},
	{is: caused[tls.RecordHeaderError](nil), hint: "the port does not speak TLS: {no TLS}, or write the port in {address} that does"},
	{is: caused[x509.UnknownAuthorityError](nil), hint: "nobody this machine trusts has signed the {peer}'s certificate: set tls.root_cas_file to the certificate of who did"},
	{is: caused[x509.HostnameError](nil), hint: "the {peer}'s certificate is for another name: write in {address} a name that it has"},
	{is: caused(expired), hint: "the {peer}'s certificate has expired or is not valid yet: renew it, or set the clock of this machine"},
	{is: caused[x509.CertificateInvalidError](nil), hint: "the {peer}'s certificate cannot be used for this: it needs another one"},
	{is: caused(alert), hint: "the {peer} does not take our certificate, or wants one: check tls.client_certs"},
	{
		is:        HungUp,
		hint:      "the {peer} hung up at once: if the port speaks TLS, {use TLS}",
		encrypted: "the {peer} hung up at once: it may want a certificate, check tls.client_certs; or the port does not speak TLS, then {no TLS}",
	},
	{
		is:        oneOf(context.DeadlineExceeded, os.ErrDeadlineExceeded),
		hint:      "nothing answers there: check host and port in {address}, and the firewall",
		encrypted: "nothing answers there: check host and port in {address}, and the firewall; or the port does not speak TLS, then {no TLS}",
	},
}

// HungUp reports whether the other end closed the connection.
func HungUp(err error) bool {
	return oneOf(io.EOF, io.ErrUnexpectedEOF, syscall.ECONNRESET, syscall.EPIPE)(err)
}

func oneOf(targets ...error) func(error) bool {
	return func(err error) bool {
		for _, target := range targets {
			if errors.Is(err, target) {
				return true
			}
		}
		return false
	}
}

// caused finds errors of a type, of which cond, if there is one, holds.
func caused[E error](cond func(E) bool) func(error) bool {
	return func(err error) bool {
		var e E
		return errors.As(err, &e) && (cond == nil || cond(e))
	}
}

func expired(err x509.CertificateInvalidError) bool { return err.Reason == x509.Expired }

// alert is what the other end says of TLS; the type of what it says is not exported.
func alert(err *net.OpError) bool { return err.Op == "remote error" }
