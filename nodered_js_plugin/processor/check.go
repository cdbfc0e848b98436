// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package processor

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/redpanda-data/benthos/v4/public/service"
)

// CheckFields reports what of the fields of a processor a start would refuse: those of the
// processor itself, which parse reads, and those of Options. config is YAML. It is for lint:
// Benthos' own lint takes a number for a duration, and a text for a number. The error is a
// *FieldError where the field is known.
func CheckFields(spec *service.ConfigSpec, config string, parse func(*service.ParsedConfig) error) error {
	conf, err := spec.ParseYAML(config, nil)
	if err != nil {
		return fieldError(err)
	}
	if err := parse(conf); err != nil {
		return fieldError(err)
	}
	_, err = parseCache(conf)
	return fieldError(err)
}

// A FieldError is what is wrong with a field of a config.
type FieldError struct {
	// Field is its path in the processor: cache.ttl
	Field string
	// Text says what is wrong, without the field.
	Text string
}

func (e *FieldError) Error() string { return e.Field + " " + e.Text }

var (
	// What construction says, and Benthos where it parses a config.
	namedField = regexp.MustCompile(`(?s)^(?:field )?'?([\w.]+)'?:? (.*)$`)
	// What the YAML library says of a value of another type.
	otherType = regexp.MustCompile("cannot unmarshal !!\\w+ `(.*)` into (\\w+)")
)

// goTypes are the types of Go, as people call them.
var goTypes = map[string]string{"int": "a whole number, without quotes", "bool": "true or false"}

func fieldError(err error) error {
	if err == nil {
		return nil
	}
	match := namedField.FindStringSubmatch(err.Error())
	if match == nil {
		return err
	}
	e := &FieldError{Field: match[1], Text: match[2]}
	if inner := namedField.FindStringSubmatch(e.Text); inner != nil && strings.HasPrefix(e.Text, "field ") {
		e.Field, e.Text = e.Field+"."+inner[1], inner[2]
	}
	if found := otherType.FindStringSubmatch(e.Text); found != nil && goTypes[found[2]] != "" {
		e.Text = fmt.Sprintf("must be %s, not %s", goTypes[found[2]], found[1])
	}
	return e
}
