// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package main_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// pipelineMessages are enough for the start of the process not to count.
const pipelineMessages = 300_000

// BenchmarkPipeline is the binary itself, from an input that makes OPC UA readings
// to an output that drops the tags: with tag_processor, with a mapping that does
// the same work, and with neither, which is what the rest costs.
func BenchmarkPipeline(b *testing.B) {
	binary := filepath.Join(b.TempDir(), "benthos-umh")
	if out, err := exec.Command("go", "build", "-o", binary, ".").CombinedOutput(); err != nil {
		b.Fatalf("%v\n%s", err, out)
	}
	for _, threads := range []int{1, 2} {
		for _, by := range []string{"tag_processor", "mapping_full", "nothing"} {
			b.Run(fmt.Sprintf("threads=%d/by=%s", threads, by), func(b *testing.B) {
				config := filepath.Join(b.TempDir(), "config.yaml")
				text := fmt.Sprintf(pipelineConfig, pipelineMessages, threads, pipelineProcessors[by])
				if err := os.WriteFile(config, []byte(text), 0o600); err != nil {
					b.Fatal(err)
				}
				for b.Loop() {
					if out, err := exec.Command(binary, "-c", config).CombinedOutput(); err != nil || len(out) > 0 {
						b.Fatalf("%v\n%s", err, out)
					}
				}
				b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*pipelineMessages), "ns/msg")
			})
		}
	}
}

const pipelineConfig = `
input:
  generate:
    count: %d
    interval: ""
    batch_size: 100
    mapping: |
      meta opcua_node_id = "ns=4;s=Press.Ram.Force"
      meta opcua_tag_path = "Press.Ram"
      meta opcua_tag_name = "Force"
      meta opcua_tag_group = "group1"
      meta opcua_tag_type = "number"
      meta opcua_source_timestamp = "2026-01-05T08:00:00.125Z"
      meta opcua_attr_datatype = "Float"
      meta opcua_attr_statuscode = "good"
      root = 1476.5
pipeline:
  threads: %d
  processors: %s
output:
  drop: {}
logger:
  level: WARN
http:
  enabled: false
`

var pipelineProcessors = map[string]string{
	"nothing": "[]",
	"tag_processor": `
    - tag_processor:
        defaults: |
          msg.meta.location_path = "enterprise.site.area.line";
          msg.meta.data_contract = "_historian";
          msg.meta.virtual_path = msg.meta.opcua_tag_path;
          msg.meta.tag_name = msg.meta.opcua_tag_name;
          return msg;
        conditions:
          - if: msg.meta.opcua_tag_group === "group0"
            then: |
              msg.meta.unit = "bar";
              return msg;
          - if: msg.meta.opcua_tag_group === "group1"
            then: |
              msg.meta.unit = "kN";
              return msg;`,
	"mapping_full": `
    - mapping: |
        let incoming = @
        meta _initialMetadata = $incoming.format_json(no_indent: true).string()
        meta _incomingKeys = $incoming.keys().sort().join(",")
        meta location_path = "enterprise.site.area.line"
        meta data_contract = "_historian"
        meta virtual_path = @opcua_tag_path
        meta tag_name = @opcua_tag_name
        meta unit = match @opcua_tag_group {
          "group0" => "bar"
          "group1" => "kN"
          _ => deleted()
        }
        let topic = "umh.v1.enterprise.site.area.line._historian." + @opcua_tag_path + "." + @opcua_tag_name
        meta umh_topic = $topic
        meta topic = $topic
        root = {"value": this, "timestamp_ms": timestamp_unix_milli()}`,
}
