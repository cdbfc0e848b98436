package tag_processor_plugin_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"math/big"
	"os"
	"slices"
	"strings"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
	"github.com/redpanda-data/benthos/v4/public/service"

	. "github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/processor/processortest"
)

// A vector is one measured case of testdata/conformance/vectors.json.
type vector struct {
	Name      string
	Processor string
	Config    map[string]any
	Batches   [][]struct {
		Payload string
		Meta    map[string]any
	}
	Want [][]struct {
		Payload string
		Meta    map[string]string
		Flagged bool
	}
	WantConstructError bool `json:"want_construct_error"`
}

func vectors() []vector {
	content, err := os.ReadFile("testdata/conformance/vectors.json")
	if err != nil {
		panic(err)
	}
	var list []vector
	decoder := json.NewDecoder(bytes.NewReader(content))
	decoder.UseNumber()
	if err := decoder.Decode(&list); err != nil {
		panic(err)
	}
	return list
}

var _ = Describe("the conformance vectors", func() {
	It("are all there", func() {
		Expect(vectors()).To(HaveLen(496))
	})
	for _, v := range vectors() {
		It(v.Name, func() { checkVector(v, nil) })
		It(v.Name+" with reuse_vms: false", func() { checkVector(v, map[string]any{"reuse_vms": false}) })
		It(v.Name+" with scripts that cannot share a VM", func() { checkVector(unshareable(v), nil) })
	}
})

// unshareable is a vector whose scripts do the same, but name a construct, which
// never runs, that forbids the analysis to let them share VMs.
func unshareable(v vector) vector {
	after := func(script any) any {
		if script == "" {
			return ""
		}
		return script.(string) + "\nif (false) { globalThis.x = 1; }"
	}
	config := maps.Clone(v.Config)
	for _, field := range []string{"defaults", "advancedProcessing", "code"} {
		if script, ok := config[field]; ok {
			config[field] = after(script)
		}
	}
	if list, ok := config["conditions"].([]any); ok {
		list = slices.Clone(list)
		for i := range list {
			one := maps.Clone(list[i].(map[string]any))
			one["then"] = after(one["then"])
			list[i] = one
		}
		config["conditions"] = list
	}
	v.Config = config
	return v
}

func checkVector(v vector, more map[string]any) {
	GinkgoHelper()
	s, err := Start(ProcessorYAML(v.Processor, v.Config, more))
	if v.WantConstructError {
		Expect(err).To(HaveOccurred(), "the config has to be refused")
		return
	}
	Expect(err).NotTo(HaveOccurred())
	for i := range v.Batches {
		var batch service.MessageBatch
		for _, m := range v.Batches[i] {
			batch = append(batch, Message(m.Payload, plain(m.Meta)))
		}
		before := time.Now().UnixMilli()
		got, err := s.Process(batch)
		Expect(err).NotTo(HaveOccurred())
		after := time.Now().UnixMilli()
		where := fmt.Sprintf("batch %d: got %v", i+1, got)
		Expect(got).To(HaveLen(len(v.Want[i])), where)
		for k, want := range v.Want[i] {
			if want.Flagged {
				Expect(got[k].Err).To(HaveOccurred(), where)
				Expect(got[k].Payload).To(Equal(want.Payload), where)
				continue
			}
			Expect(got[k].Err).NotTo(HaveOccurred(), where)
			Expect(difference(payloadOf(want.Payload), payloadOf(got[k].Payload), before, after)).To(BeEmpty(), where)
			Expect(comparableMeta(got[k].Meta)).To(Equal(comparableMeta(want.Meta)), where)
		}
	}
	Expect(s.Stop()).To(Succeed())
}

// plain turns the numbers of a vector's metadata into Go's.
func plain(meta map[string]any) map[string]any {
	out := map[string]any{}
	for key, value := range meta {
		if n, ok := value.(json.Number); ok {
			if i, err := n.Int64(); err == nil {
				value = i
			} else {
				value, _ = n.Float64()
			}
		}
		out[key] = value
	}
	return out
}

// comparableMeta brings the two keys whose form is free into one form.
func comparableMeta(meta map[string]string) map[string]any {
	out := map[string]any{}
	for key, text := range meta {
		out[key] = text
		switch key {
		case "_incomingKeys":
			keys := strings.Split(text, ",")
			slices.Sort(keys)
			out[key] = keys
		case "_initialMetadata":
			var object map[string]any
			if json.Unmarshal([]byte(text), &object) == nil {
				out[key] = object
			}
		}
	}
	return out
}

// payloadOf is a payload as JSON with the numbers' text, or the text itself.
func payloadOf(text string) any {
	decoder := json.NewDecoder(strings.NewReader(text))
	decoder.UseNumber()
	var v any
	if err := decoder.Decode(&v); err != nil {
		return text
	}
	if _, err := decoder.Token(); err != io.EOF {
		return text
	}
	return v
}

// difference says where two payloads differ, or "": numbers by exact decimal
// value, strings that hold an object or array by that content, "<now>" as a time
// within the call.
func difference(want, got any, before, after int64) string {
	switch w := want.(type) {
	case map[string]any:
		g, ok := got.(map[string]any)
		if !ok || len(g) != len(w) {
			break
		}
		for key := range w {
			if _, ok := g[key]; !ok {
				return fmt.Sprintf("want member %q in %v", key, g)
			}
			if d := difference(w[key], g[key], before, after); d != "" {
				return key + ": " + d
			}
		}
		return ""
	case []any:
		g, ok := got.([]any)
		if !ok || len(g) != len(w) {
			break
		}
		for i := range w {
			if d := difference(w[i], g[i], before, after); d != "" {
				return fmt.Sprintf("[%d]: %s", i, d)
			}
		}
		return ""
	case json.Number:
		g, ok := got.(json.Number)
		if ok && exact(w).Cmp(exact(g)) == 0 {
			return ""
		}
	case string:
		if n, ok := got.(json.Number); ok && w == "<now>" {
			at, err := n.Int64()
			if err == nil && at >= before && at <= after {
				return ""
			}
			return fmt.Sprintf("want a time from %d to %d, got %v", before, after, got)
		}
		g, ok := got.(string)
		if ok && g == w {
			return ""
		}
		switch inner := payloadOf(w).(type) {
		case map[string]any, []any:
			if ok {
				return difference(inner, payloadOf(g), before, after)
			}
		}
	default:
		if want == got {
			return ""
		}
	}
	return fmt.Sprintf("want %#v, got %#v", want, got)
}

func exact(n json.Number) *big.Rat {
	r, ok := new(big.Rat).SetString(n.String())
	if !ok {
		panic("no number: " + n.String())
	}
	return r
}
