// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package edit

import (
	"fmt"
	"slices"
	"strings"

	"github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/inventory"
)

// Benthos replaces environment variables in the text, before it is YAML. The default of
// ${name: goes on to the next }, wherever that stands: one that is written into a script and
// not closed there would take away what follows the script. So what is replaced has to stand
// inside of a script, or where it stood before.

// A scriptSpan is where the text of a script stands, without the header of a block.
type scriptSpan struct {
	span
	// path and stage are as in [Error].
	path, stage string
}

// has reports whether a part of the text is all inside.
func (s scriptSpan) has(part []int) bool { return s.start <= part[0] && part[1] <= s.end }

// touches reports whether some of a part of the text is inside.
func (s scriptSpan) touches(part []int) bool { return part[0] < s.end && s.start < part[1] }

func (t *tree) scriptSpans() (list []scriptSpan) {
	for _, f := range t.processors() {
		for s := range f.scripts() {
			at := t.spans[s.node]
			if at.start = at.value; isBlock(s.node) {
				at.start = t.nextLine(at.value)
			}
			list = append(list, scriptSpan{at, f.Path, s.stage})
		}
	}
	return list
}

// replacedOutside are the texts outside of scripts that Benthos replaces. It is an error if
// one stands in a script and goes on outside, or the other way round.
func (t *tree) replacedOutside() (texts []string, err error) {
	parts := inventory.ReplacedIn(t.text)
	if len(parts) == 0 {
		return nil, nil
	}
	scripts := t.scriptSpans()
	for _, part := range parts {
		text := t.text[part[0]:part[1]]
		i := slices.IndexFunc(scripts, func(s scriptSpan) bool { return s.touches(part) })
		switch {
		case i < 0:
			texts = append(texts, text)
		case !scripts[i].has(part):
			name, _, _ := strings.Cut(text, ":")
			return nil, &Error{scripts[i].path, scripts[i].stage, fmt.Sprintf("Benthos takes %s: for an environment variable whose default ends at the next }, and that one is not in the same script", name)}
		}
	}
	return texts, nil
}

// checkReplaced reports whether Benthos replaces something outside of scripts that it did
// not before.
func (t *tree) checkReplaced(before []string) error {
	after, err := t.replacedOutside()
	if err != nil {
		return err
	}
	for _, text := range after {
		i := slices.Index(before, text)
		if i < 0 {
			return fmt.Errorf("%s would be taken for an environment variable", text)
		}
		before = slices.Delete(before, i, i+1)
	}
	return nil
}

// hasVariables reports whether a text has something that Benthos replaces.
func hasVariables(text string) bool { return len(inventory.ReplacedIn(text)) > 0 }
