// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package eval

import (
	"math"
	"strconv"
	"strings"
)

// A jsonWriter writes values as JSON.stringify does.
type jsonWriter struct {
	m    *Machine
	out  []byte
	open []any // the objects that are being written
	// indent is what a level of nesting adds, "" for compact, and level how many there
	// are. As in goja, an empty object leaves one behind for what is nested after it.
	indent string
	level  int
	// replace is the function that JSON.stringify was given, or nil.
	replace *Func
	// exact keeps the source text of numbers that no script computed, and gives
	// undefined members and BigInt as the message has them.
	exact bool
	cycle error
}

// nestingOfJSON is how many Go functions write an object in another one.
const nestingOfJSON = 4

// maxJSONDepth is how deep objects may nest; deeper ones are goja's.
const maxJSONDepth = 5000

// A CycleError says that an object holds itself.
type CycleError struct{}

func (CycleError) Error() string { return "it contains itself" }

// AppendJSON appends a value as JSON, with numbers in the text that they came with;
// ok is false where it has none: undefined and functions. Objects are read as
// JSON.stringify reads them, but for toJSON functions of the script, which end the
// Attempt. The error is a CycleError.
func (m *Machine) AppendJSON(dst []byte, v Value) (out []byte, ok bool, err error) {
	w := jsonWriter{m: m, out: dst, exact: true}
	ok = w.value("", v)
	return w.out, ok, w.cycle
}

// value writes one; false if it has no JSON form.
func (w *jsonWriter) value(key string, v Value) bool {
	w.room(32)
	if v.Kind == Object {
		v = w.converted(key, v)
	}
	if w.replace != nil {
		v = w.m.callFunc(w.replace, []Value{StringValue(key), v})
	}
	switch v.Kind {
	case Null:
		w.out = append(w.out, "null"...)
	case Bool:
		w.out = strconv.AppendBool(w.out, v.Num != 0)
	case Number:
		w.number(v)
	case String:
		w.room(quotedSize(v.Text()) + 32)
		w.out = AppendQuoted(w.out, v.Text())
	case Object:
		return w.object(v)
	default:
		return false
	}
	return true
}

// room makes room for what is appended next, which may be what was there already a
// hundred times over: the same object in many places.
func (w *jsonWriter) room(n int) {
	w.out = w.m.growText(w.out, n)
}

// converted is what toJSON makes of an object.
func (w *jsonWriter) converted(key string, v Value) Value {
	if own, ok := w.m.ownMethod(v, "toJSON"); ok {
		if f, ok := own.Ref.(*Func); ok {
			if w.exact {
				bail("toJSON of the script's own")
			}
			return w.m.callFunc(f, []Value{StringValue(key)})
		}
		return v
	}
	if d, ok := v.Ref.(*Date); ok {
		return w.m.dateJSON(d)
	}
	return v
}

func (w *jsonWriter) number(v Value) {
	if source, ok := v.Ref.(string); ok && w.exact {
		w.room(len(source))
		w.out = append(w.out, source...)
		return
	}
	if math.IsNaN(v.Num) || math.IsInf(v.Num, 0) {
		w.out = append(w.out, "null"...)
		return
	}
	w.out = AppendNumber(w.out, v.Num)
}

func (w *jsonWriter) object(v Value) bool {
	if _, function := v.Ref.(*Func); function {
		return false
	}
	w.m.work(len(w.open) >> 2)
	for _, o := range w.open {
		if o == v.Ref {
			if !w.exact {
				w.m.throwError("TypeError", "Converting circular structure to JSON")
			}
			w.cycle = CycleError{}
			w.out = append(w.out, "null"...)
			return true
		}
	}
	if len(w.open) >= maxJSONDepth {
		bail("JSON nested too deep")
	}
	w.m.deeper(nestingOfJSON)
	w.open = append(w.open, v.Ref)
	outside := w.level
	w.level++
	if a, ok := v.Ref.(*Arr); ok {
		w.list(a, outside)
	} else {
		w.members(v, outside)
	}
	w.open = w.open[:len(w.open)-1]
	w.m.nested -= nestingOfJSON
	return true
}

func (w *jsonWriter) list(a *Arr, outside int) {
	w.out = append(w.out, '[')
	inside := w.level
	n := len(a.Elems) // toJSON of an element may change that
	for i := range n {
		if i > 0 {
			w.out = append(w.out, ',')
		}
		w.newLine(inside)
		key := ""
		if w.replace != nil {
			key = strconv.Itoa(i)
		}
		element := undefined
		if i < len(a.Elems) && a.Elems[i].Kind != hole {
			element = a.Elems[i]
		}
		if !w.value(key, element) {
			w.out = append(w.out, "null"...)
		}
	}
	if n > 0 {
		w.newLine(outside)
		w.level = outside
	}
	w.out = append(w.out, ']')
}

func (w *jsonWriter) members(v Value, outside int) {
	w.out = append(w.out, '{')
	n, inside := 0, w.level
	for _, key := range w.m.ownKeys(v) {
		p, _ := w.m.ownProperty(v, key) // undefined where a script removed it meanwhile
		before := len(w.out)
		w.room(quotedSize(key) + 32)
		if n > 0 {
			w.out = append(w.out, ',')
		}
		w.newLine(inside)
		w.out = append(AppendQuoted(w.out, key), ':')
		if w.indent != "" {
			w.out = append(w.out, ' ')
		}
		if !w.value(key, p) {
			w.out = w.out[:before]
			continue
		}
		n++
	}
	if n > 0 {
		w.newLine(outside)
		w.level = outside
	}
	w.out = append(w.out, '}')
}

func (w *jsonWriter) newLine(level int) {
	if w.indent == "" {
		return
	}
	w.room(1 + level*len(w.indent))
	w.out = append(w.out, '\n')
	for range level {
		w.out = append(w.out, w.indent...)
	}
}

const hexDigits = "0123456789abcdef"

// shortText is up to which length a text gets room as if all of it were escapes.
const shortText = 1 << 10

// quotedSize is how many bytes AppendQuoted needs at most. It has to be known before:
// escapes are six times as long as what they stand for, and a text that grows while
// it is written would be copied meanwhile, uncharged.
func quotedSize(s string) int {
	if len(s) <= shortText {
		return 6*len(s) + 2
	}
	size := len(s) + 2
	for i := range len(s) {
		switch c := s[i]; {
		case c == '"' || c == '\\':
			size++
		case c < ' ':
			size += 5
		}
	}
	return size
}

// AppendQuoted appends a text as a JSON string, as JSON.stringify does.
func AppendQuoted(dst []byte, s string) []byte {
	dst = append(dst, '"')
	start := 0
	for i := range len(s) {
		c := s[i]
		if c >= ' ' && c != '"' && c != '\\' {
			continue
		}
		dst = append(dst, s[start:i]...)
		start = i + 1
		switch c {
		case '"', '\\':
			dst = append(dst, '\\', c)
		case '\b':
			dst = append(dst, '\\', 'b')
		case '\f':
			dst = append(dst, '\\', 'f')
		case '\n':
			dst = append(dst, '\\', 'n')
		case '\r':
			dst = append(dst, '\\', 'r')
		case '\t':
			dst = append(dst, '\\', 't')
		default:
			dst = append(dst, '\\', 'u', '0', '0', hexDigits[c>>4], hexDigits[c&15])
		}
	}
	return append(append(dst, s[start:]...), '"')
}

func jsonStringify(m *Machine, _ Value, args []Value) Value {
	w := jsonWriter{m: m}
	switch r := arg(args, 1).Ref.(type) {
	case *Func:
		w.replace = r
	case *Arr:
		bail("JSON.stringify with a list of keys")
	}
	switch space := arg(args, 2); space.Kind {
	case Number:
		w.indent = strings.Repeat(" ", int(min(max(toInteger(space.Num), 0), 10)))
	case String:
		if w.indent = space.Text(); len(w.indent) > 10 || !isASCII(w.indent) {
			bail("JSON.stringify with a long indentation")
		}
	case Object:
		bail("JSON.stringify with an object as indentation")
	}
	if !w.value("", arg(args, 0)) {
		return undefined
	}
	return StringValue(m.finished(w.out))
}

// hasHugeNumber reports whether a text may have a number that no float64 holds.
func hasHugeNumber(text string) bool {
	digits := 0
	for i := range len(text) {
		switch c := text[i]; {
		case c >= '0' && c <= '9':
			if digits++; digits > 300 {
				return true
			}
			continue
		case c|0x20 == 'e' && digits > 0:
			rest := strings.TrimLeft(text[i+1:min(len(text), i+5)], "+-")
			if len(rest) > 2 && digitValue(rest[0]) < 10 && digitValue(rest[1]) < 10 && digitValue(rest[2]) < 10 {
				return true
			}
		}
		digits = 0
	}
	return false
}

func jsonParse(m *Machine, _ Value, args []Value) Value {
	if r := arg(args, 1); r.Kind == Object {
		bail("JSON.parse with a function")
	}
	text := m.toText(arg(args, 0))
	m.ChargeJSON(text)
	if hasHugeNumber(text) {
		bail("JSON with a number that may be out of range") // an error for goja
	}
	v, ok := m.host.ParseJSON(text)
	if !ok {
		if strings.Count(text, "[")+strings.Count(text, "{") > maxJSONDepth {
			bail("JSON that may nest too deep") // which is another error
		}
		m.throwError("SyntaxError", "the text is no JSON")
	}
	return v
}

// ChargeJSON charges what the value of a JSON text takes, inside Attempt. It goes by the
// signs that begin and part objects, arrays and strings, as if none stood within a string.
func (m *Machine) ChargeJSON(text string) {
	m.work(len(text) >> 3)
	count := func(sign string) int { return strings.Count(text, sign) }
	objects, arrays, members := count("{"), count("["), count(":")
	elements := count(",") + arrays + objects - members // the other commas part members
	m.allocate(len(text) + textCost/2*count("\"") + JSONObject*objects + listCost*arrays +
		JSONMember*max(members-JSONMembers*objects, 0) + JSONElement*max(elements, 0))
}

// What the parts of a JSON text take, for a host that charges them one by one.
const (
	// JSONObject is an object with room for JSONMembers.
	JSONObject  = 320
	JSONMembers = 4
	JSONMember  = propertyCost
	JSONElement = 2 * elemCost
	JSONText    = textCost
)

// Charge charges bytes that a host is about to take, inside Attempt.
func (m *Machine) Charge(bytes int) { m.allocate(bytes) }

var _ = register(map[string]nativeFunc{"JSON.stringify": jsonStringify, "JSON.parse": jsonParse})
