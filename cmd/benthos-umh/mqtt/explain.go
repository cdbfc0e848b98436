// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package mqtt

import (
	"errors"
	"fmt"
	"os"

	"github.com/eclipse/paho.mqtt.golang/packets"

	"github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/netfault"
)

var errConnectTimeout = fmt.Errorf("no answer within %s: %w", fieldConnectTimeout, os.ErrDeadlineExceeded)

// faults names what a hint about the network names.
var faults = netfault.Config{
	Peer: "broker", Address: fieldURLs,
	UseTLS: "write ssl:// in urls", NoTLS: "write tcp:// in urls",
}

// explain adds what to do about a connection that cannot be made.
func (s *settings) explain(err error, encrypted bool) error {
	if hint := s.hint(err, encrypted); hint != "" {
		return &netfault.Fault{Err: err, Hint: hint}
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
	}
	return faults.Hint(err, encrypted)
}

// whyLost says what ended a connection that had been made, and what to do.
func (s *settings) whyLost(err error) string {
	switch {
	case netfault.HungUp(err):
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
