// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package capture_test

import (
	"strings"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/workbench/capture"
)

var _ = Describe("the inputs of a config", func() {
	It("are listed wherever they stand, with how they are captured from or why they are not", func() {
		list := capture.Inputs(components(`
input:
  broker:
    inputs:
      - mqtt: { urls: [ tcp://localhost:1883 ], topics: [ a ] }
      - read_until:
          input: { file: { paths: [ a ] } }
      - stdin: {}
      - http_server: {}
      - opcua: { endpoint: opc.tcp://plc }
      - resource: more
input_resources:
  - label: more
    kafka_franz: { seed_brokers: [ localhost:9092 ], topics: [ a ], consumer_group: g }
`))
		found := map[string]string{}
		for _, one := range list {
			if one.Refused == "" {
				Expect(one.About).NotTo(BeEmpty(), one.Path)
			} else {
				Expect(one.About).To(BeEmpty(), one.Path)
			}
			found[one.Path] = one.Kind + ": " + one.Refused
		}
		Expect(found).To(Equal(map[string]string{
			"input":                                  "broker: it only joins other inputs: capture from one of those",
			"input.broker.inputs.0":                  "mqtt: ",
			"input.broker.inputs.1":                  "read_until: it only joins other inputs: capture from one of those",
			"input.broker.inputs.1.read_until.input": "file: ",
			"input.broker.inputs.2":                  "stdin: standard input is the workbench's own: name its file on the command line, drop it on the page, or paste its lines",
			"input.broker.inputs.3":                  "http_server: it would need the port of the running line; write some of its messages to a file in the running line, and drop that on the page",
			"input.broker.inputs.4":                  "opcua: this binary has no input opcua; write some of its messages to a file in the running line, and drop that on the page",
			"input.broker.inputs.5":                  "resource: it stands for an input of input_resources: capture from that one",
			"input_resources.0":                      "kafka_franz: ",
		}))
	})

	It("are none where there are none, for JSON too", func() {
		Expect(capture.Inputs(nil)).NotTo(BeNil())
	})

	DescribeTable("refuse with the reason and what to do instead",
		func(config, reason string) {
			_, err := take("input:\n  "+config, "input", 1)
			Expect(err).To(MatchError(ContainSubstring(reason)))
		},
		Entry("a queue", "amqp_0_9: { urls: [ a ], queue: q }", "a message that is taken here would not reach the running line"),
		Entry("a program", "subprocess: { name: cat }", "it would run the program a second time"),
		Entry("a server that is asked", "http_client: { url: 'http://localhost' }", "its requests may change or take something at the server"),
		Entry("Kafka's other input", "kafka: { addresses: [ a ], topics: [ a ] }", "write it as kafka_franz"),
	)

	It("are refused where their processors would do more than change messages", func() {
		list := capture.Inputs(components(`
input:
  broker:
    inputs:
      - generate: { mapping: root = 1 }
        processors: [ { try: [ { http: { url: 'http://plant/reset', verb: POST } } ] } ]
      - generate: { mapping: root = 1 }
        processors: [ { try: [ { mapping: root = this } ] } ]
      - generate: { mapping: root = 1 }
        processors: [ { resource: counted } ]
input_resources:
  - label: round
    read_until:
      input: { generate: { mapping: root = 1 } }
    processors: [ { command: { name: touch } } ]
processor_resources:
  - label: counted
    subprocess: { name: wc }
`))
		found := map[string]string{}
		for _, one := range list {
			if one.Kind == "generate" {
				found[one.Path], _, _ = strings.Cut(one.Refused, " would run here, too")
			}
		}
		Expect(found).To(Equal(map[string]string{
			"input.broker.inputs.0":              "its processor input.broker.inputs.0.processors.0.try.0 (http)",
			"input.broker.inputs.1":              "",
			"input.broker.inputs.2":              "its processor counted (subprocess)",
			"input_resources.0.read_until.input": "its processor input_resources.0.processors.0 (command)",
		}))
		_, err := take("input: { generate: { mapping: root = 1 }, processors: [ { crash: bye } ] }", "input", 1)
		Expect(err).To(MatchError(ContainSubstring("(crash) would run here, too")))
	})

	It("cannot be taken from where none is", func() {
		_, err := take("input: { stdin: {} }", "input.broker", 1)
		Expect(err).To(MatchError("there is no input input.broker"))
	})
})

var _ = Describe("an input of the config", func() {
	It("generate does not wait for its interval", func() {
		messages, err := take("input: { generate: { mapping: 'root = counter()', interval: 1h } }", "input", 3)
		Expect(err).NotTo(HaveOccurred())
		Expect(texts(messages)).To(Equal([]string{"1", "2", "3"}))
	})

	It("generate does not wait for its clock", func() {
		messages, err := take("input: { generate: { mapping: 'root = 1', interval: '@every 1h' } }", "input", 2)
		Expect(err).NotTo(HaveOccurred())
		Expect(messages).To(HaveLen(2))
	})

	It("hands over no more messages than were asked for, and what came before the end", func() {
		config := "input: { generate: { mapping: 'root = counter()', interval: '', batch_size: 4, count: 6 } }"
		messages, err := take(config, "input", 5)
		Expect(err).NotTo(HaveOccurred())
		Expect(texts(messages)).To(Equal([]string{"1", "2", "3", "4", "5"}))
		messages, err = take(config, "input", 9)
		Expect(err).To(MatchError(capture.ErrEnded))
		Expect(messages).To(HaveLen(6))
		messages, err = take(config, "input", 0)
		Expect(err).NotTo(HaveOccurred())
		Expect(messages).To(BeEmpty())
	})

	It("goes through its scanner, its processors and those round it", func() {
		path := writeFile("a.csv", "a,b\n1,2\n3,4\n")
		messages, err := take(`
input:
  broker:
    inputs:
      - file:
          paths: [ "`+path+`" ]
          delete_on_finish: true
          scanner: { csv: {} }
        processors:
          - mapping: |
              root = this
  processors:
    - resource: script
cache_resources:
  - label: seen
    file: { directory: /none/such }
processor_resources:
  - label: script
    nodered_js:
      code: |
        msg.meta.a = msg.payload.a;
        return msg;
`, "input.broker.inputs.0", 2)
		Expect(err).NotTo(HaveOccurred())
		Expect(texts(messages)).To(Equal([]string{`{"a":"1","b":"2"}`, `{"a":"3","b":"4"}`}))
		a, _ := messages[1].MetaGetMut("a")
		Expect(a).To(Equal("3"))
		Expect(path).To(BeAnExistingFile())
	})

	It("keeps the types of the metadata, and what looks like an environment variable", func() {
		messages, err := take("input: { generate: { mapping: 'root = 1\n\n  meta n = 5\n\n  meta text = \"${{X}}\"', count: 1 } }", "input", 1)
		Expect(err).NotTo(HaveOccurred())
		n, _ := messages[0].MetaGetMut("n")
		Expect(n).To(BeNumerically("==", 5))
		text, _ := messages[0].MetaGetMut("text")
		Expect(text).To(Equal("${X}"))
	})

	It("says why a file cannot be read", func() {
		_, err := take("input: { file: { paths: [ /none/such ] } }", "input", 1)
		Expect(err).To(MatchError(ContainSubstring("/none/such: no such file or directory")))
	})

	It("says what is wrong with its fields", func() {
		_, err := take("input: { generate: { mapping: 'root = nope(' } }", "input", 1)
		Expect(err).To(MatchError(ContainSubstring("mapping")))
	})

	It("refuses a file that is a device", func() {
		_, err := take("input: { file: { paths: [ /dev/null ] } }", "input", 1)
		Expect(err).To(MatchError("/dev/null is no file on disk: what is read from it here would not reach the running line"))
	})

	It("leaves a file whose name is a pattern", func() {
		path := writeFile("1.txt", "one\n")
		messages, err := take("input: { file: { paths: [ '"+strings.Replace(path, "1.txt", "*.txt", 1)+"' ], delete_on_finish: true } }", "input", 1)
		Expect(err).NotTo(HaveOccurred())
		Expect(texts(messages)).To(Equal([]string{"one"}))
		Expect(path).To(BeAnExistingFile())
	})
})
