// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package workbench

import (
	"cmp"
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/tag"
	"github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/workbench/api"
)

const (
	// maxDepth is how deep into payloads members are looked for.
	maxDepth = 4
	// maxMembers is how many of a kind the page gets, maxCounted how many are kept count of.
	maxMembers = 300
	maxCounted = 3000
	// exampleLength is in characters.
	exampleLength = 60
)

// members are the keys of the samples' metadata and payloads, kept up to date as samples
// come and go: to look at all of them again would take long where there are many.
type members struct {
	meta, payload map[string]member
}

// A member is a key that so many samples have.
type member struct {
	count   int
	example string
}

// add counts the keys of a sample once more, or with by = -1 once less.
func (v *members) add(text string, by int) {
	line, err := lineOf(text)
	if err != nil {
		return
	}
	m, err := tag.ParseSample(line)
	if err != nil {
		return
	}
	if v.meta == nil {
		v.meta, v.payload = map[string]member{}, map[string]member{}
	}
	_ = m.MetaWalkMut(func(key string, value any) error { // the function has no error
		count(v.meta, key, value, by)
		return nil
	})
	content, err := m.AsBytes()
	if err != nil || len(content) == 0 {
		return
	}
	var payload any
	if json.Unmarshal(content, &payload) == nil {
		v.walk("", payload, 1, by)
	}
}

// walk counts the members of an object.
func (v *members) walk(path string, value any, depth, by int) {
	object, ok := value.(map[string]any)
	if !ok || depth > maxDepth {
		return
	}
	for key, value := range object {
		if key == "" || strings.Contains(key, ".") {
			continue // it has no path
		}
		count(v.payload, path+key, value, by)
		v.walk(path+key+".", value, depth+1, by)
	}
}

func count(all map[string]member, path string, value any, by int) {
	m, known := all[path]
	if !known && (by < 0 || len(all) == maxCounted) {
		return
	}
	if m.count += by; m.count <= 0 {
		delete(all, path)
		return
	}
	if by > 0 {
		m.example = example(value)
	}
	all[path] = m
}

func example(value any) string {
	switch v := value.(type) {
	case string:
		return cut(v, exampleLength)
	case map[string]any:
		return "{…}"
	case []any:
		return "[…]"
	}
	text, _ := json.Marshal(value) // what was JSON is JSON
	return cut(string(text), exampleLength)
}

// list is the members as the page gets them, by path: the ones that most samples have.
func (v *members) list() api.Members {
	return api.Members{Meta: most(v.meta), Payload: most(v.payload)}
}

func most(all map[string]member) []api.Member {
	paths := slices.Collect(maps.Keys(all))
	if len(paths) > maxMembers {
		slices.SortFunc(paths, func(a, b string) int { return cmp.Or(cmp.Compare(all[b].count, all[a].count), cmp.Compare(a, b)) })
		paths = paths[:maxMembers]
	}
	slices.Sort(paths)
	list := make([]api.Member, len(paths))
	for i, path := range paths {
		list[i] = api.Member{Path: path, Example: all[path].example}
	}
	return list
}
