// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package eval

import (
	"strings"
	"unicode/utf8"
)

// A match is where a pattern and its groups match, in bytes, -1 for a group that has
// no part in it; names are those of the groups.
type match struct {
	at    []int
	names []string
}

const (
	// maxEffort is how many steps one search may take, which nothing interrupts.
	maxEffort = 1 << 23
	// smallEffort is how many steps all searches in a text together may take without a
	// look at the clock.
	smallEffort = 1 << 22
)

// find is the first match at or behind byte from of a counted String, nil if there is
// none.
func (m *Machine) find(p *pattern, s Value, from int) *match {
	m.check(p, s, from == 0)
	at := m.search(p, s, from)
	if at == nil {
		return nil
	}
	found := &match{at: at, names: p.names}
	if from == 0 && p.unicode && !s.ascii() {
		found.names = nil // goja forgets them there
	}
	return found
}

// search is find without a check.
func (m *Machine) search(p *pattern, s Value, from int) []int {
	text := s.Text()
	rest := len(text) - from
	if rest > maxEffort/p.cost {
		bail("a long text for a regular expression")
	}
	m.allocate(16 * len(p.names))
	m.work(8 + rest>>3 + rest*p.cost>>6)
	if from == 0 {
		return p.re.FindStringSubmatchIndex(text)
	}
	var at []int
	if p.looksBack {
		_, size := utf8.DecodeLastRuneInString(text[:from])
		from -= size
		if at = p.later().FindStringSubmatchIndex(text[from:]); at != nil {
			at = at[2:]
		}
	} else {
		at = p.re.FindStringSubmatchIndex(text[from:])
	}
	for i := range at {
		if at[i] >= 0 {
			at[i] += from
		}
	}
	return at
}

// check gives up where the pattern may find something else in goja. fromStart says
// that goja takes Go's engine, too.
func (m *Machine) check(p *pattern, s Value, fromStart bool) {
	if !fromStart && !p.agrees {
		bail("a regular expression that Go's engine may match in another way")
	}
	if s.ascii() {
		return
	}
	text := s.Text()
	m.work(len(text) >> 3)
	if !p.unicode && (p.wide || p.empty) && hasAstral(text) {
		bail("a regular expression on characters of two UTF-16 units")
	}
	if !fromStart && (p.words || strings.ContainsAny(text, "\u2028\u2029") || p.ignoreCase && strings.ContainsAny(text, "\u0130\u0131\u017f\u1e9e\u2126\u212a\u212b")) {
		bail("a regular expression on characters that engines read differently")
	}
}

// next is the byte behind the character at byte at, or behind the end.
func (m *Machine) next(s Value, at int) int {
	if at >= len(s.Text()) {
		return at + 1
	}
	_, size := utf8.DecodeRuneInString(s.Text()[at:])
	return at + size
}

// all are all matches in a counted String.
func (m *Machine) all(p *pattern, s Value) []match {
	// Of a text that is not ASCII goja makes UTF-16 and takes the other engine.
	other := !s.ascii() && !p.unicode
	m.check(p, s, !other)
	text := s.Text()
	size := matchCost + 16*len(p.names)
	if !other && len(text)*len(text) <= smallEffort/p.cost {
		m.work(8 + len(text)>>1)
		found := p.re.FindAllStringSubmatchIndex(text, -1)
		m.allocate(len(found) * size)
		list := make([]match, len(found))
		for i := range found {
			list[i] = match{found[i], p.names}
		}
		return list
	}
	var list []match
	for from, last := 0, -1; from <= len(text); {
		at := m.search(p, s, from)
		if at == nil {
			break
		}
		// Go takes no empty match right behind another one, the other engine does.
		if at[0] != at[1] || other || at[0] != last {
			m.allocate(size)
			list = append(list, match{at, p.names})
		}
		last = at[1]
		if from = at[1]; at[0] == at[1] {
			from = m.next(s, at[1])
		}
	}
	return list
}
