// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package benchmark

import (
	"fmt"
	"strings"
)

// A tagMapping is a tag in Bloblang, each part an assignment or several.
type tagMapping struct {
	// meta sets the place and what else there is.
	meta string
	// place is the topic behind umh.v1, value the value, and time the time if it is
	// not that of processing.
	place, value, time string
}

// text is the mapping. full writes everything that tag_processor does, the other
// leaves out _initialMetadata and _incomingKeys. Neither validates the topic, which
// tag_processor does.
func (t tagMapping) text(full bool) string {
	var text strings.Builder
	if full {
		// First: later, @ would have what is set below as well.
		text.WriteString(`
let incoming = @
meta _initialMetadata = $incoming.format_json(no_indent: true).string()
meta _incomingKeys = $incoming.keys().sort().join(",")
`)
	}
	text.WriteString(t.meta)
	time := t.time
	if time == "" {
		time = "timestamp_unix_milli()"
	}
	fmt.Fprintf(&text, `
let topic = "umh.v1." + %s
meta umh_topic = $topic
meta topic = $topic
root = {"value": %s, "timestamp_ms": %s}
`, t.place, t.value, time)
	return text.String()
}

// opcuaMapping is the OPC UA work in Bloblang.
func opcuaMapping(groups int, full bool) string {
	t := tagMapping{
		meta: `
meta location_path = "enterprise.site.area.line"
meta data_contract = "_historian"
meta virtual_path = @opcua_tag_path
meta tag_name = @opcua_tag_name
`,
		place: `"enterprise.site.area.line._historian." + @opcua_tag_path + "." + @opcua_tag_name`,
		value: "this",
	}
	if groups > 0 {
		var text strings.Builder
		text.WriteString("meta unit = match @opcua_tag_group {\n")
		for i := range groups {
			fmt.Fprintf(&text, "  \"group%d\" => \"unit%d\"\n", i, i)
		}
		text.WriteString("  _ => deleted()\n}\n")
		t.meta += text.String()
	}
	return t.text(full)
}

// mixedMapping is the same with conditions of several kinds. The variables spare it
// to write metadata that it changes again.
func mixedMapping(conditions []mixedCondition, full bool) string {
	var text strings.Builder
	text.WriteString(`
let location = "enterprise.site.area" + ".line"
let path = @opcua_tag_path
meta data_contract = "_historian"
meta tag_name = @opcua_tag_name
`)
	for _, c := range conditions {
		switch c.kind {
		case nameIncludes:
			fmt.Fprintf(&text, "let path = if @opcua_tag_name.contains(%q) { $path + %q } else { $path }\n", c.tag, c.level)
		case valueAbove:
			fmt.Fprintf(&text, "if this > %v {\n  meta alarm = \"high\"\n}\n", c.limit)
		default:
			fmt.Fprintf(&text, "let location = if @opcua_tag_group.contains(\"3\") && !@opcua_node_id.contains(%q) { $location + %q } else { $location }\n", c.tag, c.level)
		}
	}
	text.WriteString("meta location_path = $location\nmeta virtual_path = $path\n")
	return tagMapping{
		meta:  text.String(),
		place: `$location + "._historian." + $path + "." + @opcua_tag_name`,
		value: "this",
	}.text(full)
}
