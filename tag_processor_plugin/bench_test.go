package tag_processor_plugin

import (
	"fmt"
	"strings"
	"testing"

	"github.com/redpanda-data/benthos/v4/public/service"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/processor"
)

// benchDefaults and benchConditions are what a plant with OPC UA tags writes.
const benchDefaults = `msg.meta.location_path = "enterprise.site.area.line";
msg.meta.data_contract = "_historian";
msg.meta.virtual_path = msg.meta.opcua_tag_path;
msg.meta.tag_name = msg.meta.opcua_tag_name;
return msg;`

func benchConditions(n int) string {
	text := ""
	for i := range n {
		text += fmt.Sprintf("  - if: msg.meta.opcua_tag_group === \"group%d\"\n    then: |\n      msg.meta.unit = \"unit%d\";\n      return msg;\n", i, i)
	}
	return text
}

func benchBatch(tags int) service.MessageBatch {
	batch := make(service.MessageBatch, tags)
	for i := range batch {
		m := service.NewMessage(fmt.Appendf(nil, "%d.5", i))
		m.MetaSetMut("opcua_node_id", fmt.Sprintf("ns=4;s=Press.Ram.Tag%d", i))
		m.MetaSetMut("opcua_tag_path", "Press.Ram")
		m.MetaSetMut("opcua_tag_name", fmt.Sprintf("Tag%d", i))
		m.MetaSetMut("opcua_tag_group", fmt.Sprintf("group%d", i%4))
		m.MetaSetMut("opcua_tag_type", "number")
		m.MetaSetMut("opcua_source_timestamp", "2026-01-05T08:00:00.125Z")
		m.MetaSetMut("opcua_attr_datatype", "Float")
		m.MetaSetMut("opcua_attr_statuscode", "good")
		batch[i] = m
	}
	return batch
}

func benchProcessor(b *testing.B, yaml string) *processor.Processor {
	b.Helper()
	parsed, err := spec().ParseYAML(yaml, nil)
	if err != nil {
		b.Fatal(err)
	}
	c, err := parseConfig(parsed)
	if err != nil {
		b.Fatal(err)
	}
	p, err := newTagProcessor(c, nil, service.MockResources().Metrics())
	if err != nil {
		b.Fatal(err)
	}
	return p
}

func BenchmarkTagProcessor(b *testing.B) {
	for _, c := range []struct{ tags, conditions int }{{1, 0}, {42, 3}, {1000, 5}} {
		b.Run(fmt.Sprintf("tags=%d/conditions=%d", c.tags, c.conditions), func(b *testing.B) {
			yaml := "defaults: |\n"
			for _, line := range strings.Split(benchDefaults, "\n") {
				yaml += "  " + line + "\n"
			}
			if c.conditions > 0 {
				yaml += "conditions:\n" + benchConditions(c.conditions)
			}
			p := benchProcessor(b, yaml)
			batch := benchBatch(c.tags)
			b.ReportAllocs()
			for b.Loop() {
				out, err := p.ProcessBatch(b.Context(), batch)
				if err != nil || len(out) != 1 || len(out[0]) != c.tags {
					b.Fatal(err, out)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*c.tags), "ns/msg")
		})
	}
}
