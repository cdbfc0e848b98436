// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package eval

import (
	"errors"
	"strings"
	"testing"
)

// limitOf is the limit that f runs into, nil for none.
func limitOf(f func()) (limit *Limit) {
	defer func() {
		if x := recover(); x != nil {
			if l, ok := x.(*Limit); ok {
				limit = l
				return
			}
			panic(x)
		}
	}()
	f()
	return nil
}

// TestSearchesLookAtTheClock is about patterns for which each of many searches goes
// through the rest of a text.
func TestSearchesLookAtTheClock(t *testing.T) {
	p, err := compilePattern("a.*b|a", "g")
	if err != nil {
		t.Fatal(err)
	}
	text := asciiValue(strings.Repeat("a", 60_000))
	m := NewMachine(nil)
	looks := 0
	m.stop = func() error {
		if looks++; looks == 3 {
			return errors.New("stop")
		}
		return nil
	}
	found := 0
	limit := limitOf(func() { found = len(m.all(p, text)) })
	if limit == nil || limit.Kind != Timeout || found != 0 {
		t.Errorf("got limit %v and %d matches", limit, found)
	}
}

func TestTextsAreChargedBeforeTheyAreMade(t *testing.T) {
	long := asciiValue(strings.Repeat("x", 1000))
	for name, call := range map[string]func(m *Machine){
		"characters": func(m *Machine) { m.characters(long.Text()) },
		"split":      func(m *Machine) { stringSplit(m, long, []Value{asciiValue("")}) },
		"replaceAll": func(m *Machine) { stringReplaceAll(m, long, []Value{asciiValue("x"), long}) },
	} {
		m := NewMachine(nil)
		defer m.Forget()
		m.Begin(Limits{Memory: 2000})
		if limit := limitOf(func() { call(m) }); limit == nil || limit.Kind != Memory {
			t.Errorf("%s: got limit %v", name, limit)
		}
	}
}

// A text that the whole limit has no room for is an exception, as in V8, and none of
// its length is made.
func TestTextsThatCannotBeMade(t *testing.T) {
	long := asciiValue(strings.Repeat("x", 1000))
	for name, call := range map[string]func(m *Machine){
		"repeat":   func(m *Machine) { stringRepeat(m, long, []Value{NumberValue(1 << 28)}) },
		"padStart": func(m *Machine) { stringPadStart(m, long, []Value{NumberValue(1 << 52)}) },
		"padEnd":   func(m *Machine) { stringPadEnd(m, long, []Value{NumberValue(1e12), long}) },
		"concat":   func(m *Machine) { stringConcat(m, long, []Value{long}) },
	} {
		m := NewMachine(nil)
		defer m.Forget()
		m.Begin(Limits{Memory: 3000})
		func() {
			defer func() { _ = recover() }()
			call(m)
		}()
		if m.throwing == nil {
			t.Errorf("%s: nothing thrown", name)
			continue
		}
		e := m.throwing.value.Ref.(*ErrorObj)
		if message, _ := e.Own.Get("message"); e.Name != "RangeError" || message.Text() != "Invalid string length" {
			t.Errorf("%s: got %s: %s", name, e.Name, message.Text())
		}
	}
}
