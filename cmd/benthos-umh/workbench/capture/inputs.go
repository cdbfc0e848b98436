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
			list = append(list, api.Input{Path: c.Path, Kind: c.Name, About: rules[c.Name].about, Refused: refused(c.Name)})
		}
	}
	return list
}

// refused is why nothing can be captured from an input of this name, or "".
func refused(name string) string {
	if rules[name].about != "" {
		return ""
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
