// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package capture

import (
	"fmt"
	"slices"
	"strings"

	"github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/inventory"
)

// harmless are the processors that change nothing but messages, what they log, and caches,
// which are in memory here. Others may: a request, a program, a query.
var harmless = []string{
	"archive", "bloblang", "bounds_check", "branch", "cache", "cached", "catch", "compress", "decompress", "dedupe",
	"for_each", "grok", "group_by", "group_by_value", "insert_part", "jmespath", "jq", "json_schema", "log", "mapping",
	"metric", "mutation", "nodered_js", "noop", "parallel", "parse_log", "processors", "rate_limit", "resource", "retry",
	"select_parts", "sleep", "split", "switch", "sync_response", "tag_processor", "try", "unarchive", "while", "workflow",
}

// named are processors that run others by their names.
var named = []string{"resource", "workflow"}

// effect is why nothing is captured from an input whose processors would run, too, and
// would do more than change messages; "" if they would not.
func effect(components []inventory.Component, input inventory.Component) string {
	inside := func(c inventory.Component, path string) bool {
		return c.Type == "processor" && strings.HasPrefix(c.Path, path+".")
	}
	var run, resources []inventory.Component
	rounds := enclosing(components, input)
	for _, c := range components {
		switch {
		case inside(c, "processor_resources"):
			resources = append(resources, c)
		case inside(c, input.Path), slices.ContainsFunc(rounds, func(round inventory.Component) bool { return inside(c, round.Path+".processors") }):
			run = append(run, c)
		}
	}
	if slices.ContainsFunc(run, func(c inventory.Component) bool { return slices.Contains(named, c.Name) }) {
		run = append(run, resources...)
	}
	for _, c := range run {
		if !slices.Contains(harmless, c.Name) {
			return fmt.Sprintf("its processor %s (%s) would run here, too, and may do more than change messages%s", c.ID(), c.Name, instead)
		}
	}
	return ""
}
