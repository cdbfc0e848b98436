// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package workbench_test

import (
	"context"
	"encoding/json"
	"net/http"
	"os"
	"strings"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/workbench/api"
)

// write changes the config outside the workbench.
func (b *bench) write(config string) {
	GinkgoHelper()
	Expect(os.WriteFile(b.path("config.yaml"), []byte(config), 0o600)).To(Succeed())
}

func (b *bench) version() string {
	GinkgoHelper()
	return ask[api.State](b, "GET", "/api/state", nil).Config.Version
}

var _ = Describe("saving", func() {
	It("writes the scripts into the file and leaves everything else", func() {
		b := open(press)
		s := b.pressScripts()
		s.Conditions[0].If = "msg.payload <= 0"
		d := draft(first, s)
		preview := ask[api.Preview](b, "POST", "/api/preview", d)
		saved := ask[api.Saved](b, "POST", "/api/save", api.SaveRequest{Draft: d, Version: b.version()})
		want := strings.Replace(press, "msg.payload < 0", "msg.payload <= 0", 1)
		Expect(preview.After).To(Equal(want))
		Expect(b.file("config.yaml")).To(Equal(want))
		Expect(saved.Config.Text).To(Equal(want))
		Expect(saved.Config.Version).To(Equal(b.version()))
	})

	It("does not overwrite a file that has changed meanwhile, unless one wants that", func() {
		b := open(press)
		s := b.pressScripts()
		s.AdvancedProcessing = "return msg;"
		q := api.SaveRequest{Draft: draft(first, s), Version: b.version()}
		b.write(press + "# changed\n")
		conflict := func() (c api.Conflict) {
			response := b.request(context.Background(), "POST", "/api/save", q)
			Expect(response.StatusCode).To(Equal(http.StatusConflict))
			Expect(json.NewDecoder(response.Body).Decode(&c)).To(Succeed())
			return c
		}
		c := conflict()
		Expect(c.Text).To(Equal(press + "# changed\n"))
		Expect(b.file("config.yaml")).To(Equal(c.Text))

		q.Overwrite = c.Version
		b.write(press + "# changed again\n")
		c = conflict()
		Expect(c.Text).To(HaveSuffix("# changed again\n"))

		q.Overwrite = c.Version
		saved := ask[api.Saved](b, "POST", "/api/save", q)
		Expect(saved.Config.Text).To(And(HaveSuffix("# changed again\n"), ContainSubstring("advancedProcessing: |")))
	})

	It("keeps what two pages have changed", func() {
		b := open(press)
		version := b.version()
		one, other := b.pressScripts(), b.pressScripts()
		one.Conditions = append([]api.Condition{{If: "msg.payload === 7", Then: "return null;"}}, one.Conditions...)
		other.AdvancedProcessing = "return msg;"
		ask[api.Saved](b, "POST", "/api/save", api.SaveRequest{Draft: draft(first, one), Version: version})

		q := api.SaveRequest{Draft: draft(first, other), Version: version, Overwrite: b.version()}
		saved := ask[api.Saved](b, "POST", "/api/save", q)
		Expect(saved.Config.Text).To(And(ContainSubstring("if: msg.payload === 7"), ContainSubstring("if: msg.payload < 0"), ContainSubstring("return msg;")))

		q.Version = "of an earlier start"
		q.Overwrite = b.version()
		Expect(b.refused(http.StatusUnprocessableEntity, "POST", "/api/save", q)).To(ContainSubstring("not known any more"))
	})

	It("keeps what somebody else did to other scripts, wherever the processor stands now", func() {
		b := open(press)
		s := b.pressScripts()
		s.AdvancedProcessing = "return [msg];"
		q := api.SaveRequest{Draft: draft(first, s), Version: b.version()}
		theirs := strings.Replace(press, "msg.payload < 0", "msg.payload < -1", 1)
		theirs = strings.Replace(theirs, "processors:\n", "processors:\n    - nodered_js: { code: return msg; }\n", 1)
		b.write(theirs)
		response := b.request(context.Background(), "POST", "/api/save", q)
		var c api.Conflict
		Expect(json.NewDecoder(response.Body).Decode(&c)).To(Succeed())
		q.Overwrite = c.Version
		saved := ask[api.Saved](b, "POST", "/api/save", q)
		Expect(saved.Config.Processors).To(HaveLen(2))
		Expect(saved.Config.Processors[0].Scripts.Code).To(Equal("return msg;"))
		Expect(saved.Config.Processors[1].Scripts.AdvancedProcessing).To(Equal("return [msg];"))
		Expect(saved.Config.Text).To(ContainSubstring("msg.payload < -1"))
	})

	It("is refused where the text is not that of the file", func() {
		b := open("protocolConverter:\n  - name: press\n    protocolConverterServiceConfig:\n      config:\n        dataflowcomponent_read:\n          benthos:\n" +
			"            pipeline: { processors: [ { nodered_js: { code: 'return msg; // {{ .IP }}' } } ] }\n      variables: { IP: 10.0.0.1 }\n")
		config := ask[api.State](b, "GET", "/api/state", nil).Config
		Expect(config.Name).To(Equal("press/read"))
		Expect(config.NoSave).To(ContainSubstring("bridge"))
		Expect(b.refused(http.StatusConflict, "POST", "/api/save", api.SaveRequest{Draft: code("return null;"), Version: config.Version})).To(Equal(config.NoSave))
		b.add("1", 0)
		Expect(b.run(api.RunRequest{Draft: draft(config.Processors[0].Path, api.Scripts{Code: "return null;"})}).rows[0].Outcome).To(Equal("dropped"))
	})

	It("is refused where the file is gone, and what cannot be written leaves it", func() {
		b := open(double)
		wrong := draft("pipeline.processors.3", api.Scripts{})
		b.refused(http.StatusUnprocessableEntity, "POST", "/api/save", api.SaveRequest{Draft: wrong, Version: b.version()})
		Expect(b.file("config.yaml")).To(Equal(double))
		Expect(os.Remove(b.path("config.yaml"))).To(Succeed())
		b.refused(http.StatusUnprocessableEntity, "POST", "/api/save", api.SaveRequest{Draft: code("return msg;"), Version: b.version()})
		b.refused(http.StatusUnprocessableEntity, "POST", "/api/reload", struct{}{})
	})
})
