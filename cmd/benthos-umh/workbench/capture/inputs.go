// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package capture

import (
	"github.com/redpanda-data/benthos/v4/public/service"

	"github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/inventory"
	"github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/workbench/api"
)

// Inputs are all inputs of a config, those inside others and those of input_resources
// included, in the order of components.
func Inputs(components []inventory.Component) []api.Input {
	list := []api.Input{}
	for _, c := range components {
		if c.Type == "input" {
			one := api.Input{Path: c.Path, Kind: c.Name, Refused: refused(components, c)}
			if one.Refused == "" {
				one.About = rules[c.Name].about
			}
			list = append(list, one)
		}
	}
	return list
}

// refused is why nothing can be captured from an input, or "".
func refused(components []inventory.Component, c inventory.Component) string {
	name := c.Name
	if rules[name].about != "" {
		return effect(components, c)
	}
	if why := refusals[name]; why != "" {
		return why
	}
	if !known(name) {
		return "this binary has no input " + name + instead
	}
	return "what capturing from " + name + " does to others is not known" + instead
}

func known(name string) (is bool) {
	service.GlobalEnvironment().WalkInputs(func(one string, _ *service.ConfigView) { is = is || one == name })
	return is
}
