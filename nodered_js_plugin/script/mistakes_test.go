// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package script_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/script"
	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/script/scripttest"
)

var stageKinds = map[string]script.Kind{"defaults": script.Body, "if": script.Condition, "code": script.StrictBody}

func TestWhatIsSaidOfMistakes(t *testing.T) {
	for _, m := range scripttest.Mistakes {
		t.Run(m.Name, func(t *testing.T) {
			s, err := script.Compile(m.Stage, m.Source, stageKinds[m.Stage])
			if refused := refusal(err); refused != m.Refused {
				t.Errorf("refused with\n%s\nwant\n%s", refused, m.Refused)
			}
			if err != nil {
				return
			}
			var found []string
			for _, f := range s.Findings() {
				level := "warning"
				if f.Certain {
					level = "error"
				}
				found = append(found, fmt.Sprintf("%d:%d %s %s: %s", f.Line, f.Column, level, f.Rule, f.Text))
			}
			if !slices.Equal(found, m.Found) {
				t.Errorf("found\n%s\nwant\n%s", strings.Join(found, "\n"), strings.Join(m.Found, "\n"))
			}
		})
	}
}

func refusal(err error) string {
	var e *script.Error
	if !errors.As(err, &e) {
		return ""
	}
	return fmt.Sprintf("%d:%d %s", e.Line, e.Column, e.Message())
}
