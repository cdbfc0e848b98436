// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package eval_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/eval"
	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/eval/evaltest"
)

// A jsonNode is a JSON text taken apart; kind is {, [, s, n, b or 0 for a number.
type jsonNode struct {
	kind byte
	text string
	// source: JavaScript would write the number in another way.
	source bool
	keys   []string
	list   []*jsonNode
}

// parseNode is nil for a text that is no JSON.
func parseNode(text string) *jsonNode {
	if !json.Valid([]byte(text)) {
		return nil
	}
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	return nextNode(d)
}

func nextNode(d *json.Decoder) *jsonNode {
	token, _ := d.Token()
	switch t := token.(type) {
	case json.Delim:
		n := &jsonNode{kind: byte(t)}
		for d.More() {
			if t == '{' {
				key, _ := d.Token()
				value := nextNode(d)
				if i := slices.Index(n.keys, key.(string)); i >= 0 {
					n.list[i] = value
					continue
				}
				n.keys = append(n.keys, key.(string))
				n.list = append(n.list, value)
				continue
			}
			n.list = append(n.list, nextNode(d))
		}
		_, _ = d.Token()
		return n
	case string:
		return &jsonNode{kind: 's', text: t}
	case bool:
		return &jsonNode{kind: 'b', text: strconv.FormatBool(t)}
	case json.Number:
		f, _ := strconv.ParseFloat(t.String(), 64)
		return &jsonNode{text: t.String(), source: string(eval.AppendNumber(nil, f)) != t.String() && t.String() != "-0"}
	}
	return &jsonNode{kind: 'n'}
}

// value makes a value of eval; sources says whether numbers keep their texts.
func (n *jsonNode) value(sources bool) eval.Value {
	switch n.kind {
	case '{':
		o := eval.NewObj(len(n.keys))
		for i, key := range n.keys {
			o.Set(key, n.list[i].value(sources))
		}
		return eval.Value{Kind: eval.Object, Ref: o}
	case '[':
		list := make([]eval.Value, len(n.list))
		for i := range list {
			list[i] = n.list[i].value(sources)
		}
		return eval.Value{Kind: eval.Object, Ref: eval.NewArr(list)}
	case 's':
		return eval.StringValue(n.text)
	case 'n':
		return eval.NullValue()
	case 'b':
		return eval.BoolValue(n.text == "true")
	}
	f, _ := strconv.ParseFloat(n.text, 64)
	if n.source && sources {
		return eval.SourceNumber(f, n.text)
	}
	return eval.NumberValue(f)
}

// A preparedMessage is one that many scripts get.
type preparedMessage struct {
	evaltest.Message
	node *jsonNode
}

func prepare(m evaltest.Message) *preparedMessage {
	p := &preparedMessage{m, parseNode(m.Payload)}
	if p.node != nil && p.node.kind == 0 {
		if f, _ := strconv.ParseFloat(p.node.text, 64); math.IsInf(f, 0) {
			p.node = nil // a number that no float64 holds is text
		}
	}
	return p
}

// An evalSide is a Machine with its Host.
type evalSide struct {
	machine *eval.Machine
	m       *preparedMessage
	keys    []string
	meta    map[string]eval.Value
}

func newEvalSide(m *preparedMessage) *evalSide {
	s := &evalSide{}
	s.machine = eval.NewMachine(s)
	s.begin(m)
	return s
}

// begin turns to the next message.
func (s *evalSide) begin(m *preparedMessage) {
	s.m, s.keys, s.meta = m, nil, map[string]eval.Value{}
	for key, text := range m.Meta {
		s.keys = append(s.keys, key)
		s.meta[key] = eval.StringValue(text)
	}
	slices.Sort(s.keys)
}

func (s *evalSide) Payload() eval.Value {
	if s.m.node == nil {
		return eval.StringValue(s.m.Message.Payload)
	}
	return s.m.node.value(true)
}

func (s *evalSide) Meta(key string) (eval.Value, bool) {
	v, ok := s.meta[key]
	return v, ok
}

func (s *evalSide) SetMeta(key string, v eval.Value) {
	if _, ok := s.meta[key]; !ok {
		at, _ := slices.BinarySearch(s.keys, key)
		s.keys = slices.Insert(s.keys, at, key)
	}
	s.meta[key] = v
}

func (s *evalSide) DeleteMeta(key string) {
	delete(s.meta, key)
	s.keys = slices.DeleteFunc(s.keys, func(k string) bool { return k == key })
}

func (s *evalSide) MetaKeys() []string { return slices.Clone(s.keys) }

func (s *evalSide) MetaLen() (n, places int) { return len(s.keys), len(s.keys) }

func (s *evalSide) MetaAt(i int) (string, eval.Value, bool) {
	return s.keys[i], s.meta[s.keys[i]], true
}

func (s *evalSide) ParseJSON(text string) (eval.Value, bool) {
	if strings.Contains(text, `\u`) {
		eval.GiveUp("escapes in JSON")
	}
	n := parseNode(text)
	if n == nil {
		return eval.Value{}, false
	}
	return n.value(false), true
}

func (*evalSide) Call(*eval.Machine, string, []eval.Value) eval.Value { panic("not used") }
func (*evalSide) Now() float64                                        { return theTime }
func (*evalSide) Random() float64                                     { return theRandom }

var errEnough = errors.New("enough")

// run gives the outcome as text, or why there is none.
func (s *evalSide) run(p *eval.Program) (outcome, why string) {
	defer func() {
		if x := recover(); x != nil {
			outcome, why = fmt.Sprint("PANIC ", x), ""
		}
	}()
	m := s.machine
	looks := 0
	m.Begin(eval.Limits{Memory: 4 << 20, Stop: func() error {
		if looks++; looks > 20 {
			return errEnough
		}
		return nil
	}})
	v, err := m.Run(p)
	var bail *eval.Bail
	switch {
	case errors.As(err, &bail):
		return "", bail.Reason
	case err != nil:
		return "", "limit"
	}
	d := evalDump{m: m, seen: map[any]int{}}
	d.value(v)
	d.out.WriteString("\npayload ")
	switch m.Msg.State {
	case eval.PayloadDeleted:
		d.out.WriteString("deleted")
	case eval.PayloadUntouched:
		d.value(s.Payload())
	default:
		d.value(m.Msg.Payload)
	}
	d.out.WriteString("\nmeta ")
	switch {
	case m.Msg.MetaReplaced():
		d.value(m.Msg.NewMeta)
	case m.Msg.MetaGone:
		d.out.WriteString("deleted")
	}
	for _, key := range s.keys {
		d.member(key, s.meta[key])
	}
	d.out.WriteString("\nextra ")
	if e := m.Msg.Extras(); e != nil {
		for i := range e.Len() {
			d.member(e.At(i))
		}
	}
	return d.out.String() + "\njson " + s.json(), ""
}

// json is the payload as JSON in the end, unknownJSON where that is goja's to say.
func (s *evalSide) json() (text string) {
	m := s.machine
	err := m.Attempt(func() {
		v := m.Msg.Payload
		if m.Msg.State == eval.PayloadUntouched || m.Msg.State == eval.PayloadDeleted {
			v = s.Payload()
		}
		out, ok, err := m.AppendJSON(nil, v)
		if text = string(out); !ok {
			text = "undefined"
		}
		if err != nil {
			text = unknownJSON
		}
	})
	if err != nil {
		return unknownJSON
	}
	return text
}
