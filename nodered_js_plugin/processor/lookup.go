// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package processor

import (
	"slices"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/jsmsg"
	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/script"
)

// A lookup is for conditions that stand one after the other and compare the same
// metadata key with texts: which of them is the next to hold is one look into a map,
// however many there are.
type lookup struct {
	key string
	// stages are, by text, those whose conditions hold for it, in order.
	stages map[string][]int
	// end is the stage after the last of them.
	end int
}

// worthALookup is from how many conditions on a look-up is faster than asking them.
const worthALookup = 4

// addLookups gives the steps their lookups.
func addLookups(steps []step, scripts []*script.Script) {
	for first := 0; first < len(steps); {
		l := &lookup{stages: map[string][]int{}}
		end := first
		for ; end < len(steps) && l.add(end, steps[end], scripts); end++ {
		}
		if l.end = end; end-first >= worthALookup {
			for i := first; i < end; i++ {
				steps[i].lookup = l
			}
		}
		first = max(end, first+1)
	}
}

// add adds stage k, if its condition only compares the key with texts.
func (l *lookup) add(k int, s step, scripts []*script.Script) bool {
	if s.test == noScript || scripts[s.test].Plain() == nil {
		return false
	}
	key, texts, ok := scripts[s.test].Plain().Test.Texts()
	if !ok || len(l.stages) > 0 && key != l.key {
		return false
	}
	l.key = key
	for _, text := range texts {
		if list := l.stages[text]; len(list) == 0 || list[len(list)-1] != k {
			l.stages[text] = append(list, k)
		}
	}
	return true
}

// next is the first stage from k on whose condition holds for m, or the end of those
// that the lookup knows; not ok where the conditions have to be asked.
func (l *lookup) next(k int, m *jsmsg.Message) (stage int, ok bool) {
	text, found, ok := m.Text(l.key)
	if !ok {
		return 0, false
	}
	if found {
		list := l.stages[text]
		if i, _ := slices.BinarySearch(list, k); i < len(list) {
			return list[i], true
		}
	}
	return l.end, true
}
