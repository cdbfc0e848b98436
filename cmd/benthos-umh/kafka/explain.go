// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package kafka

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"syscall"

	"github.com/twmb/franz-go/pkg/kerr"
	"github.com/twmb/franz-go/pkg/kgo"
)

// explain adds to an error of the client what to do about it, where that is known.
func explain(err error) error {
	if hint := hintFor(err); hint != "" {
		return fmt.Errorf("%s: %w", hint, err)
	}
	return err
}

func hintFor(err error) string {
	var dns *net.DNSError
	var unknownCA x509.UnknownAuthorityError
	var hostname x509.HostnameError
	var invalid x509.CertificateInvalidError
	var alert tls.AlertError
	var noTLS tls.RecordHeaderError
	switch {
	case errors.Is(err, kerr.SaslAuthenticationFailed):
		return "the broker refuses the credentials, check username and password below sasl"
	case errors.Is(err, kerr.UnsupportedSaslMechanism), errors.Is(err, kerr.IllegalSaslState):
		return "the broker does not take this mechanism, check sasl"
	case errors.Is(err, kerr.TopicAuthorizationFailed):
		return "the broker lets this user not use the topic, check its access control list"
	case errors.Is(err, kerr.GroupAuthorizationFailed):
		return "the broker lets this user not use the consumer group, check its access control list"
	case errors.Is(err, kerr.ClusterAuthorizationFailed):
		return "the broker lets this user not do this, check its access control list"
	case errors.Is(err, kerr.UnknownTopicOrPartition):
		return "the topic or the partition does not exist, create it or correct its name"
	case errors.Is(err, kerr.FencedInstanceID):
		return "another member of the group has the same instance_id"
	case errors.As(err, &dns):
		return "no address is known for this name, check seed_brokers"
	case errors.Is(err, syscall.ECONNREFUSED):
		return "nothing listens at this address, check seed_brokers and whether the broker runs"
	case errors.As(err, &unknownCA):
		return "the broker's certificate is signed by an authority that is not trusted, set tls.root_cas_file"
	case errors.As(err, &hostname):
		return "the broker's certificate is for another name, use that one in seed_brokers"
	case errors.As(err, &invalid):
		return "the broker's certificate is not valid"
	case errors.As(err, &alert):
		return "the broker refuses the TLS handshake, check tls.client_certs"
	case errors.As(err, &noTLS), errors.Is(err, errNoHandshake):
		return "the broker speaks no TLS at this port, check tls.enabled and the port"
	case isFirstRead(err), errors.Is(err, io.EOF), errors.Is(err, syscall.ECONNRESET):
		return "the broker closed the connection, check whether it wants TLS (tls.enabled) at this port, and the credentials (sasl)"
	case errors.Is(err, context.DeadlineExceeded):
		return "the broker does not answer, check seed_brokers and the network"
	}
	return ""
}

func isFirstRead(err error) bool {
	var first *kgo.ErrFirstReadEOF
	return errors.As(err, &first)
}
