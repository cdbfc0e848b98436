// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package jsmsg

import (
	"fmt"
	"slices"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/eval"
)

// Call is a call of console or cache. Neither does anything before the script has
// ended: what is asked for is noted down.
func (h *evalHost) Call(m *eval.Machine, path string, args []eval.Value) eval.Value {
	d := &h.direct
	if d.noted > maxNoted {
		eval.GiveUp("a lot for console and cache in one run")
	}
	switch path {
	case "console.debug", "console.log", "console.info", "console.warn", "console.error":
		d.say(path, args)
		return eval.Value{}
	}
	if d.journal == nil {
		eval.GiveUp("a cache resource")
	}
	switch path {
	case "cache.get":
		if key, ok := d.key("get", args); ok {
			v, _ := d.lookUp(key)
			return v
		}
	case "cache.exists":
		key, ok := d.key("exists", args)
		if ok {
			_, ok = d.lookUp(key)
		}
		return eval.BoolValue(ok)
	case "cache.set":
		if key, ok := d.key("set", args); ok {
			d.write(key, d.cacheText(argument(args, 1)))
		}
	case "cache.delete":
		if key, ok := d.key("delete", args); ok {
			d.write(key, "")
		}
	case "cache.update":
		return d.update(m, args)
	default:
		eval.GiveUp(path)
	}
	return eval.Value{}
}

// maxNoted is for how many bytes of notes and journal a run goes on: nobody has budgeted
// for them, and in goja a call leaves nothing behind.
const maxNoted = 1 << 20

// noteCost is what a note or a line of the journal takes beside its texts, or more.
const noteCost = 128

func (d *direct) write(key, text string) {
	d.noted += noteCost + len(key) + len(text)
	d.journal.Set(key, text)
}

func argument(args []eval.Value, i int) eval.Value {
	if i < len(args) {
		return args[i]
	}
	return eval.Value{}
}

// update is cache.update(key, change).
func (d *direct) update(m *eval.Machine, args []eval.Value) eval.Value {
	change := argument(args, 1)
	if _, ok := change.Ref.(*eval.Func); !ok {
		eval.GiveUp("an update without a function")
	}
	key, ok := d.key("update", args)
	if !ok {
		return eval.Value{}
	}
	if !d.journal.Update() {
		eval.GiveUp(contended)
	}
	old, exists := d.lookUp(key)
	text := d.cacheText(m.Callback(change, old, eval.BoolValue(exists)))
	d.write(key, text)
	return d.cached(text)
}

// key is the key of a call; not ok where it is none.
func (d *direct) key(method string, args []eval.Value) (key string, ok bool) {
	switch v := argument(args, 0); v.Kind {
	case eval.Undefined, eval.Null:
	case eval.Object:
		eval.GiveUp("an object as a key of the cache")
	default:
		key = d.machine.Text(v)
	}
	if key == "" {
		line := d.script.PositionAt(int(d.machine.At()) - 1).Line
		d.noted += noteCost
		d.notes = append(d.notes, note{text: method, place: fmt.Sprintf("%s, line %d", d.script.Stage, line)})
	}
	return key, key != ""
}

func (d *direct) lookUp(key string) (v eval.Value, exists bool) {
	if !d.journal.Readable() {
		eval.GiveUp("a look into a full cache that the script has added to")
	}
	d.noted += noteCost + len(key)
	text, ok := d.journal.Get(key)
	if !ok {
		return eval.Value{}, false
	}
	return d.cached(text), true
}

// cached makes a new value of a text; "" is undefined.
func (d *direct) cached(text string) eval.Value {
	if text == "" {
		return eval.Value{}
	}
	d.machine.ChargeJSON(text)
	v, _, ok := evalJSON(text, allPaths)
	if !ok {
		eval.GiveUp("a stored value that is no JSON")
	}
	return v
}

// cacheText is a value as JSON; "" stands for what JSON.stringify has no text for.
func (d *direct) cacheText(v eval.Value) string {
	text, ok, err := d.machine.AppendJSON(nil, v)
	if err != nil {
		eval.GiveUp("a value that holds itself")
	}
	if !ok {
		return ""
	}
	return string(text)
}

// A note is one call of console, or of cache without a key.
type note struct {
	// path is that of the method of console, "" where text is that of the cache's method
	// and place where it was called.
	path, text, place string
	// args are the arguments where they are primitive: such are put into words when
	// somebody wants to read them. text has the others.
	args []eval.Value
}

func (d *direct) say(path string, args []eval.Value) {
	n := note{path: path}
	if slices.ContainsFunc(args, func(v eval.Value) bool { return v.Kind == eval.Object }) {
		n.text = d.consoleText(args)
	} else {
		n.args = append([]eval.Value{}, args...) // not nil
	}
	d.noted += noteCost + len(n.text)
	for _, arg := range n.args {
		d.noted += noteCost + len(arg.Text())
	}
	d.notes = append(d.notes, n)
}

func (n *note) carry(d *direct) {
	write := d.Log.Infof
	switch n.path {
	case "":
		d.NoKey(n.text, n.place)
		return
	case "console.debug":
		write = d.Log.Debugf
	case "console.warn":
		write = d.Log.Warnf
	case "console.error":
		write = d.Log.Errorf
	}
	write("%s", n)
}

// String is called where the level of the line is on.
func (n *note) String() string {
	if n.args == nil {
		return n.text
	}
	return (*direct)(nil).consoleText(n.args)
}
