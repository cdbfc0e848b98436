// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package topic

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// prefix starts every topic. What follows it are the segments that the rules are
// about, the first of them level 0.
const prefix = "umh.v1."

// The names of the required fields, as MissingError lists them.
const (
	LocationPath = "location_path"
	DataContract = "data_contract"
	TagName      = "tag_name"
)

// Build joins the fields of a tag to its topic and judges the finished topic, not
// the fields: a field may hold several segments, so a data contract can also be
// found inside the location or the virtual path. virtualPath is what VirtualPath
// returned; "" leaves it out.
//
// The error is a *MissingError where a required field is empty, else an
// *InvalidError.
func Build(locationPath, dataContract, virtualPath, tagName string) (string, error) {
	if locationPath == "" || dataContract == "" || tagName == "" {
		return "", missing(locationPath, dataContract, tagName)
	}
	var topic string
	if virtualPath == "" {
		topic = prefix + locationPath + "." + dataContract + "." + tagName
	} else {
		topic = prefix + locationPath + "." + dataContract + "." + virtualPath + "." + tagName
	}
	if err := Check(topic); err != nil {
		return "", err
	}
	return topic, nil
}

// Check judges a finished topic. The error is an *InvalidError.
func Check(topic string) error {
	if !strings.HasPrefix(topic, prefix) {
		return &InvalidError{Topic: topic, Problem: "it does not start with " + prefix}
	}
	if !valid(topic) {
		return &InvalidError{Topic: topic, Problem: problem(topic)}
	}
	return nil
}

// VirtualPath is a virtual path without the white space round it. The words that
// stand for none (null, nil, <nil> and undefined, in any case) give "".
func VirtualPath(s string) string {
	s = strings.TrimSpace(s)
	for _, none := range [...]string{"null", "nil", "<nil>", "undefined"} {
		if len(s) == len(none) && strings.EqualFold(s, none) {
			return ""
		}
	}
	return s
}

// valid judges a topic that starts with prefix, in one pass. problem says of the
// same rules which one is broken.
func valid(topic string) bool {
	start, contract := len(prefix), false
	for i := start; i <= len(topic); i++ {
		if i < len(topic) && topic[i] != '.' {
			if !allowed[topic[i]] {
				return false
			}
			continue
		}
		switch {
		case i == start:
			return false
		case topic[start] != '_':
		case start == len(prefix):
			return false
		case i-start > 1 && i < len(topic):
			contract = true
		}
		start = i + 1
	}
	return contract
}

// allowed are the characters of a segment.
var allowed = func() (set [256]bool) {
	for c := range set {
		set[c] = 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || c == '_' || c == '-'
	}
	return set
}()

// A MissingError says that required fields of a tag are empty.
type MissingError struct {
	// Fields are the names of the empty fields, in the order of the topic.
	Fields []string
}

func missing(locationPath, dataContract, tagName string) *MissingError {
	e := &MissingError{}
	if locationPath == "" {
		e.Fields = append(e.Fields, LocationPath)
	}
	if dataContract == "" {
		e.Fields = append(e.Fields, DataContract)
	}
	if tagName == "" {
		e.Fields = append(e.Fields, TagName)
	}
	return e
}

// Error names every missing field and how a script sets it.
func (e *MissingError) Error() string {
	assignments := make([]string, len(e.Fields))
	for i, field := range e.Fields {
		assignments[i] = fmt.Sprintf("msg.meta.%s = %q", field, examples[field])
	}
	return "missing " + list(e.Fields) + ": set " + list(assignments)
}

var examples = map[string]string{
	LocationPath: "enterprise.site.area",
	DataContract: "_raw",
	TagName:      "temperature",
}

// list is "a", "a and b" or "a, b and c".
func list(items []string) string {
	if len(items) < 2 {
		return strings.Join(items, "")
	}
	last := len(items) - 1
	return strings.Join(items[:last], ", ") + " and " + items[last]
}

// An InvalidError says that a finished topic breaks a rule.
type InvalidError struct {
	// Topic is the topic as the fields were joined.
	Topic string
	// Problem is the first broken rule and where: segments are counted from 1, umh
	// being the first.
	Problem string
}

func (e *InvalidError) Error() string {
	return fmt.Sprintf("invalid topic %q: %s", e.Topic, e.Problem)
}

// problem is the first rule that a topic breaks, for people.
func problem(topic string) string {
	segments := strings.Split(topic, ".")
	for i, segment := range segments[2:] {
		number := i + 3
		if segment == "" {
			return fmt.Sprintf("segment %d is empty (%s)", number, emptySegment(number, len(segments)))
		}
		if at := strings.IndexFunc(segment, notAllowed); at >= 0 {
			_, size := utf8.DecodeRuneInString(segment[at:])
			return fmt.Sprintf("character %q in segment %d (%q) is not allowed, only a-z, A-Z, 0-9, _ and - are",
				segment[at:at+size], number, shorten(segment))
		}
		if i == 0 && segment[0] == '_' {
			return fmt.Sprintf("segment %d (%q) is the first level of the location and must not start with _", number, shorten(segment))
		}
	}
	return "no segment between the first level of the location and the tag name is a data contract: one must start with _ and go on after it, such as _raw"
}

func notAllowed(r rune) bool { return r >= utf8.RuneSelf || !allowed[r] }

// emptySegment says by which dots a segment is empty.
func emptySegment(number, of int) string {
	if number == of {
		return "a dot at the end"
	}
	return "two dots in a row, or a field that starts or ends with one"
}

// maxShown bounds what a problem repeats of a segment, in bytes.
const maxShown = 64

func shorten(segment string) string {
	if len(segment) <= maxShown {
		return segment
	}
	return strings.ToValidUTF8(segment[:maxShown], "") + "…"
}
