// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package benchmark

import (
	"fmt"
	"maps"
	"strings"

	"github.com/redpanda-data/benthos/v4/public/service"

	. "github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/processor/processortest"
)

// The place of all OPC UA tags in the namespace.
const (
	opcuaLocation = "enterprise.site.area.line"
	opcuaContract = "_historian"
)

// opcua is the work of the plant that most users have: tags from OPC UA with
// eight metadata keys each, which defaults turns into a place in the namespace,
// and of which conditions pick out some. It moves and compares texts only.
func opcua(tags, conditions int) workload {
	s := scripts{defaults: `msg.meta.location_path = "enterprise.site.area.line";
msg.meta.data_contract = "_historian";
msg.meta.virtual_path = msg.meta.opcua_tag_path;
msg.meta.tag_name = msg.meta.opcua_tag_name;
return msg;`}
	for i := range conditions {
		s.conditions = append(s.conditions, condition{
			test: fmt.Sprintf(`msg.meta.opcua_tag_group === "group%d"`, i),
			then: fmt.Sprintf("msg.meta.unit = \"unit%d\";\nreturn msg;", i),
		})
	}
	return workload{
		name:      fmt.Sprintf("%dx%d", tags, conditions),
		batch:     opcuaBatch(tags),
		processor: tagProcessor,
		fields:    s.fields(),
		byHand:    func() service.BatchProcessor { return opcuaByHand(conditions) },
		mapping:   func(full bool) string { return opcuaMapping(conditions, full) },
	}
}

func opcuaBatch(tags int) func() service.MessageBatch {
	return batchOf(tags, func(i int) *service.Message { return Message(fmt.Sprintf("%d.5", i), opcuaMeta(i)) })
}

func opcuaMeta(i int) map[string]any {
	return map[string]any{
		"opcua_node_id":          fmt.Sprintf("ns=4;s=Press.Ram.Tag%d", i),
		"opcua_tag_path":         "Press.Ram",
		"opcua_tag_name":         fmt.Sprintf("Tag%d", i),
		"opcua_tag_group":        fmt.Sprintf("group%d", i%4),
		"opcua_tag_type":         "number",
		"opcua_source_timestamp": "2026-01-05T08:00:00.125Z",
		"opcua_attr_datatype":    "Float",
		"opcua_attr_statuscode":  "good",
	}
}

// A mixedCondition is one of those of mixed: each kind is a third of them.
type mixedCondition struct {
	kind int
	// tag is the end of names that a condition looks for, level what it adds to the
	// path, and limit the value above which there is an alarm.
	tag, level string
	limit      float64
}

const (
	nameIncludes = iota
	valueAbove
	groupIncludes
	mixedKinds
)

func mixedConditions(n int) []mixedCondition {
	list := make([]mixedCondition, n)
	for i := range list {
		list[i] = mixedCondition{
			kind: i % mixedKinds, tag: fmt.Sprintf("Tag%d", i+1), level: fmt.Sprintf(".g%d", i), limit: float64(10 * i),
		}
	}
	return list
}

// mixed is the OPC UA work with what else people write: includes, += and
// comparisons of numbers.
func mixed(tags, conditions int) workload {
	s := scripts{defaults: `msg.meta.location_path = "enterprise.site.area";
msg.meta.location_path += ".line";
msg.meta.data_contract = "_historian";
msg.meta.virtual_path = msg.meta.opcua_tag_path;
msg.meta.tag_name = msg.meta.opcua_tag_name;
return msg;`}
	for _, c := range mixedConditions(conditions) {
		s.conditions = append(s.conditions, c.script())
	}
	return workload{
		name:      fmt.Sprintf("%dx%dmixed", tags, conditions),
		batch:     opcuaBatch(tags),
		processor: tagProcessor,
		fields:    s.fields(),
		byHand:    func() service.BatchProcessor { return mixedByHand(mixedConditions(conditions)) },
		mapping:   func(full bool) string { return mixedMapping(mixedConditions(conditions), full) },
	}
}

func (c mixedCondition) script() condition {
	switch c.kind {
	case nameIncludes:
		return condition{
			test: fmt.Sprintf("msg.meta.opcua_tag_name.includes(%q)", c.tag),
			then: fmt.Sprintf("msg.meta.virtual_path += %q;\nreturn msg;", c.level),
		}
	case valueAbove:
		return condition{
			test: fmt.Sprintf("msg.payload > %v", c.limit),
			then: "msg.meta.alarm = \"high\";\nreturn msg;",
		}
	default:
		return condition{
			test: fmt.Sprintf(`msg.meta.opcua_tag_group.includes("3") && !msg.meta.opcua_node_id.includes(%q)`, c.tag),
			then: fmt.Sprintf("msg.meta.location_path += %q;\nreturn msg;", c.level),
		}
	}
}

// jsonObjects is the work of whoever gets whole documents over MQTT and takes one
// number out of each.
func jsonObjects(messages int) workload {
	return workload{
		name: fmt.Sprintf("json%dx2KB", messages),
		batch: batchOf(messages, func(i int) *service.Message {
			return Message(document(i, 2048), map[string]any{
				"mqtt_topic": fmt.Sprintf("graz/line3/press/%d", i), "mqtt_qos": "1",
			})
		}),
		processor: tagProcessor,
		fields: scripts{
			defaults: `msg.meta.location_path = "enterprise.site.area.line";
msg.meta.data_contract = "_raw";
msg.meta.tag_name = "force";
return msg;`,
			advanced: "msg.payload = msg.payload.press.force;\nreturn msg;",
		}.fields(),
		byHand: jsonByHand,
	}
}

// document is JSON of about size bytes.
func document(i, size int) string {
	var text strings.Builder
	fmt.Fprintf(&text, `{"press":{"force":%d.25,"unit":"kN"},"readings":[`, i)
	for n := 0; text.Len() < size-60; n++ {
		if n > 0 {
			text.WriteByte(',')
		}
		fmt.Fprintf(&text, `{"id":%d,"name":"sensor %d","value":%d.5,"ok":true}`, n, n, n*3)
	}
	text.WriteString(`]}`)
	return text.String()
}

// written is the OPC UA work where names are taken apart and put together again.
func written(tags int) workload {
	return workload{
		name:      fmt.Sprintf("%dx3written", tags),
		batch:     opcuaBatch(tags),
		processor: tagProcessor,
		fields: scripts{
			defaults: `msg.meta.location_path = "enterprise.site.area.line";
msg.meta.data_contract = "_historian";
const path = msg.meta.opcua_node_id.split(";s=")[1].split(".");
msg.meta.tag_name = path.pop();
msg.meta.virtual_path = path.map(level => level.toLowerCase()).join(".");
return msg;`,
			conditions: []condition{
				{`msg.meta.opcua_attr_datatype === "Float"`, "msg.payload = Math.round(msg.payload * 1000) / 1000;\nreturn msg;"},
				{`msg.meta.opcua_tag_group.endsWith("1") && msg.payload > 100`, "msg.meta.alarm = `high: ${ msg.payload }`;\nreturn msg;"},
				{`["bad", "uncertain"].includes(msg.meta.opcua_attr_statuscode)`, "return null;"},
			},
		}.fields(),
	}
}

// freshVMs is the OPC UA work with a script that no VM can be shared after.
func freshVMs(tags int) workload {
	w := opcua(tags, 3).with("advancedProcessing", "globalThis.last = msg.meta.tag_name;\nreturn msg;")
	w.name = fmt.Sprintf("%dx3freshVMs", tags)
	return w
}

// with is the same work with one more or another script, which only the processor
// and the starting point do.
func (w workload) with(field, script string) workload {
	w.fields = maps.Clone(w.fields)
	w.fields[field] = script
	w.byHand, w.mapping = nil, nil
	return w
}
