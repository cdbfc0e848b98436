// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package schema

import (
	"encoding/json"

	"github.com/redpanda-data/benthos/v4/public/service"
)

// A listing is what Benthos knows of the config and of every component.
type listing struct {
	Config     []field     `json:"config"`
	Buffers    []component `json:"buffers"`
	Caches     []component `json:"caches"`
	Inputs     []component `json:"inputs"`
	Outputs    []component `json:"outputs"`
	Processors []component `json:"processors"`
	RateLimits []component `json:"rate-limits"`
	Metrics    []component `json:"metrics"`
	Tracers    []component `json:"tracers"`
	Scanners   []component `json:"scanners"`
}

// A component is one plugin.
type component struct {
	Name        string `json:"name"`
	Status      string `json:"status"`
	Summary     string `json:"summary"`
	Description string `json:"description"`
	Config      field  `json:"config"`
}

// A field of a config. Kind says whether it holds one value of Type or several.
type field struct {
	Name             string          `json:"name"`
	Type             string          `json:"type"`
	Kind             string          `json:"kind"`
	Description      string          `json:"description"`
	IsDeprecated     bool            `json:"is_deprecated"`
	IsOptional       bool            `json:"is_optional"`
	Default          json.RawMessage `json:"default"`
	Interpolated     bool            `json:"interpolated"`
	Bloblang         bool            `json:"bloblang"`
	Examples         []any           `json:"examples"`
	AnnotatedOptions [][2]string     `json:"annotated_options"`
	Options          []string        `json:"options"`
	Children         []field         `json:"children"`
	Linter           string          `json:"linter"`
}

// The kinds of a field.
const (
	kindArray   = "array"
	kind2DArray = "2darray"
	kindMap     = "map"
)

func list(config *service.ConfigSchema) (l listing, err error) {
	text, err := config.MarshalJSONV0()
	if err != nil {
		return l, err
	}
	return l, json.Unmarshal(text, &l)
}

// byType are the components by the type that a field of them has.
func (l listing) byType() map[string][]component {
	return map[string][]component{
		"buffer": l.Buffers, "cache": l.Caches, "input": l.Inputs, "output": l.Outputs, "processor": l.Processors,
		"rate_limit": l.RateLimits, "metrics": l.Metrics, "tracer": l.Tracers, "scanner": l.Scanners,
	}
}
