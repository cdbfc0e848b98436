// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package jsmsg

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"testing"

	"github.com/redpanda-data/benthos/v4/public/service"
)

// Whatever siblings have in common, each copy has its own message's metadata, and a
// change to one changes no other.
func TestCopiesOfSiblings(t *testing.T) {
	incoming := map[string]any{"a": "1", "b": "2", "c": "3", "d": "4"}
	names := func(name string) func(*Message) { return func(m *Message) { m.SetMeta("name", name) } }
	cases := map[string][]func(*Message){
		"one name each":       {names("x"), names("y"), names("z")},
		"the same twice":      {names("x"), names("x"), names("y"), names("y")},
		"nothing":             {func(*Message) {}, func(*Message) {}},
		"one key less":        {names("x"), func(m *Message) { m.DeleteMeta("a"); m.SetMeta("name", "x") }},
		"one key more":        {names("x"), func(m *Message) { m.SetMeta("name", "x"); m.SetMeta("more", "y") }},
		"another key":         {names("x"), func(m *Message) { m.SetMeta("other", "x") }},
		"a key that was gone": {func(m *Message) { m.DeleteMeta("a") }, func(*Message) {}, func(m *Message) { m.SetMeta("a", "9") }},
		"all changed": {names("x"), func(m *Message) {
			m.SetMeta("a", "9")
			m.SetMeta("b", "8")
			m.SetMeta("c", "7")
			m.SetMeta("name", "y")
		}},
	}
	for name, changes := range cases {
		t.Run(name, func(t *testing.T) {
			b := NewBinding(allPaths, Surroundings{})
			in := service.NewMessage([]byte("1"))
			for key, value := range incoming {
				in.MetaSetMut(key, value)
			}
			copies := Copies{In: in}
			var outs []*service.Message
			var wants []map[string]any
			for _, change := range changes {
				m, err := b.Accept(in)
				if err != nil {
					t.Fatal(err)
				}
				change(m)
				want := map[string]any{}
				for i := range m.meta {
					if f := &m.meta[i]; f.form != formAbsent {
						want[f.key] = f.text()
					}
				}
				outs, wants = append(outs, copies.Of(m)), append(wants, want)
			}
			outs, wants = append(outs, in), append(wants, incoming)
			for i, out := range outs {
				for j := range outs {
					if got := metaOf(outs[j]); !maps.Equal(got, wants[j]) {
						t.Fatalf("message %d has %v, not %v, after changes to %d", j, got, wants[j], i)
					}
				}
				if out != in {
					out.MetaSetMut("name", "changed")
					wants[i] = maps.Clone(wants[i])
					wants[i]["name"] = "changed"
				}
			}
		})
	}
}

// Messages that get many keys are copies of a template. They have their own metadata,
// context and error, and nothing of the messages before.
func TestCopiesOfATemplate(t *testing.T) {
	type mark struct{}
	b := NewBinding(allPaths, Surroundings{})
	templates := 0
	for n, change := range []func(*Message){
		func(*Message) {}, func(*Message) {},
		func(m *Message) { m.DeleteMeta("b"); m.DeleteMeta("more3") },
		func(m *Message) { m.SetMeta("a", "other"); m.SetMeta("even", "more") },
		func(*Message) {},
		func(m *Message) { m.DeleteMeta("a"); m.SetMeta("a", "again") },
	} {
		in := service.NewMessage([]byte("1")).WithContext(context.WithValue(context.Background(), mark{}, n))
		in.MetaSetMut("a", fmt.Sprint("a", n))
		in.MetaSetMut("b", "2")
		if n%2 == 1 {
			in.SetError(errors.New("from before"))
		}
		m, err := b.Accept(in)
		if err != nil {
			t.Fatal(err)
		}
		for i := range 15 {
			m.SetMeta(fmt.Sprint("more", i), fmt.Sprint(n, i))
		}
		change(m)
		want := map[string]any{}
		for i := range m.meta {
			if f := &m.meta[i]; f.form != formAbsent {
				want[f.key] = f.text()
			}
		}
		if m.growsTwice() {
			templates++
		}
		out := (&Copies{In: in}).Of(m)
		if got := metaOf(out); !maps.Equal(got, want) {
			t.Errorf("message %d has %v, not %v", n, got, want)
		}
		if out.Context() != in.Context() || out.GetError() != in.GetError() { //nolint:errorlint // the very same
			t.Errorf("message %d has another context or error", n)
		}
		out.MetaSetMut("b", "changed")
		out.MetaSetMut("even", "changed")
		out.SetError(errors.New("changed"))
		b.Recycle(m)
	}
	m := &Message{shape: b.shapes[0], meta: []field{{key: "a"}, {key: "b"}}}
	for i := range 15 {
		m.place(fmt.Sprint("more", i)).form = formText
	}
	if !m.growsTwice() {
		t.Error("not a template for the usual keys")
	}
	for i := range 20 {
		m.shape.learn([]field{{key: fmt.Sprint("rare", i)}})
	}
	if m.growsTwice() {
		t.Error("a template of twice as many keys")
	}
	if templates < 4 {
		t.Errorf("%d templates", templates)
	}
	for _, s := range b.shapes {
		for key, value := range metaOf(s.template()) {
			if value != "" {
				t.Errorf("the template has %s: %v", key, value)
			}
		}
		if s.template().GetError() != nil {
			t.Error("the template has an error")
		}
	}
}

func metaOf(m *service.Message) map[string]any {
	meta := map[string]any{}
	_ = m.MetaWalkMut(func(key string, value any) error {
		meta[key] = value
		return nil
	})
	return meta
}
