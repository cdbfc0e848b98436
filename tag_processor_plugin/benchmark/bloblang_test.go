package benchmark

import (
	"fmt"
	"strings"
)

// opcuaMapping is the OPC UA work in Bloblang. full writes everything that
// tag_processor does, the other leaves out _initialMetadata and _incomingKeys.
// Neither validates the topic, which tag_processor does.
func opcuaMapping(groups int, full bool) string {
	var text strings.Builder
	if full {
		// First: later, @ would have what is set below as well.
		text.WriteString(`
let incoming = @
meta _initialMetadata = $incoming.format_json(no_indent: true).string()
meta _incomingKeys = $incoming.keys().sort().join(",")
`)
	}
	text.WriteString(`
meta location_path = "enterprise.site.area.line"
meta data_contract = "_historian"
meta virtual_path = @opcua_tag_path
meta tag_name = @opcua_tag_name
`)
	if groups > 0 {
		text.WriteString("meta unit = match @opcua_tag_group {\n")
		for i := range groups {
			fmt.Fprintf(&text, "  \"group%d\" => \"unit%d\"\n", i, i)
		}
		text.WriteString("  _ => deleted()\n}\n")
	}
	text.WriteString(`
let topic = "umh.v1.enterprise.site.area.line._historian." + @opcua_tag_path + "." + @opcua_tag_name
meta umh_topic = $topic
meta topic = $topic
root = {"value": this, "timestamp_ms": timestamp_unix_milli()}
`)
	return text.String()
}
