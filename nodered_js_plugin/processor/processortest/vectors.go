// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package processortest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math/big"
	"os"
	"reflect"
	"slices"
	"strings"
)

// A Vector is one measured case of a file of conformance vectors: what a processor
// with a config made of batches of messages.
type Vector struct {
	Name      string
	Processor string
	Config    Config
	Batches   [][]struct {
		Payload string
		Meta    map[string]any
	}
	Want               [][]VectorOutput
	WantConstructError bool `json:"want_construct_error"`
}

// A VectorOutput is a message that a Vector wants.
type VectorOutput struct {
	Payload string
	Meta    map[string]string
	// Flagged messages have any error and any metadata.
	Flagged bool
}

// Vectors reads a file of conformance vectors.
func Vectors(path string) []Vector {
	content, err := os.ReadFile(path)
	if err != nil {
		panic(err)
	}
	var list []Vector
	decoder := json.NewDecoder(bytes.NewReader(content))
	decoder.UseNumber()
	if err := decoder.Decode(&list); err != nil {
		panic(err)
	}
	for _, v := range list {
		for _, batch := range v.Batches {
			for _, m := range batch {
				plain(m.Meta)
			}
		}
	}
	return list
}

// Difference says where the messages that a batch became differ from those that
// are wanted, or "". before and after are Unix milliseconds round the call: a
// wanted "<now>" is a time between them.
func Difference(want []VectorOutput, got []Output, before, after int64) string {
	if len(got) != len(want) {
		return fmt.Sprintf("want %d messages, got %d", len(want), len(got))
	}
	for i, w := range want {
		if d := w.difference(got[i], before, after); d != "" {
			return fmt.Sprintf("message %d: %s", i+1, d)
		}
	}
	return ""
}

func (w VectorOutput) difference(got Output, before, after int64) string {
	switch {
	case w.Flagged && got.Err == nil:
		return "want an error mark"
	case w.Flagged && got.Payload != w.Payload:
		return fmt.Sprintf("want the payload %q, got %q", w.Payload, got.Payload)
	case w.Flagged:
		return ""
	case got.Err != nil:
		return fmt.Sprintf("want no error mark, got %v", got.Err)
	}
	if d := difference(payloadOf(w.Payload), payloadOf(got.Payload), before, after); d != "" {
		return d
	}
	if want, got := comparableMeta(w.Meta), comparableMeta(got.Meta); !reflect.DeepEqual(want, got) {
		return fmt.Sprintf("want the metadata %v, got %v", want, got)
	}
	return ""
}

// plain turns the numbers of a vector's metadata into Go's.
func plain(meta map[string]any) {
	for key, value := range meta {
		n, ok := value.(json.Number)
		if !ok {
			continue
		}
		if i, err := n.Int64(); err == nil {
			meta[key] = i
		} else {
			meta[key], _ = n.Float64()
		}
	}
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
		if ok && Exact(w).Cmp(Exact(g)) == 0 {
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

// Exact is a number's exact decimal value.
func Exact(n json.Number) *big.Rat {
	r, ok := new(big.Rat).SetString(n.String())
	if !ok {
		panic("no number: " + n.String())
	}
	return r
}
