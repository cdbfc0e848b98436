// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package benchmark

import (
	"fmt"
	"strings"

	"github.com/redpanda-data/benthos/v4/public/service"

	. "github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/processor/processortest"
)

// tenBatch is how many messages the ten get at a time.
const tenBatch = 100

// tenWorkloads are ten things that people do, with the scripts that they do them by.
var tenWorkloads = []workload{
	{
		name: "template", byHand: templateByHand, mapping: templateMapping,
		batch: opcuaBatch(tenBatch), processor: tagProcessor,
		fields: scripts{
			defaults: `// Location
msg.meta.location_path = "acme.plant1.mill";
msg.meta.data_contract = "_raw";
msg.meta.tag_name = msg.meta.opcua_tag_name;
msg.payload = msg.payload; // unchanged
return msg;
`,
			conditions: []condition{{`msg.meta.opcua_node_id === "ns=4;s=Press.Ram.Tag7"`, `// one node
msg.meta.virtual_path = "axis.x.position";
msg.meta.tag_name = "actual";
return msg;
`}},
			advanced: "// numbers twice\nmsg.payload = parseFloat(msg.payload) * 2;\nreturn msg;",
		}.fields(),
	},
	{
		name: "folders", byHand: foldersByHand, mapping: foldersMapping,
		batch: batchOf(tenBatch, opcuaFolder), processor: tagProcessor,
		fields: scripts{
			defaults: `msg.meta.location_path = "acme.plant1";
msg.meta.data_contract = "_raw";
msg.meta.tag_name = msg.meta.opcua_tag_name;
msg.payload = msg.payload;
return msg;
`,
			conditions: []condition{
				{`msg.meta.opcua_tag_path.startsWith("Press.Ram")`, `msg.meta.location_path += ".press";
msg.meta.virtual_path = "ram";
return msg;
`},
				{`msg.meta.opcua_tag_path.startsWith("Conveyor")`, `msg.meta.location_path += ".conveyor";
msg.meta.data_contract = "_conveyor_v1";
return msg;
`},
			},
		}.fields(),
	},
	{
		name: "scaling", byHand: scalingByHand, mapping: scalingMapping,
		batch: batchOf(tenBatch, s7), processor: tagProcessor,
		fields: scripts{
			defaults: `msg.meta.location_path = "acme.sksk";
msg.meta.data_contract = "_raw";
msg.meta.tag_name = msg.meta.s7_address;
return msg;
`,
			conditions: []condition{{`msg.meta.s7_address.startsWith("DB1.DW")`, `// tenths
msg.payload = parseFloat(msg.payload) * 0.1;
msg.meta.virtual_path = "vibration";
msg.meta.unit = "mm";
return msg;
`}},
		}.fields(),
	},
	{
		name: "field", byHand: memberByHand, mapping: memberMapping,
		batch: batchOf(tenBatch, sensor), processor: tagProcessor,
		fields: scripts{defaults: `msg.meta.location_path = msg.meta.umh_location_path;
msg.meta.data_contract = "_historian";
msg.meta.tag_name = msg.meta.umh_tag_name;
msg.payload = msg.payload.value;
msg.meta.timestamp_ms = msg.meta.spb_timestamp;

// only if there
if (msg.meta.umh_virtual_path) {
  msg.meta.virtual_path = msg.meta.umh_virtual_path;
}

return msg;
`}.fields(),
	},
	{
		name: "lookup", byHand: lookupByHand, mapping: lookupMapping,
		batch: batchOf(tenBatch, s7), processor: tagProcessor,
		fields: scripts{defaults: fmt.Sprintf(`const names = {
%s};
msg.meta.location_path = "acme.graz.stamping";
msg.meta.data_contract = "_raw";
msg.meta.tag_name = names[msg.meta.s7_address] || "unknown";
return msg;
`, lines(s7Names, "  %q: %q,\n"))}.fields(),
	},
	{
		name: "switch", byHand: switchByHand, mapping: switchMapping,
		batch: batchOf(tenBatch, s7), processor: tagProcessor,
		fields: scripts{defaults: fmt.Sprintf(`msg.meta.location_path = "acme.plant1.mill";
msg.meta.data_contract = "_raw";
switch (msg.meta.s7_address) {
%s  default:
    msg.meta.tag_name = msg.meta.s7_address.replaceAll(".", "_");
    break;
}
return msg;
`, lines(s7Names[:6], "  case %q:\n    msg.meta.tag_name = %q;\n    break;\n"))}.fields(),
	},
	{
		name: "fanout", byHand: fanoutByHand, unordered: true,
		batch: batchOf(tenBatch, vibration), processor: tagProcessor,
		fields: scripts{
			defaults: `msg.meta.location_path = "acme.graz";
msg.meta.data_contract = "_raw";
return msg;
`,
			advanced: `let out = [];
for (const key of Object.keys(msg.payload)) {
  out.push({
    payload: msg.payload[key],
    meta: Object.assign({}, msg.meta, { tag_name: key })
  });
}
return out;
`,
		}.fields(),
	},
	{
		name: "duplicate", byHand: duplicateByHand,
		batch: opcuaBatch(tenBatch), processor: tagProcessor,
		fields: scripts{
			defaults: `msg.meta.location_path = "acme";
msg.meta.data_contract = "_historian";
msg.meta.tag_name = msg.meta.opcua_tag_name;
return msg;
`,
			advanced: `let twice = msg.payload * 2;

let a = {
  payload: msg.payload,
  meta: { ...msg.meta, data_contract: "_historian" }
};

let b = {
  payload: twice,
  meta: { ...msg.meta, data_contract: "_custom", tag_name: msg.meta.tag_name + "_doubled" }
};

return [a, b];
`,
		}.fields(),
	},
	{
		name: "topic", byHand: topicByHand, mapping: topicMapping,
		batch: batchOf(tenBatch, mqtt), processor: tagProcessor,
		fields: scripts{defaults: `let parts = (msg.meta["mqtt_topic"] || "").split("/");
msg.meta.location_path = parts.slice(2, 6).join(".");
msg.meta.data_contract = "_raw";
msg.meta.tag_name = parts.slice(7).join(".");
return msg;
`}.fields(),
	},
	{
		name: "delta", byHand: deltaByHand,
		batch: batchOf(tenBatch, counter), processor: noderedJS,
		fields: Config{"code": `var prev = null;
if (cache.exists("last_value")) {
  prev = cache.get("last_value");
}
var delta = 0;
if (prev !== null) {
  delta = msg.payload.value - prev;
}
cache.set("last_value", msg.payload.value);
msg.payload.delta = delta;
return msg;
`},
	},
}

// opcuaFolder is a tag in one of three folders.
func opcuaFolder(i int) *service.Message {
	meta := opcuaMeta(i)
	meta["opcua_tag_path"] = []string{"Press.Ram.Upper", "Conveyor.Belt", "Oil"}[i%3]
	return Message(fmt.Sprintf("%d.5", i), meta)
}

// s7Names are the addresses of a controller and what is behind them.
var s7Names = [][2]string{
	{"DB1.DW20", "x-axis"},
	{"DB1.DW22", "y-axis"},
	{"DB1.DW24", "z-axis"},
	{"DB20.R0", "belt_speed"},
	{"DB20.R4", "motor_current"},
	{"DB20.DW8", "parts"},
	{"DB20.DW10", "rejects"},
	{"DB20.X12.0", "running"},
}

// lines are the names, each in a format of its own.
func lines(names [][2]string, format string) string {
	var text strings.Builder
	for _, n := range names {
		fmt.Fprintf(&text, format, n[0], n[1])
	}
	return text.String()
}

// s7 is a register of a controller.
func s7(i int) *service.Message {
	return Message(fmt.Sprint(1000+7*i), map[string]any{"s7_address": s7Names[i%len(s7Names)][0]})
}

// sensor is a metric of Sparkplug B with its quality.
func sensor(i int) *service.Message {
	meta := map[string]any{
		"umh_location_path": "Plant.Area", "umh_tag_name": fmt.Sprintf("value%d", i), "spb_timestamp": fmt.Sprint(1733903611000 + i),
		"spb_group_id": "plant", "spb_edge_node_id": "702",
	}
	if i%2 == 0 {
		meta["umh_virtual_path"] = "sensors.temp"
	}
	return Message(fmt.Sprintf(`{"name": "Sensor %d", "value": %d.25, "quality": "good"}`, i, i), meta)
}

// vibration is a reading of four values.
func vibration(i int) *service.Message {
	return Message(fmt.Sprintf(`{"rms_x": %d.25, "rms_y": %d.5, "temperature": 51.75, "running": true}`, i, i+1), map[string]any{
		"mqtt_topic": "acme/graz/vibration", "mqtt_qos": "1",
	})
}

// mqtt is a value whose topic says what it is.
func mqtt(i int) *service.Message {
	return Message(fmt.Sprintf("%d.5", i), map[string]any{
		"mqtt_topic": fmt.Sprintf("umh/v1/acme/ein/cutting/laser_%02d/_raw/laser/power", i), "mqtt_qos": "1", "mqtt_retained": "false",
	})
}

// counter is a reading of a counter.
func counter(i int) *service.Message {
	return Message(fmt.Sprintf(`{"value": %d, "unit": "parts"}`, 5*i+i%3), map[string]any{"mqtt_topic": "acme/graz/parts"})
}
