// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package main_test

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
	_ "github.com/redpanda-data/benthos/v4/public/components/pure"
	"github.com/redpanda-data/benthos/v4/public/service"

	_ "github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/kafka"
	_ "github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/mqtt"
	_ "github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/redis"
	_ "github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/uns"
)

// componentFields are the fields of a registered component, by their paths.
func componentFields(component string) map[string]service.TemplateDataPluginField {
	GinkgoHelper()
	name, kind, _ := strings.Cut(component, " ")
	env, fields := service.GlobalEnvironment(), map[string]service.TemplateDataPluginField{}
	walk := map[string]func(func(string, *service.ConfigView)){
		"input": env.WalkInputs, "output": env.WalkOutputs, "cache": env.WalkCaches,
	}[kind]
	walk(func(walked string, view *service.ConfigView) {
		if walked != name {
			return
		}
		data, err := view.TemplateData()
		Expect(err).NotTo(HaveOccurred())
		for _, field := range data.Fields {
			fields[field.FullName] = field
		}
	})
	return fields
}

// A promisedField is a line of testdata/fields.tsv: a field as Redpanda Connect and
// benthos-umh document it.
type promisedField struct {
	component, path, kind, standard string // kind is "refused" for one that we do not support
	options                         []string
}

func promisedFields() (fields []promisedField) {
	GinkgoHelper()
	for _, line := range readLines(filepath.Join("testdata", "fields.tsv"))[1:] {
		cells := strings.Split(line, "\t")
		Expect(cells).To(HaveLen(5), line)
		f := promisedField{component: cells[0], path: cells[1], kind: cells[2], standard: cells[3]}
		if cells[4] != "" {
			f.options = strings.Split(cells[4], ", ")
		}
		fields = append(fields, f)
	}
	return fields
}

var _ = Describe("the components of Redpanda Connect and benthos-umh", func() {
	It("have the names, types, defaults and options that they have there", func() {
		byComponent := map[string]map[string]service.TemplateDataPluginField{}
		for _, want := range promisedFields() {
			if want.kind == "refused" {
				continue
			}
			fields := byComponent[want.component]
			if fields == nil {
				fields = componentFields(want.component)
				byComponent[want.component] = fields
			}
			place := want.component + ", " + want.path
			Expect(fields).To(HaveKey(want.path), want.component)
			got := fields[want.path]
			Expect(got.Type).To(Equal(want.kind), place)
			Expect(got.DefaultMarshalled).To(Equal(want.standard), place)
			if want.options != nil {
				// Without a default, "" is one too: `create` writes it.
				Expect(slices.DeleteFunc(got.Options, func(o string) bool { return o == "" })).To(ConsistOf(want.options), place)
			}
		}
		Expect(byComponent).To(HaveLen(9))
	})

	It("refuse by name what they do not support", func() {
		linter, refused := service.GlobalEnvironment().NewComponentConfigLinter(), 0
		for _, field := range promisedFields() {
			if field.kind != "refused" {
				continue
			}
			name, kind, _ := strings.Cut(field.component, " ")
			path := strings.ReplaceAll(field.path, "[]", "")
			outer, inner, _ := strings.Cut(path, ".")
			config := fmt.Sprintf("%s: { seed_brokers: [ a ], topics: [ a ], %s: [ { mechanism: PLAIN, %s: {} } ] }", name, outer, inner)
			if kind == "output" {
				config = strings.Replace(config, "topics: [ a ]", "topic: a", 1)
			}
			lints, err := linter.LintYAML(kind, []byte(config))
			Expect(err).NotTo(HaveOccurred())
			Expect(fmt.Sprint(lints)).To(ContainSubstring(path+" is not supported by benthos-umh"), field.component)
			refused++
		}
		Expect(refused).To(Equal(8))
	})
})
