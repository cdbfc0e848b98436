// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package jsmsg

import (
	"math/rand/v2"
	"time"
	"unicode/utf8"

	"github.com/redpanda-data/benthos/v4/public/service"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/cache"
	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/eval"
	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/script"
)

// Surroundings are what scripts reach beside their message.
type Surroundings struct {
	// Log is where console writes.
	Log *service.Logger
	// Cache is behind cache.*.
	Cache *cache.Session
	// NoKey is told of a call of cache.* whose key is undefined, null or "", which
	// touches no store: method is what was called, e.g. "get", place where ("defaults,
	// line 3").
	NoKey func(method, place string)
	// Unreadable is told of a stored value that is no JSON, and whether its key counts
	// as missing. Only a cache resource can hold one.
	Unreadable func(key string, missing bool)
}

// direct is the part of a Binding that runs scripts in eval, without a VM.
//
// A run there can end at any place with "this is goja's to do". Then everything is as
// it was before the run: what it did to the message is undone from before and fields,
// and what it did to console and cache has only been noted down.
type direct struct {
	Surroundings
	machine *eval.Machine
	journal *cache.Journal // nil where the cache is a resource
	notes   []note
	// noted is how many bytes notes and journal hold.
	noted  int
	script *script.Script
	// stop is that of the message's limits, looked is look, made once.
	stop, looked func() error
	// blocks is since when others wait for the journal, zero while nobody does.
	blocks time.Time

	// program, keepsPayload and view are those of the run; work is its function, made
	// once.
	program      *eval.Program
	keepsPayload bool
	view         bool
	work         func()
	holds        bool

	// saved says that fields, untidy and removed are those of the message before the
	// run; before is its payload.
	saved           bool
	fields          []field
	untidy, removed bool
	before          payload
}

func (d *direct) init(b *Binding, s Surroundings) {
	d.Surroundings = s
	d.machine = eval.NewMachine((*evalHost)(b))
	if s.Cache != nil {
		d.journal = s.Cache.Journal()
	}
	d.work, d.looked = func() { b.runDirect() }, d.look
}

func (d *direct) forget() {
	clear(d.fields[:cap(d.fields)])
	d.fields, d.saved = d.fields[:0], false
	d.before = payload{}
	d.machine.Forget()
}

// Allow gives the scripts of the next message their limits in eval.
func (b *Binding) Allow(l eval.Limits) {
	d := &b.direct
	d.blocks = time.Time{}
	if d.journal != nil {
		d.stop, l.Stop = l.Stop, d.looked
	}
	d.machine.Begin(l)
}

// Spend charges work between the runs of one message. The error is an *eval.Limit.
func (b *Binding) Spend(steps int) error {
	return b.direct.machine.Attempt(func() { b.direct.machine.Work(steps) })
}

// maxBlocking is how long others wait for a script that has updated the cache and goes
// on. In a VM they wait for the function of the update, and no longer.
const maxBlocking = 10 * time.Millisecond

// look is asked now and then while a script runs.
func (d *direct) look() error {
	switch {
	case !d.journal.Blocks():
		d.blocks = time.Time{}
	case d.blocks.IsZero():
		d.blocks = time.Now()
	case time.Since(d.blocks) > maxBlocking:
		eval.GiveUp("others wait for the cache, which it updated")
	}
	if d.stop == nil {
		return nil
	}
	return d.stop()
}

// Evaluate runs a body in eval on m and ends its stage, as End does. The messages are
// valid as those of End are. The error is an *eval.Bail, after which m is as it was and
// goja has to run the script, or else the failure of the message: an *eval.Limit or an
// *eval.Uncaught.
func (b *Binding) Evaluate(m *Message, s *script.Script, p *eval.Program, keepsPayload bool) ([]*Message, error) {
	b.direct.keepsPayload, b.direct.view = keepsPayload, false
	err := b.evaluate(m, s, p)
	return b.results, err
}

// EvaluateTest runs a condition in eval. What it did to m is undone unless it is pure.
// The error is that of Evaluate.
func (b *Binding) EvaluateTest(m *Message, s *script.Script, p *eval.Program, pure bool) (holds bool, err error) {
	b.direct.keepsPayload, b.direct.view = pure, true
	err = b.evaluate(m, s, p)
	if !pure {
		b.undo()
	}
	return b.direct.holds, err
}

func (b *Binding) evaluate(m *Message, s *script.Script, p *eval.Program) error {
	d := &b.direct
	b.results = b.results[:0]
	b.m, d.script, d.program = m, s, p
	d.saved, d.before = false, m.payload
	ended := false
	defer func() {
		if !ended {
			d.drop() // a panic: others must not wait for the cache for ever
		}
	}()
	err := d.machine.Attempt(d.work)
	ended = true
	if _, threw := err.(*eval.Uncaught); threw && !d.carry() { //nolint:errorlint // as Attempt returns it
		err = &eval.Bail{Reason: contended}
	}
	if err == nil {
		return nil
	}
	for _, m := range b.results {
		if m != b.m {
			b.Recycle(m)
		}
	}
	b.results = b.results[:0]
	if _, bailed := err.(*eval.Bail); bailed { //nolint:errorlint // as Attempt returns it
		d.drop()
		b.undo()
		return err
	}
	// The message of any other error goes no further. It stays as the script left it, as in
	// goja: the log names the tag that it had become.
	if !d.carry() {
		// A limit: what the cache does not take now is lost. In goja the script would take
		// as much once more, and of memory even more. What it said is not lost.
		d.journal.Drop()
		d.tell()
	}
	return err
}

// contended is why a script is given up that cannot have the cache.
const contended = "another message updates the cache"

// runDirect is what an attempt consists of.
func (b *Binding) runDirect() {
	d := &b.direct
	v := d.machine.Start(d.program)
	if d.view {
		d.holds = v.Truthy()
	} else {
		b.takeValue(v)
	}
	if !d.carry() {
		eval.GiveUp(contended)
	}
}

// carry does what the run noted down.
func (d *direct) carry() bool {
	if d.journal != nil && !d.journal.Carry() {
		return false
	}
	d.tell()
	return true
}

// tell writes the notes.
func (d *direct) tell() {
	for i := range d.notes {
		d.notes[i].carry(d)
	}
	d.forgetNotes()
}

func (d *direct) drop() {
	if d.journal != nil {
		d.journal.Drop()
	}
	d.forgetNotes()
}

func (d *direct) forgetNotes() {
	if clear(d.notes); cap(d.notes) > maxSpareNotes {
		d.notes = nil
	}
	d.notes, d.noted = d.notes[:0], 0
}

// maxSpareNotes is for how many notes memory is kept for the next message.
const maxSpareNotes = 256

// save keeps the metadata as they are before the run changes them.
func (b *Binding) save() {
	if d := &b.direct; !d.saved {
		d.fields = append(d.fields[:0], b.m.meta...)
		d.saved, d.untidy, d.removed = true, b.m.untidy, b.m.removed
	}
}

// undo undoes what a run did to its message.
func (b *Binding) undo() {
	d, m := &b.direct, b.m
	if d.saved {
		clear(m.meta)
		m.meta = append(m.meta[:0], d.fields...)
		m.untidy, m.removed = d.untidy, d.removed
		d.saved = false
	}
	if !d.view {
		m.payload = d.before
	}
	m.payload.dropOwn() // the run may have changed it inside
}

// evalHost is the message for eval.
type evalHost Binding

// Payload is the payload's value. It may share memory with the payload's text.
func (h *evalHost) Payload() eval.Value {
	p := &h.m.payload
	if p.own.Kind != eval.Undefined {
		return p.own
	}
	if p.state != payloadText {
		v, loose, ok := chargedJSON(h.direct.machine, p.text, h.visible)
		if ok && !v.IsInfinite() {
			p.state, p.loose, p.own = payloadJSON, loose, v
			return v
		}
		p.state = payloadText
	}
	if !utf8.ValidString(p.text) {
		eval.GiveUp("a payload that is no valid UTF-8") // its very bytes go into metadata
	}
	p.own = eval.StringValue(p.text)
	return p.own
}

func (h *evalHost) Meta(key string) (eval.Value, bool) {
	i, ok := h.m.find(key)
	if !ok {
		return eval.Value{}, false
	}
	return metaValue(&h.m.meta[i]), true
}

// metaValue is the value of a field that is there.
func metaValue(f *field) eval.Value {
	switch f.form {
	case formText:
		mustBeUTF8(f.text())
		return eval.BoxedString(f.box)
	case formOwn:
		v, _ := f.box.(*eval.Value)
		return *v
	}
	eval.GiveUp("metadata that came as something else than text")
	return eval.Value{}
}

// keyOf is the key of a field that is there.
func keyOf(f *field) string {
	mustBeUTF8(f.key)
	return f.key
}

func mustBeUTF8(text string) {
	if !utf8.ValidString(text) {
		eval.GiveUp("metadata that are no valid UTF-8")
	}
}

func (h *evalHost) MetaLen() (n, places int) { return h.m.count(), len(h.m.meta) }

func (h *evalHost) MetaAt(i int) (key string, v eval.Value, ok bool) {
	f := &h.m.meta[i]
	if f.form == formAbsent {
		return "", eval.Value{}, false
	}
	return keyOf(f), metaValue(f), true
}

func (h *evalHost) SetMeta(key string, v eval.Value) {
	(*Binding)(h).save()
	if v.Kind == eval.String {
		h.m.untidy = h.m.untidy || v.Text() == ""
		h.m.setBox(key, v.Box())
		return
	}
	h.m.untidy = true
	own := v
	f := h.m.place(key)
	*f = field{key: f.key, box: &own, form: formOwn}
}

func (h *evalHost) DeleteMeta(key string) {
	(*Binding)(h).save()
	h.m.DeleteMeta(key)
}

func (h *evalHost) MetaKeys() []string {
	keys := make([]string, 0, len(h.m.meta))
	for i := range h.m.meta {
		if f := &h.m.meta[i]; f.form != formAbsent {
			keys = append(keys, keyOf(f))
		}
	}
	return keys
}

func (h *evalHost) ParseJSON(text string) (eval.Value, bool) {
	return parsedJSON(text)
}

func (*evalHost) Now() float64 { return float64(time.Now().UnixMilli()) }

func (*evalHost) Random() float64 { return rand.Float64() }
