// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package workbench_test

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"strings"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/workbench"
	"github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/workbench/api"
)

const press = `# The press of line 3.
pipeline:
  processors:
    - label: press
      tag_processor:
        defaults: |
          msg.meta.location_path = "acme.graz";
          msg.meta.data_contract = "_raw";
          msg.meta.tag_name = "force";
          msg.meta.timestamp_ms = 1000;
          return msg;
        conditions:
          - if: msg.payload < 0
            then: return null;
          - if: Array.isArray(msg.payload)
            then: |
              console.log("several");
              return msg.payload.map((v, i) => ({ payload: v, meta: { ...msg.meta, tag_name: "axis_" + i } }));
`

// pressScripts are those of the config, as the page has them.
func (b *bench) pressScripts() api.Scripts {
	GinkgoHelper()
	return ask[api.State](b, "GET", "/api/state", nil).Config.Processors[0].Scripts
}

var _ = Describe("the config", func() {
	It("is shown with its processors and their scripts", func() {
		state := ask[api.State](open(press), "GET", "/api/state", nil)
		Expect(state.Config.Text).To(Equal(press))
		Expect(state.Config.Version).NotTo(BeEmpty())
		Expect(state.Config.NoSave).To(BeEmpty())
		Expect(state.Config.Broken).To(BeEmpty())
		Expect(state.Declarations).To(ContainSubstring("declare var msg"))
		Expect(state.MaxSamples).To(Equal(10_000))
		p := state.Config.Processors[0]
		Expect([]any{p.Path, p.ID, p.Kind, p.NoEdit, p.Tried}).To(Equal([]any{first, "press", "tag_processor", "", true}))
		Expect(p.Scripts.Conditions).To(HaveLen(2))
		Expect(p.Scripts.Conditions[0].Then).To(Equal("return null;"))
		Expect(*p.Scripts.Conditions[1].From).To(Equal(1))
	})

	It("may be broken, and be read again when it is mended", func() {
		b := open("pipeline: [")
		config := ask[api.State](b, "GET", "/api/state", nil).Config
		Expect(config.Broken).To(ContainSubstring("yaml"))
		Expect(config.Processors).To(BeEmpty())
		Expect(b.run(api.RunRequest{}).done.Stopped).To(Equal(config.Broken))
		b.write(press)
		state := ask[api.State](b, "POST", "/api/reload", struct{}{})
		Expect(state.Config.Broken).To(BeEmpty())
		Expect(state.Config.Processors).To(HaveLen(1))
	})

	It("has to be there", func() {
		_, err := workbench.New(workbench.Options{Config: "missing.yaml"})
		Expect(err).To(MatchError(ContainSubstring("missing.yaml")))
	})
})

var _ = Describe("a run", func() {
	It("checks the config, then takes the messages through it in order", func() {
		b := open(press)
		b.add("7\n-1\n[1, 2]\n\"x y\"", 0)
		o := b.run(api.RunRequest{Chosen: 3})
		Expect(o.names[0]).To(Equal("checked"))
		Expect(o.names[len(o.names)-1]).To(Equal("done"))
		Expect(o.checked.Problems).To(BeEmpty())
		Expect(o.checked.Running).To(HaveLen(5))
		Expect(o.checked.Running[0]).To(Equal(api.Running{Processor: first, Stage: "defaults", Way: "go"}))
		Expect(o.rows).To(HaveLen(4))
		for i := range o.rows {
			o.rows[i].TookNs = 0
		}
		at := int64(1000)
		tag := func(name, value string) api.RowTag {
			return api.RowTag{Topic: "umh.v1.acme.graz._raw." + name, Value: value, TimestampMs: &at}
		}
		Expect(o.rows[:3]).To(Equal([]api.Row{
			{Sample: 1, Outcome: "processed", Tags: []api.RowTag{tag("force", "7")}, TagCount: 1},
			{Sample: 2, Outcome: "dropped", Tags: []api.RowTag{}},
			{Sample: 3, Outcome: "processed", Tags: []api.RowTag{tag("axis_0", "1"), tag("axis_1", "2")}, TagCount: 2, Logged: 1},
		}))
		Expect([]int{o.done.Run, o.done.Processed, o.done.Dropped, o.done.Failed}).To(Equal([]int{1, 3, 1, 0}))
		Expect(o.results).To(HaveLen(1))
		Expect(o.results[0]).To(Equal(ask[api.Detail](b, "GET", "/api/results/3", nil)))
		Expect(o.results[0].Result.Log[0].Text).To(Equal("'several'"))
	})

	It("runs the draft as it would be saved, with places of its own and of the file", func() {
		b := open(press)
		b.add("7", 0)
		s := b.pressScripts()
		s.AdvancedProcessing = "// new\n\nmsg.payload = ünknown.x;\nreturn msg;"
		o := b.run(api.RunRequest{Draft: draft(first, s), Chosen: 1})
		Expect(o.rows[0].Outcome).To(Equal("failed"))
		Expect(o.rows[0].Error).To(HavePrefix("advancedProcessing: ReferenceError: ünknown"))
		preview := ask[api.Preview](b, "POST", "/api/preview", draft(first, s))
		Expect(preview.Before).To(Equal(press))
		failure := o.results[0].Result.Runs[0].Failures[0]
		Expect([]int{failure.Line, failure.Column}).To(Equal([]int{3, 15}))
		line := strings.Split(preview.After, "\n")[failure.FileLine-1]
		Expect(string([]rune(line)[failure.FileColumn-1:])).To(Equal("ünknown.x;"))
		problem := o.checked.Problems[0]
		Expect([]any{problem.Processor, problem.Stage, problem.Line, problem.Column, problem.Severity}).To(Equal([]any{first, "advancedProcessing", 3, 15, "error"}))
		Expect([]int{problem.FileLine, problem.FileColumn}).To(Equal([]int{failure.FileLine, failure.FileColumn}))
		Expect(b.file("config.yaml")).To(Equal(press))
	})

	It("says where a script is wrong, and runs nothing then", func() {
		b := open(press)
		b.add("7", 0)
		s := b.pressScripts()
		s.Conditions[1].Then = "return msg;\nreturn (;"
		o := b.run(api.RunRequest{Draft: draft(first, s)})
		Expect(o.rows).To(BeEmpty())
		Expect(o.done.Stopped).NotTo(BeEmpty())
		p := o.checked.Problems[0]
		Expect([]any{p.Stage, p.Line, p.Column, p.Severity}).To(Equal([]any{"condition 2 then", 2, 9, "error"}))
		Expect(p.Text).To(ContainSubstring("SyntaxError"))
		b.refused(http.StatusNotFound, "GET", "/api/results/1", nil)
	})

	It("follows conditions that move", func() {
		b := open(press)
		b.add("[-1]", 0)
		s := b.pressScripts()
		s.Conditions[0], s.Conditions[1] = s.Conditions[1], s.Conditions[0]
		o := b.run(api.RunRequest{Draft: draft(first, s)})
		Expect(o.rows[0].Outcome).To(Equal("dropped"), "the list first, then each element")
	})

	It("says which words cost a script its speed, and what that means for the others", func() {
		b := open(press)
		s := b.pressScripts()
		s.AdvancedProcessing = "\nclass A {}\nreturn msg;"
		running := b.run(api.RunRequest{Draft: draft(first, s)}).checked.Running
		last := running[len(running)-1]
		Expect([]any{last.Stage, last.Way, last.Line, last.Column}).To(Equal([]any{"advancedProcessing", "own_vm", 2, 1}))
		Expect(last.Note).To(ContainSubstring("`class`"))
		Expect(running[0].Way).To(Equal("own_vm"))
		Expect(running[0].Note).To(ContainSubstring("since advancedProcessing needs one"))
		Expect(running[0].Line).To(BeZero())
	})

	It("asks which processor to run where there are several ways", func() {
		b := open(`
pipeline:
  processors:
    - switch:
        - processors: [ { label: a, nodered_js: { code: return msg; } } ]
        - processors: [ { label: b, nodered_js: { code: return null; } } ]
`)
		b.add("1", 0)
		o := b.run(api.RunRequest{})
		Expect(o.checked.Stopped).To(ContainSubstring("choose"))
		Expect(o.done.Stopped).To(Equal(o.checked.Stopped))
		processors := ask[api.State](b, "GET", "/api/state", nil).Config.Processors
		Expect(processors).To(HaveLen(2))
		Expect(processors[0].Tried).To(BeFalse())
		Expect(b.run(api.RunRequest{Processor: processors[1].Path}).rows[0].Outcome).To(Equal("dropped"))
	})

	It("replaces caches that are elsewhere, and says so", func() {
		b := open(`
pipeline: { processors: [ { nodered_js: { cache: { resource: c }, code: "msg.payload = cache.get('x') ?? 'none'; cache.set('x', 1); return msg;" } } ] }
cache_resources: [ { label: c, file: { directory: /nowhere } } ]
`)
		b.add("1\n2", 0)
		o := b.run(api.RunRequest{})
		Expect(o.checked.Notes).To(ConsistOf("the cache c (file) is replaced by an empty one in memory"))
		Expect(o.rows[0].Tags[0].Value).To(Equal(`"none"`))
		Expect(o.rows[1].Tags[0].Value).To(Equal("1"))
		Expect(b.run(api.RunRequest{}).rows[0].Tags[0].Value).To(Equal(`"none"`), "each run begins anew")
	})

	It("has the result of the chosen message at once, also where many others come before it", func() {
		b := open(strings.Replace(double, "{ code:", "{ script_timeout: 1h, code:", 1))
		ids := b.add("0\n"+strings.Repeat("1\n", 30), 0).Samples
		ctx, cancel := context.WithCancel(context.Background())
		defer cancel()
		got := false
		b.follow(ctx, "/api/run", api.RunRequest{Draft: code("while (msg.payload === 0) {} return msg;"), Chosen: ids[30].ID}, func(name string, _ []byte) {
			if name == "result" { // though the first message hangs
				got = true
				cancel()
			}
		})
		Expect(got).To(BeTrue())
	})

	It("has that of its turn, where scripts remember messages", func() {
		b := open(double)
		ids := b.add(strings.Repeat("1\n", 31), 0).Samples
		o := b.run(api.RunRequest{Draft: code("cache.set('n', (cache.get('n') ?? 0) + 1); msg.payload = cache.get('n'); return msg;"), Chosen: ids[30].ID})
		Expect(o.results).To(HaveLen(1))
		Expect(string(o.results[0].Result.Outputs[0].Payload)).To(Equal("31"))
	})

	DescribeTable("ends at once with the request, also within an endless loop", func(loop string) {
		b := open(strings.Replace(double, "{ code:", "{ script_timeout: 1h, code:", 1))
		b.add("1\n2", 0)
		ctx, cancel := context.WithCancel(context.Background())
		defer cancel()
		b.follow(ctx, "/api/run", api.RunRequest{Draft: code(loop)}, func(name string, _ []byte) {
			if name == "checked" {
				cancel()
			}
		})
		Expect(b.run(api.RunRequest{}).done.Processed).To(Equal(2))
	},
		Entry("in Go", "while (true) {}"),
		Entry("in a VM", `escape(""); while (true) {}`),
	)

	It("ends when the next begins", func() {
		b := open(strings.Replace(double, "{ code:", "{ script_timeout: 1h, code:", 1))
		b.add("1\n2", 0)
		looping, ended := make(chan struct{}), make(chan api.Done, 1)
		go func() {
			defer GinkgoRecover()
			b.follow(context.Background(), "/api/run", api.RunRequest{Draft: code("if (msg.payload === 2) while (true) {} return msg;")}, func(name string, data []byte) {
				switch name {
				case "rows": // the first message is through, whatever the second does
					close(looping)
				case "done":
					var done api.Done
					Expect(json.Unmarshal(data, &done)).To(Succeed())
					ended <- done
				}
			})
		}()
		<-looping
		Expect(b.run(api.RunRequest{}).done.Processed).To(Equal(2))
		done := <-ended
		Expect(done.Stopped).To(Equal("the next run has begun"))
		Expect(done.Processed).To(Equal(1))
	})

	It("ends when the next begins, though its page does not read", func() {
		b := open(double)
		b.add("1", 0)
		body := `{"draft":{"processors":[{"path":"` + first + `","scripts":{"code":"return Array(100).fill({payload: 'x'.repeat(3e5)});"}}]},"chosen":1}`
		asleep, err := net.Dial("tcp", b.Listener.Addr().String())
		Expect(err).NotTo(HaveOccurred())
		defer asleep.Close()
		_, err = fmt.Fprintf(asleep, "POST /api/run HTTP/1.1\r\nHost: page\r\nContent-Length: %d\r\n\r\n%s", len(body), body)
		Expect(err).NotTo(HaveOccurred())
		for lines, line := bufio.NewReader(asleep), ""; !strings.HasPrefix(line, "event: result"); { // more follows than any buffer takes
			line, err = lines.ReadString('\n')
			Expect(err).NotTo(HaveOccurred())
		}
		Expect(b.run(api.RunRequest{}).done.Processed).To(Equal(1))
	})

	It("stops after three messages that hang, unless one is patient", func() {
		b := open(strings.Replace(double, "{ code:", "{ on_error: forward, script_timeout: 20ms, code:", 1))
		b.add("1\n2\n3\n4\n5", 0)
		hang := code("while (msg.payload !== 2) {} return msg;")
		o := b.run(api.RunRequest{Draft: hang})
		Expect(o.rows).To(HaveLen(4))
		Expect(o.done.Stopped).To(Equal("3 messages ran longer than script_timeout: the other 1 are not run"))
		Expect(b.run(api.RunRequest{Draft: hang, Patient: true}).rows).To(HaveLen(5))
	})

	It("keeps results as far as there is room", func() {
		b := open(double)
		b.add("1\n2", 0)
		defer workbench.KeepResults(600)()
		o := b.run(api.RunRequest{Chosen: 2})
		ask[api.Detail](b, "GET", "/api/results/1", nil)
		Expect(b.refused(http.StatusGone, "GET", "/api/results/2", nil)).To(ContainSubstring("run once more"))
		Expect(o.results[0].Sample).To(Equal(2), "that of the chosen one comes with the run")
	})

	It("refuses what it does not understand", func() {
		b := open(double)
		b.refused(http.StatusBadRequest, "POST", "/api/run", map[string]any{"drafts": 1})
		b.refused(http.StatusNotFound, "GET", "/api/results/1", nil)
		b.refused(http.StatusNotFound, "GET", "/api/results/x", nil)
		b.refused(http.StatusNotFound, "GET", "/api/nothing", nil)
	})

	It("says why a draft cannot be written", func() {
		o := open(double).run(api.RunRequest{Draft: draft("pipeline.processors.7", api.Scripts{Code: "return msg;"})})
		Expect(o.checked.Stopped).To(ContainSubstring("pipeline.processors.7"))
	})
})

var _ = Describe("the page", func() {
	It("has a nonce for its styles, and its files", func() {
		b := open(double)
		response := b.request(context.Background(), "GET", "/app.js", nil)
		Expect(response.Header.Get("Content-Type")).To(HavePrefix("text/javascript"))
		for path, status := range map[string]int{"/": 200, "/index.html": 404, "/missing.js": 404} {
			Expect(b.request(context.Background(), "GET", path, nil).StatusCode).To(Equal(status), path)
		}
	})
})
