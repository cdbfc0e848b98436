// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package kafka

import (
	"errors"
	"strings"

	"github.com/twmb/franz-go/pkg/kerr"

	"github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/netfault"
)

// explain adds to an error of the client what to do about it, where that is known.
func (c Connection) explain(err error) error { return fault(err, c.hint(err)) }

// explainLost is explain for a connection that had worked.
func (c Connection) explainLost(err error) error {
	if netfault.HungUp(err) {
		return fault(err, c.faults.LostHint(err, c.encrypted))
	}
	return c.explain(err)
}

func fault(err error, hint string) error {
	if hint == "" {
		return err
	}
	return &netfault.Fault{Err: err, Hint: hint}
}

func (c Connection) hint(err error) string {
	for _, answer := range answers {
		if errors.Is(err, answer.err) {
			return answer.hint
		}
	}
	switch text := err.Error(); {
	case strings.Contains(text, "appear to be a tls alert record"):
		return "the port speaks TLS: " + c.faults.UseTLS
	case strings.Contains(text, "invalid large response size"):
		return "something else than a broker listens there: check host and port in " + c.faults.Address
	}
	hint := c.faults.Hint(err, c.encrypted)
	if netfault.HungUp(err) {
		hint += "; if it wants to know who connects, " + c.login
	}
	return hint
}

// answers are those of a broker.
var answers = []struct {
	err  error
	hint string
}{
	{kerr.SaslAuthenticationFailed, "the broker refuses the credentials, check username and password below sasl"},
	{kerr.UnsupportedSaslMechanism, "the broker does not take this mechanism, check sasl"},
	{kerr.IllegalSaslState, "the broker does not take this mechanism, check sasl"},
	{kerr.TopicAuthorizationFailed, "the broker lets this user not use the topic, check its access control list"},
	{kerr.GroupAuthorizationFailed, "the broker lets this user not use the consumer group, check its access control list"},
	{kerr.ClusterAuthorizationFailed, "the broker lets this user not do this, check its access control list"},
	{kerr.UnknownTopicOrPartition, "the topic or the partition does not exist, create it or correct its name"},
	{kerr.FencedInstanceID, "another member of the group has the same instance_id: each process needs one of its own"},
}
