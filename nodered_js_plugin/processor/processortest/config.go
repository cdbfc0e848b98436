// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package processortest

import (
	"encoding/json"
	"maps"
	"regexp"
	"slices"
	"time"

	"github.com/redpanda-data/benthos/v4/public/service"
)

// Config are the fields of a processor.
type Config = map[string]any

// TimeLimit is a processor's script_timeout: Patience where its scripts end by
// themselves, Soon where one does not.
func TimeLimit(d time.Duration) Config { return Config{"script_timeout": d.String()} }

// ProcessorYAML is a processor's config as YAML. Later fields replace earlier
// ones. JSON is YAML, and leaves scripts as they are; what Benthos would replace
// by an environment variable is escaped.
func ProcessorYAML(name string, fields ...Config) string {
	all := Config{}
	for _, f := range fields {
		maps.Copy(all, f)
	}
	text, err := json.Marshal(map[string]any{name: escaped(all)})
	if err != nil {
		panic(err)
	}
	return string(text)
}

// envVariable is what Benthos replaces in a config unless its braces are doubled.
var envVariable = regexp.MustCompile(`\$\{[0-9A-Za-z_.]+(:((\$\{[^}]+\})|[^}])*)?\}`)

func escaped(v any) any {
	switch v := v.(type) {
	case string:
		return envVariable.ReplaceAllStringFunc(v, func(s string) string { return "${" + s[1:] + "}" })
	case map[string]any:
		out := map[string]any{}
		for key, value := range v {
			out[key] = escaped(value)
		}
		return out
	case []any:
		out := slices.Clone(v)
		for i := range out {
			out[i] = escaped(out[i])
		}
		return out
	default:
		return v
	}
}

// Message makes an input message.
func Message(payload string, meta map[string]any) *service.Message {
	m := service.NewMessage([]byte(payload))
	for key, value := range meta {
		m.MetaSetMut(key, value)
	}
	return m
}

// Messages makes a batch of messages without metadata.
func Messages(payloads ...string) service.MessageBatch {
	batch := make(service.MessageBatch, len(payloads))
	for i, payload := range payloads {
		batch[i] = Message(payload, nil)
	}
	return batch
}
