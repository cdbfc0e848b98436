// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package jsmsg

import (
	"fmt"
	"math"
	"math/big"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	maxConsoleBytes = 8 << 10  // of one console call; the rest is cut
	maxConsoleItems = 1000     // elements looked at in one array, Map or Set
	maxConsoleDepth = 100      // levels of nesting
	maxConsoleBits  = 32 << 10 // of a BigInt that is written out
)

// FormatConsole renders the arguments of one console call as one line of text,
// joined by blanks: strings in single quotes with control characters escaped,
// nil as null, arrays as [ 1, 'x' ], maps and structs as { key: 1 } with sorted
// keys, errors and fmt.Stringers as quoted text. A value that contains itself is
// [Circular], what is nested deeper than a hundred levels [Array] or [Object].
//
// It does not limit the length of the text; ConsoleArgs does that for what
// scripts pass. The arguments are only read, and nothing is kept.
func FormatConsole(args []any) string {
	w := consoleWriter{limit: math.MaxInt}
	for i, arg := range args {
		if i > 0 {
			w.raw(" ")
		}
		w.value(arg)
	}
	return string(w.buf)
}

// bareText is text that FormatConsole prints without quotes: it is rendered already.
type bareText string

// consoleWriter renders Go values. What it writes once it is full gets cut, so
// writing more is harmless but useless.
type consoleWriter struct {
	buf   []byte
	limit int   // bytes
	path  []any // what encloses the value being written, by identity
}

func (w *consoleWriter) full() bool { return len(w.buf) > w.limit }

// room is how many bytes still fit, and one more, so that using it up shows in full.
func (w *consoleWriter) room() int { return max(0, w.limit-len(w.buf)) + 1 }

func (w *consoleWriter) raw(s string) { w.buf = append(w.buf, s...) }

// cut returns the text from start on, as far as it is within the limit, and a remark.
func (w *consoleWriter) cut(start int) string {
	end := max(start, w.limit)
	for end > start && !utf8.RuneStart(w.buf[end]) {
		end--
	}
	return string(w.buf[start:end]) + fmt.Sprintf("... [cut at %d bytes]", maxConsoleBytes)
}

// enter opens a nested value; id tells it from those that enclose it. Where it
// returns false the value has been written, as a remark.
func (w *consoleWriter) enter(id any, abbreviation string) bool {
	switch {
	case slices.Contains(w.path, id):
		w.raw("[Circular]")
		return false
	case len(w.path) >= maxConsoleDepth:
		w.raw(abbreviation)
		return false
	}
	w.path = append(w.path, id)
	return true
}

func (w *consoleWriter) leave() { w.path = w.path[:len(w.path)-1] }

// consoleList writes what stands between the elements of an array or object.
type consoleList struct {
	w           *consoleWriter
	open, close string
	n           int
}

func (w *consoleWriter) list(opening, closing string) consoleList {
	return consoleList{w: w, open: opening, close: closing}
}

func (l *consoleList) next() {
	if l.n == 0 {
		l.w.raw(l.open + " ")
	} else {
		l.w.raw(", ")
	}
	l.n++
}

func (l *consoleList) end() {
	if l.n == 0 {
		l.w.raw(l.open)
	} else {
		l.w.raw(" ")
	}
	l.w.raw(l.close)
}

// quote writes s in single quotes, on one line.
func (w *consoleWriter) quote(s string) {
	w.raw("'")
	w.escape(s, `'\`)
	w.raw("'")
}

// escape writes s with control characters and the ASCII characters of special escaped.
func (w *consoleWriter) escape(s, special string) {
	if room := w.room(); len(s) > room {
		s = s[:room]
	}
	for i := range len(s) {
		switch c := s[i]; {
		case c == '\n':
			w.raw(`\n`)
		case c == '\r':
			w.raw(`\r`)
		case c == '\t':
			w.raw(`\t`)
		case c == '\b':
			w.raw(`\b`)
		case c == '\f':
			w.raw(`\f`)
		case c < ' ' || c == 0x7f:
			w.buf = fmt.Appendf(w.buf, `\x%02X`, c)
		case strings.IndexByte(special, c) >= 0:
			w.buf = append(w.buf, '\\', c)
		default:
			w.buf = append(w.buf, c)
		}
	}
}

// key writes the name of a property and what parts it from the value.
func (w *consoleWriter) key(s string) {
	if s == "" || strings.ContainsFunc(s, needsQuotes) {
		w.quote(s)
	} else {
		w.escape(s, "")
	}
	w.raw(": ")
}

func needsQuotes(r rune) bool {
	return unicode.IsSpace(r) || unicode.IsControl(r) || strings.ContainsRune("'\"`\\", r)
}

// float writes f as JavaScript's String(f) does, except that -0 keeps its sign.
func (w *consoleWriter) float(f float64, bits int) {
	switch {
	case math.IsNaN(f):
		w.raw("NaN")
	case math.IsInf(f, 0):
		w.infinity(f < 0)
	default:
		format := byte('f')
		if abs := math.Abs(f); abs != 0 && (abs < 1e-6 || abs >= 1e21) {
			format = 'e'
		}
		w.exponent(strconv.AppendFloat(nil, f, format, -1, bits))
	}
}

func (w *consoleWriter) bigFloat(f *big.Float) {
	if f.IsInf() {
		w.infinity(f.Signbit())
		return
	}
	format := byte('f')
	if near, _ := f.Float64(); f.Sign() != 0 && (math.Abs(near) < 1e-6 || math.Abs(near) >= 1e21) {
		format = 'e'
	}
	w.exponent(f.Append(nil, format, -1))
}

func (w *consoleWriter) infinity(negative bool) {
	if negative {
		w.raw("-")
	}
	w.raw("Infinity")
}

// exponent writes a number as strconv formats it, with 1e-07 as 1e-7.
func (w *consoleWriter) exponent(number []byte) {
	if n := len(number); n >= 4 && number[n-4] == 'e' && number[n-2] == '0' {
		number = append(number[:n-2], number[n-1])
	}
	w.buf = append(w.buf, number...)
}

func (w *consoleWriter) value(v any) {
	if rv := reflect.ValueOf(v); rv.Kind() == reflect.Pointer && rv.IsNil() {
		w.raw("null") // before an Error or String method trips over it
		return
	}
	switch v := v.(type) {
	case nil:
		w.raw("null")
	case bareText:
		w.raw(string(v))
	case string:
		w.quote(v)
	case *big.Int:
		w.buf = v.Append(w.buf, 10)
	case big.Int:
		w.buf = v.Append(w.buf, 10)
	case *big.Float:
		w.bigFloat(v)
	case big.Float:
		w.bigFloat(&v)
	case error:
		w.quote(v.Error())
	case fmt.Stringer:
		w.quote(v.String())
	default:
		w.kind(reflect.ValueOf(v))
	}
}

// kind writes v by its kind, which is not that of an interface.
func (w *consoleWriter) kind(v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		w.quote(v.String())
	case reflect.Bool:
		w.buf = strconv.AppendBool(w.buf, v.Bool())
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		w.buf = strconv.AppendInt(w.buf, v.Int(), 10)
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Uintptr:
		w.buf = strconv.AppendUint(w.buf, v.Uint(), 10)
	case reflect.Float32, reflect.Float64:
		w.float(v.Float(), v.Type().Bits())
	case reflect.Pointer:
		if w.enter(v.Interface(), "[Object]") {
			w.value(v.Elem().Interface())
			w.leave()
		}
	case reflect.Slice, reflect.Array:
		w.goArray(v)
	case reflect.Map:
		w.goMap(v)
	case reflect.Struct:
		w.goStruct(v)
	case reflect.Func:
		w.raw("[Function]")
	default: // complex numbers, channels: nothing that a message holds
		w.quote(fmt.Sprint(v))
	}
}

// Identities for consoleWriter.enter, where the value itself is not comparable.
type (
	mapID   uintptr
	sliceID struct { // with its length: a shorter slice of the same elements is another
		data uintptr
		len  int
	}
	levelID int // of a value that is no reference and so cannot contain itself
)

func (w *consoleWriter) goArray(v reflect.Value) {
	var id any = levelID(len(w.path))
	if v.Kind() == reflect.Slice && v.Len() > 0 {
		id = sliceID{v.Pointer(), v.Len()}
	}
	if !w.enter(id, "[Array]") {
		return
	}
	items := w.list("[", "]")
	for i := range v.Len() {
		items.next()
		w.value(v.Index(i).Interface())
	}
	items.end()
	w.leave()
}

func (w *consoleWriter) goMap(v reflect.Value) {
	if !w.enter(mapID(v.Pointer()), "[Object]") {
		return
	}
	type entry struct {
		key   string
		value any
	}
	entries := make([]entry, 0, v.Len())
	for key, value := range v.Seq2() {
		entries = append(entries, entry{fmt.Sprint(key.Interface()), value.Interface()})
	}
	slices.SortFunc(entries, func(a, b entry) int { return strings.Compare(a.key, b.key) })
	items := w.list("{", "}")
	for _, e := range entries {
		items.next()
		w.key(e.key)
		w.value(e.value)
	}
	items.end()
	w.leave()
}

func (w *consoleWriter) goStruct(v reflect.Value) {
	if !w.enter(levelID(len(w.path)), "[Object]") {
		return
	}
	fields := slices.DeleteFunc(reflect.VisibleFields(v.Type()), func(f reflect.StructField) bool {
		return !f.IsExported() || len(f.Index) > 1
	})
	slices.SortFunc(fields, func(a, b reflect.StructField) int { return strings.Compare(a.Name, b.Name) })
	items := w.list("{", "}")
	for _, f := range fields {
		items.next()
		w.key(f.Name)
		w.value(v.FieldByIndex(f.Index).Interface())
	}
	items.end()
	w.leave()
}
