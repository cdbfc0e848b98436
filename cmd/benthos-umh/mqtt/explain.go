// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package mqtt

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"syscall"

	"github.com/eclipse/paho.mqtt.golang/packets"
)

var errConnectTimeout = errors.New("no answer within connect_timeout")

// An explained error says what to do.
type explained struct {
	err  error
	hint string
}

func (e explained) Error() string { return e.err.Error() + ": " + e.hint }
func (e explained) Unwrap() error { return e.err }

// explain adds what to do about a connection that cannot be made.
func (s *settings) explain(err error, encrypted bool) error {
	if hint := s.hint(err, encrypted); hint != "" {
		return explained{err, hint}
	}
	return err
}

func (s *settings) hint(err error, encrypted bool) string {
	switch {
	case errors.Is(err, packets.ErrorRefusedBadUsernameOrPassword), errors.Is(err, packets.ErrorRefusedNotAuthorised):
		if s.user == "" {
			return "the broker wants to know who connects: set user and password"
		}
		return "the broker does not take this user and password: check both, and the broker's access rules"
	case errors.Is(err, packets.ErrorRefusedIDRejected):
		return fmt.Sprintf("the broker does not take client_id %q: set another one", s.clientID)
	case errors.Is(err, packets.ErrorRefusedServerUnavailable):
		return "the broker runs, but takes nobody now: see its log"
	case errors.Is(err, packets.ErrorRefusedBadProtocolVersion):
		return "the broker does not speak MQTT 3.1.1"
	case errors.Is(err, errNotMQTT):
		return "something else than a broker listens there: check host and port in urls"
	case errors.Is(err, errConnectTimeout):
		return "check host and port in urls, and the firewall"
	case errors.Is(err, syscall.ECONNREFUSED):
		return "nothing listens there: is the broker running, and is the port in urls its port?"
	case hungUp(err) && encrypted:
		return "the broker hung up at once: it may want a certificate, check tls.client_certs; or the port does not speak TLS, then write tcp:// in urls"
	case hungUp(err):
		return "the broker hung up at once: if the port speaks TLS, write ssl:// in urls"
	}
	return hintForNetwork(err)
}

func hintForNetwork(err error) string {
	var (
		unknownHost *net.DNSError
		notTLS      tls.RecordHeaderError
		authority   x509.UnknownAuthorityError
		hostname    x509.HostnameError
		invalid     x509.CertificateInvalidError
		op          *net.OpError
	)
	switch {
	case errors.As(err, &unknownHost):
		return "the host in urls cannot be found: check its name, and the DNS of this machine"
	case errors.As(err, &notTLS):
		return "the port does not speak TLS: write tcp:// in urls, or the port that does"
	case errors.As(err, &authority):
		return "nobody this machine trusts has signed the broker's certificate: set tls.root_cas_file to the certificate of who did"
	case errors.As(err, &hostname):
		return "the broker's certificate is for another name: write in urls a name that it has"
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired:
		return "the broker's certificate has expired or is not valid yet: renew it, or set the clock of this machine"
	case errors.As(err, &invalid):
		return "the broker's certificate cannot be used for this"
	case errors.As(err, &op) && op.Op == "remote error":
		return "the broker does not take our certificate, or wants one: check tls.client_certs"
	}
	return ""
}

// whyLost says what ended a connection that had been made, and what to do.
func (s *settings) whyLost(err error) string {
	switch {
	case hungUp(err):
		id := "the same client_id"
		if s.clientID != "" {
			id = fmt.Sprintf("the same client_id, %q", s.clientID)
		}
		return "the broker closed it. Either it was stopped, or another client connects with " + id +
			", and the broker drops one for the other again and again: each needs one of its own (dynamic_client_id_suffix: nanoid makes one)." +
			" Or it does not take what was sent: the broker's log says so"
	case errors.Is(err, errSilent):
		return err.Error() + ": check the network and the broker"
	}
	return s.explain(err, false).Error()
}

func hungUp(err error) bool {
	for _, end := range []error{io.EOF, io.ErrUnexpectedEOF, syscall.ECONNRESET, syscall.EPIPE} {
		if errors.Is(err, end) {
			return true
		}
	}
	return false
}
