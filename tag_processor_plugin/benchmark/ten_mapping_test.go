// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package benchmark

import "fmt"

// The mappings of the ten. Bloblang makes one message of one, and knows no message
// before: the fan-out, the duplicate and the delta have none.

func templateMapping(full bool) string {
	return tagMapping{
		meta: `
meta location_path = "acme.plant1.mill"
meta data_contract = "_raw"
let one = @opcua_node_id == "ns=4;s=Press.Ram.Tag7"
let name = if $one { "actual" } else { @opcua_tag_name }
let path = if $one { "axis.x.position." } else { "" }
meta tag_name = $name
meta virtual_path = if $one { "axis.x.position" } else { deleted() }
`,
		place: `"acme.plant1.mill._raw." + $path + $name`,
		value: "this.number() * 2",
	}.text(full)
}

func foldersMapping(full bool) string {
	return tagMapping{
		meta: `
let ram = @opcua_tag_path.has_prefix("Press.Ram")
let conveyor = @opcua_tag_path.has_prefix("Conveyor")
let location = if $ram { "acme.plant1.press" } else if $conveyor { "acme.plant1.conveyor" } else { "acme.plant1" }
let contract = if $conveyor { "_conveyor_v1" } else { "_raw" }
meta location_path = $location
meta data_contract = $contract
meta tag_name = @opcua_tag_name
meta virtual_path = if $ram { "ram" } else { deleted() }
`,
		place: `$location + "." + $contract + (if $ram { ".ram." } else { "." }) + @opcua_tag_name`,
		value: "this",
	}.text(full)
}

func scalingMapping(full bool) string {
	return tagMapping{
		meta: `
meta location_path = "acme.sksk"
meta data_contract = "_raw"
meta tag_name = @s7_address
let tenths = @s7_address.has_prefix("DB1.DW")
meta virtual_path = if $tenths { "vibration" } else { deleted() }
meta unit = if $tenths { "mm" } else { deleted() }
`,
		place: `"acme.sksk._raw." + (if $tenths { "vibration." } else { "" }) + @s7_address`,
		value: "if $tenths { this.number() * 0.1 } else { this }",
	}.text(full)
}

func memberMapping(full bool) string {
	return tagMapping{
		meta: `
meta location_path = @umh_location_path
meta data_contract = "_historian"
meta tag_name = @umh_tag_name
meta timestamp_ms = @spb_timestamp
meta virtual_path = @umh_virtual_path | deleted()
`,
		place: `@umh_location_path + "._historian." + (if @umh_virtual_path != null { @umh_virtual_path + "." } else { "" }) + @umh_tag_name`,
		value: "this.value",
		time:  "@spb_timestamp.int64()",
	}.text(full)
}

func lookupMapping(full bool) string {
	return tagMapping{
		meta: fmt.Sprintf(`
let name = match @s7_address {
%s  _ => "unknown"
}
meta location_path = "acme.graz.stamping"
meta data_contract = "_raw"
meta tag_name = $name
`, lines(s7Names, "  %q => %q\n")),
		place: `"acme.graz.stamping._raw." + $name`,
		value: "this",
	}.text(full)
}

func switchMapping(full bool) string {
	return tagMapping{
		meta: fmt.Sprintf(`
let name = match @s7_address {
%s  _ => @s7_address.replace_all(".", "_")
}
meta location_path = "acme.plant1.mill"
meta data_contract = "_raw"
meta tag_name = $name
`, lines(s7Names[:6], "  %q => %q\n")),
		place: `"acme.plant1.mill._raw." + $name`,
		value: "this",
	}.text(full)
}

func topicMapping(full bool) string {
	return tagMapping{
		meta: `
let parts = @mqtt_topic.split("/")
let location = $parts.slice(2, 6).join(".")
let name = $parts.slice(7).join(".")
meta location_path = $location
meta data_contract = "_raw"
meta tag_name = $name
`,
		place: `$location + "._raw." + $name`,
		value: "this",
	}.text(full)
}
