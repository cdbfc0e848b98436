// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package tag

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
)

// maxDifferences is how many differences of one payload are listed; where there
// are more, the payload is shown as a whole.
const maxDifferences = 20

// differences are the lines that show how one payload became the other: a line for
// each member that differs, or one for the whole where most of it does.
func differences(name string, before, after Content) []string {
	b, bok := value(before)
	a, aok := value(after)
	if bok && aok {
		if lines := walk(nil, name, b, a); len(lines) > 0 && len(lines) <= maxDifferences {
			return lines
		}
	}
	return []string{changed(name, cut(before.String()), cut(after.String()))}
}

func value(c Content) (v any, ok bool) {
	if c.Payload == nil {
		return nil, false
	}
	decoder := json.NewDecoder(bytes.NewReader(c.Payload))
	decoder.UseNumber()
	return v, decoder.Decode(&v) == nil
}

// walk appends the differences of two JSON values. Objects are compared by member
// and arrays of one length by element; anything else as a whole.
func walk(lines []string, name string, before, after any) []string {
	if reflect.DeepEqual(before, after) {
		return lines
	}
	switch b := before.(type) {
	case map[string]any:
		a, ok := after.(map[string]any)
		if !ok {
			break
		}
		keys := maps.Clone(b)
		maps.Copy(keys, a)
		for _, key := range slices.Sorted(maps.Keys(keys)) {
			old, had := b[key]
			now, has := a[key]
			switch {
			case !has:
				lines = append(lines, removed(name+"."+key, shown(old)))
			case !had:
				lines = append(lines, set(name+"."+key, shown(now)))
			default:
				lines = walk(lines, name+"."+key, old, now)
			}
		}
		return lines
	case []any:
		a, ok := after.([]any)
		if !ok || len(a) != len(b) {
			break
		}
		for i := range b {
			lines = walk(lines, fmt.Sprintf("%s[%d]", name, i), b[i], a[i])
		}
		return lines
	}
	return append(lines, changed(name, shown(before), shown(after)))
}

func shown(v any) string {
	var text bytes.Buffer
	if err := encode(&text, v); err != nil {
		return err.Error()
	}
	return cut(string(bytes.TrimSuffix(text.Bytes(), []byte("\n"))))
}
