package benchmark

import (
	"fmt"
	"strings"

	"github.com/redpanda-data/benthos/v4/public/service"

	. "github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/processor/processortest"
)

// A workload is a batch and what is to be made of it.
type workload struct {
	name  string
	batch func() service.MessageBatch
	// scripts are the fields of tag_processor.
	scripts scripts
	// groups are how many groups of tags the OPC UA work picks out; noGroups is
	// other work, which is written in JavaScript only.
	groups int
}

const noGroups = -1

type scripts struct {
	defaults   string
	conditions []condition
	advanced   string
}

type condition struct{ test, then string }

// fields are the scripts as a processor's config.
func (s scripts) fields() Config {
	conditions := make([]any, len(s.conditions))
	for i, c := range s.conditions {
		conditions[i] = Config{"if": c.test, "then": c.then}
	}
	return Config{"defaults": s.defaults, "conditions": conditions, "advancedProcessing": s.advanced}
}

// opcua is the work of the plant that most users have: tags from OPC UA with
// eight metadata keys each, which defaults turns into a place in the namespace,
// and of which conditions pick out some.
func opcua(tags, conditions int) workload {
	w := workload{
		name:  fmt.Sprintf("%dx%d", tags, conditions),
		batch: func() service.MessageBatch { return opcuaBatch(tags) },
		scripts: scripts{defaults: `msg.meta.location_path = "enterprise.site.area.line";
msg.meta.data_contract = "_historian";
msg.meta.virtual_path = msg.meta.opcua_tag_path;
msg.meta.tag_name = msg.meta.opcua_tag_name;
return msg;`},
		groups: conditions,
	}
	for i := range conditions {
		w.scripts.conditions = append(w.scripts.conditions, condition{
			test: fmt.Sprintf(`msg.meta.opcua_tag_group === "group%d"`, i),
			then: fmt.Sprintf("msg.meta.unit = \"unit%d\";\nreturn msg;", i),
		})
	}
	return w
}

func opcuaBatch(tags int) service.MessageBatch {
	batch := make(service.MessageBatch, tags)
	for i := range batch {
		batch[i] = Message(fmt.Sprintf("%d.5", i), map[string]any{
			"opcua_node_id":          fmt.Sprintf("ns=4;s=Press.Ram.Tag%d", i),
			"opcua_tag_path":         "Press.Ram",
			"opcua_tag_name":         fmt.Sprintf("Tag%d", i),
			"opcua_tag_group":        fmt.Sprintf("group%d", i%4),
			"opcua_tag_type":         "number",
			"opcua_source_timestamp": "2026-01-05T08:00:00.125Z",
			"opcua_attr_datatype":    "Float",
			"opcua_attr_statuscode":  "good",
		})
	}
	return batch
}

// jsonObjects is the work of whoever gets whole documents over MQTT and takes one
// number out of each.
func jsonObjects(messages int) workload {
	return workload{
		name:   fmt.Sprintf("json%dx2KB", messages),
		groups: noGroups,
		batch: func() service.MessageBatch {
			batch := make(service.MessageBatch, messages)
			for i := range batch {
				batch[i] = Message(document(i, 2048), map[string]any{
					"mqtt_topic": fmt.Sprintf("graz/line3/press/%d", i), "mqtt_qos": "1",
				})
			}
			return batch
		},
		scripts: scripts{
			defaults: `msg.meta.location_path = "enterprise.site.area.line";
msg.meta.data_contract = "_raw";
msg.meta.tag_name = "force";
return msg;`,
			advanced: "msg.payload = msg.payload.press.force;\nreturn msg;",
		},
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

// written is the OPC UA work with scripts that need the interpreter, as people
// write them once a name has to be taken apart.
func written(tags int) workload {
	w := opcua(tags, 0)
	w.name = fmt.Sprintf("%dx3written", tags)
	w.groups = noGroups
	w.scripts = scripts{
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
	}
	return w
}

// freshVMs is the OPC UA work with a script that no VM can be shared after.
func freshVMs(tags int) workload {
	w := opcua(tags, 3)
	w.name = fmt.Sprintf("%dx3freshVMs", tags)
	w.groups = noGroups
	w.scripts.advanced = "globalThis.last = msg.meta.tag_name;\nreturn msg;"
	return w
}

// workloads are the scenarios of the comparison.
var workloads = []workload{opcua(42, 3), opcua(1000, 5), opcua(1, 0), jsonObjects(42), written(42), freshVMs(42)}
