// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package inventory

import (
	"bytes"
	"encoding/json"
)

// Verbatim is the config of a [Component] as YAML in which nothing looks like an
// environment variable: those were replaced when the config was read.
func Verbatim(conf map[string]any) string {
	text, err := json.Marshal(conf)
	if err != nil {
		panic(err) // it was read from YAML
	}
	return string(bytes.ReplaceAll(text, []byte("$"), []byte(`\u0024`)))
}
