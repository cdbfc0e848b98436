package jsmsg

import (
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

func metaOf(m *service.Message) map[string]any {
	meta := map[string]any{}
	_ = m.MetaWalkMut(func(key string, value any) error {
		meta[key] = value
		return nil
	})
	return meta
}
