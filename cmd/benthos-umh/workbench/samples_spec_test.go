// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package workbench_test

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"strconv"
	"strings"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/workbench"
	"github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/workbench/api"
)

const double = `pipeline: { processors: [ { nodered_js: { code: "msg.payload = msg.payload * 2; return msg;" } } ] }`

func (b *bench) add(text string, after int) api.Samples {
	GinkgoHelper()
	return ask[api.Samples](b, "POST", "/api/samples", api.AddSamples{Text: text, After: after})
}

func (b *bench) text(id int) string {
	GinkgoHelper()
	return ask[api.SampleText](b, "GET", "/api/samples/"+strconv.Itoa(id), nil).Text
}

func previews(s api.Samples) (list []string) {
	for _, one := range s.Samples {
		list = append(list, one.Preview)
	}
	return list
}

var _ = Describe("the messages", func() {
	It("are those of the files, and are kept there", func() {
		b := open(double, "{\"payload\":1}\n\n{\"payload\":2}\r\n")
		Expect(previews(ask[api.Samples](b, "GET", "/api/samples", nil))).To(Equal([]string{`{"payload":1}`, `{"payload":2}`}))
		Expect(b.add("3", 0).Unsaved).To(BeTrue())
		kept := ask[api.Kept](b, "POST", "/api/samples/keep", struct{}{})
		Expect(kept.File).To(Equal(b.path("samples1.jsonl")))
		Expect(b.file("samples1.jsonl")).To(Equal("{\"payload\":1}\n{\"payload\":2}\n3\n"))
		Expect(ask[api.Samples](b, "GET", "/api/samples", nil).Unsaved).To(BeFalse())
	})

	It("may be kept in a file that is not there yet", func() {
		o := workbench.Options{Page: pageFiles, Files: []string{GinkgoT().TempDir() + "/new.jsonl"}}
		b := openWith(o)
		b.add("1", 0)
		ask[api.Kept](b, "POST", "/api/samples/keep", struct{}{})
		Expect(os.ReadFile(o.Files[0])).To(BeEquivalentTo("1\n"))
	})

	It("are downloaded where no file or several were named", func() {
		b := open(double)
		b.add("1\ntext", 0)
		Expect(b.refused(http.StatusConflict, "POST", "/api/samples/keep", struct{}{})).To(ContainSubstring("no file"))
		Expect(open(double, "1", "2").refused(http.StatusConflict, "POST", "/api/samples/keep", struct{}{})).To(ContainSubstring("several files"))
		response := b.request(context.Background(), "GET", "/api/samples.jsonl", nil)
		Expect(response.Header.Get("Content-Disposition")).To(ContainSubstring("samples.jsonl"))
		Expect(io.ReadAll(response.Body)).To(BeEquivalentTo("1\ntext\n"))
	})

	It("are not kept over what somebody else wrote into the file", func() {
		b := open(double, "1\n")
		theirs := "1\ncaptured by somebody else\n"
		Expect(os.WriteFile(b.path("samples1.jsonl"), []byte(theirs), 0o600)).To(Succeed())
		Expect(b.refused(http.StatusConflict, "POST", "/api/samples/keep", struct{}{})).To(ContainSubstring("has changed"))
		Expect(b.file("samples1.jsonl")).To(Equal(theirs))
	})

	It("are not kept over messages for which there was no room", func() {
		many := strings.Repeat("1\n", 10_001)
		b := open(double, many)
		Expect(ask[api.Samples](b, "GET", "/api/samples", nil).Samples).To(HaveLen(10_000))
		Expect(b.refused(http.StatusConflict, "POST", "/api/samples/keep", struct{}{})).To(ContainSubstring("left out"))
		Expect(b.file("samples1.jsonl")).To(Equal(many))
	})

	It("are not read from the config, where they would be kept", func() {
		config := GinkgoT().TempDir() + "/config.yaml"
		Expect(os.WriteFile(config, []byte(double), 0o600)).To(Succeed())
		_, err := workbench.New(workbench.Options{Config: config, Files: []string{config}})
		Expect(err).To(MatchError(ContainSubstring("is the config")))
	})

	It("may have a carriage return in a text", func() {
		b := open(strings.Replace(double, "msg.payload * 2", "msg.payload.length", 1), "OK 1\rOK 2\n")
		Expect(b.run(api.RunRequest{}).rows[0].Tags[0].Value).To(Equal("9"))
		ask[api.Kept](b, "POST", "/api/samples/keep", struct{}{})
		Expect(b.file("samples1.jsonl")).To(Equal(`{"text":"OK 1\rOK 2"}` + "\n"))
	})

	It("keep their numbers when others come and go", func() {
		b := open(double)
		b.add("1\n2", 0)
		s := b.add("3", 1)
		Expect(previews(s)).To(Equal([]string{"1", "3", "2"}))
		Expect(s.Samples[1].ID).To(Equal(3))
		Expect(b.text(3)).To(Equal("3"))
		Expect(previews(ask[api.Samples](b, "DELETE", "/api/samples/1", nil))).To(Equal([]string{"3", "2"}))
		b.refused(http.StatusNotFound, "GET", "/api/samples/1", nil)
		b.refused(http.StatusNotFound, "PUT", "/api/samples/1", api.SampleText{Text: "1"})
		b.refused(http.StatusNotFound, "DELETE", "/api/samples/1", nil)
		b.refused(http.StatusNotFound, "POST", "/api/samples", api.AddSamples{Text: "1", After: 1})
		Expect(ask[api.Samples](b, "DELETE", "/api/samples", nil).Samples).To(BeEmpty())
		Expect(b.add("4", 0).Samples[0].ID).To(Equal(4))
	})

	It("may be written on several lines, which are one in a file", func() {
		b := open(double, "1")
		text := "{\n  \"payload\": 7.50\n}"
		s := ask[api.Samples](b, "PUT", "/api/samples/1", api.SampleText{Text: text})
		Expect(previews(s)).To(Equal([]string{`{ "payload": 7.50 }`}))
		Expect(b.text(1)).To(Equal(text))
		ask[api.Kept](b, "POST", "/api/samples/keep", struct{}{})
		Expect(b.file("samples1.jsonl")).To(Equal(`{"payload":7.50}` + "\n"))
	})

	It("are refused where tag try could not read them", func() {
		b := open(double, "1")
		for text, why := range map[string]string{
			"{\n  \"payload\":": "JSON", `{"payload": 1, "meta": []}`: "meta has to be an object", " \n": "has to have a text",
		} {
			Expect(b.refused(http.StatusUnprocessableEntity, "PUT", "/api/samples/1", api.SampleText{Text: text})).To(ContainSubstring(why))
		}
		Expect(b.refused(http.StatusUnprocessableEntity, "POST", "/api/samples", api.AddSamples{Text: "1\n" + `{"base64": "%"}`})).To(HavePrefix("line 2: base64"))
		Expect(b.text(1)).To(Equal("1"))
	})

	It("come with what is to know of them", func() {
		Expect(open(double).add("{\"payload\": 1}\n{\"payload\": 2", 0).Note).To(ContainSubstring("line 2 begins like JSON but is none"))
	})

	It("that are no UTF-8 are the same message in base64", func() {
		Expect(open(double, "\xff\n").text(1)).To(Equal(`{"base64":"/w=="}`))
	})

	It("have members for scripts to expect", func() {
		b := open(double)
		s := b.add(`{"payload": {"sensors": {"flow": 1.5, "name": "Öl"}, "list": [{"no": 1}]}, "meta": {"mqtt_topic": "a/b"}}`+"\n"+`{"payload": {"x": true}}`, 0)
		Expect(s.Members).To(Equal(api.Members{
			Meta: []api.Member{{Path: "mqtt_topic", Example: "a/b"}},
			Payload: []api.Member{
				{Path: "list", Example: "[…]"},
				{Path: "sensors", Example: "{…}"},
				{Path: "sensors.flow", Example: "1.5"},
				{Path: "sensors.name", Example: "Öl"},
				{Path: "x", Example: "true"},
			},
		}))
		s = ask[api.Samples](b, "PUT", "/api/samples/1", api.SampleText{Text: `{"y": 1}`})
		Expect(s.Members).To(Equal(api.Members{Meta: []api.Member{}, Payload: []api.Member{{Path: "x", Example: "true"}, {Path: "y", Example: "1"}}}))
		Expect(ask[api.Samples](b, "DELETE", "/api/samples/2", nil).Members.Payload).To(HaveLen(1))
		Expect(ask[api.Samples](b, "DELETE", "/api/samples", nil).Members).To(Equal(api.Members{Meta: []api.Member{}, Payload: []api.Member{}}))
	})

	It("have no more members than one can read", func() {
		payload := map[string]int{}
		for i := range 5000 {
			payload["key"+strconv.Itoa(i)] = i
		}
		text, err := json.Marshal(payload)
		Expect(err).NotTo(HaveOccurred())
		Expect(open(double).add(string(text), 0).Members.Payload).To(HaveLen(300))
	})

	It("are at most 10,000, and the rest is left out with a note", func() {
		b := open(double)
		s := b.add(strings.Repeat("1\n", 10_002), 0)
		Expect(s.Samples).To(HaveLen(10_000))
		Expect(s.Note).To(Equal("2 of 10002 messages are left out: there may be 10000, and 256 MB of them"))
		Expect(b.refused(http.StatusUnprocessableEntity, "POST", "/api/samples", api.AddSamples{Text: "1"})).To(ContainSubstring("left out"))
	})

	It("are at most 8 MB long", func() {
		b := open(double, "1")
		long := strings.Repeat("x", 8<<20+1)
		s := b.add("2\n"+long, 0)
		Expect(s.Samples).To(HaveLen(2))
		Expect(s.Note).To(Equal("1 of 2 messages are left out: one may be 8 MB"))
		Expect(b.refused(http.StatusUnprocessableEntity, "PUT", "/api/samples/1", api.SampleText{Text: long})).To(ContainSubstring("8 MB"))
	})

	It("are those of the example where nothing was named", func() {
		b := openWith(workbench.Options{Page: pageFiles})
		state := ask[api.State](b, "GET", "/api/state", nil)
		Expect(state.Config.File).To(BeEmpty())
		Expect(state.Config.NoSave).NotTo(BeEmpty())
		Expect(state.Config.Processors).To(HaveLen(1))
		o := b.run(api.RunRequest{Chosen: 1})
		Expect(o.checked.Problems).To(BeEmpty())
		Expect(o.rows[0].Tags[0].Topic).To(Equal("umh.v1.acme.graz.line3._raw.temperature"))
		Expect(o.rows[0].Tags[0].Value).To(Equal("46.2"))
		Expect(o.done.Processed).To(Equal(2))
	})
})
