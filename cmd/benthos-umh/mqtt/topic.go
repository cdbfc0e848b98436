// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package mqtt

import (
	"crypto/rand"
	"errors"
	"fmt"
	"math"
	"strings"
	"unicode/utf8"
)

// checkTopic tells whether one can publish to a topic. A broker ends the connection
// for one that is not valid, and would do so again with each further attempt.
func checkTopic(topic string) error {
	switch {
	case topic == "":
		return errors.New("the topic is empty")
	case len(topic) > math.MaxUint16:
		return fmt.Errorf("the topic has %d bytes, more than %d", len(topic), math.MaxUint16)
	case strings.ContainsAny(topic, "+#"):
		return fmt.Errorf("topic %q has a wildcard, + or #: nothing can be published to it", topic)
	case strings.ContainsRune(topic, 0), !utf8.ValidString(topic):
		return fmt.Errorf("topic %q is not valid UTF-8, or has a NUL", topic)
	}
	return nil
}

// nanoid is random and fits into a client id.
func nanoid() string {
	const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
	id := make([]byte, 21)
	_, _ = rand.Read(id) // never fails: it ends the process instead
	for i, b := range id {
		id[i] = alphabet[int(b)%len(alphabet)]
	}
	return string(id)
}

// checkFilter tells whether one can subscribe to a filter.
func checkFilter(filter string) error {
	switch {
	case filter == "":
		return errors.New("a topic is empty")
	case len(filter) > math.MaxUint16:
		return fmt.Errorf("a topic has %d bytes, more than %d", len(filter), math.MaxUint16)
	case strings.ContainsRune(filter, 0), !utf8.ValidString(filter):
		return fmt.Errorf("topic %q is not valid UTF-8, or has a NUL", filter)
	}
	levels := strings.Split(filter, "/")
	for i, level := range levels {
		if level == "#" && i < len(levels)-1 {
			return fmt.Errorf("topic %q has # before its end: # stands for all levels below", filter)
		}
		if len(level) > 1 && strings.ContainsAny(level, "+#") {
			return fmt.Errorf("topic %q has %q: + and # stand for whole levels", filter, level)
		}
	}
	return nil
}
