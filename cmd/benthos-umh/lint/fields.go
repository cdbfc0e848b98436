// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package lint

import (
	"encoding/json"
	"errors"
	"strings"

	"github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/inventory"
	nodered "github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin"
	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/processor"
	tagprocessor "github.com/united-manufacturing-hub/benthos-umh/tag_processor_plugin"
)

// fieldChecks are what construction says of the fields of each processor.
var fieldChecks = map[string]func(config string) error{
	"tag_processor": tagprocessor.CheckFields,
	"nodered_js":    nodered.CheckFields,
}

// fields checks the fields of a processor as a start does: it stops at the first that is
// wrong, so that one is taken out and the rest checked again.
func (c *checker) fields(p inventory.Component) {
	conf, _ := p.Config[p.Name].(map[string]any)
	for range len(conf) + 1 {
		text, err := json.Marshal(conf)
		if err != nil {
			return // no JSON, as NaN has none
		}
		var wrong *processor.FieldError
		if err = fieldChecks[p.Name](string(text)); !errors.As(err, &wrong) {
			return // nothing, or what Benthos' lint has said: a field is missing
		}
		place := c.Place(p.Path + "." + p.Name + "." + wrong.Field)
		if place.Line == 0 {
			return
		}
		if !c.benthosLines[place.Line] {
			c.fail(place.Line, place.Column, "%s", wrong.Error())
		}
		if !remove(conf, wrong.Field) {
			return
		}
	}
}

// remove takes a field out of an object, and reports whether it was there.
func remove(conf map[string]any, path string) bool {
	key, rest, nested := strings.Cut(path, ".")
	if nested {
		inner, _ := conf[key].(map[string]any)
		return remove(inner, rest)
	}
	_, there := conf[key]
	delete(conf, key)
	return there
}
