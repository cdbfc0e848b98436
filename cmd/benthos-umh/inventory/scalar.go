// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package inventory

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"
)

// A scalar is the text of one YAML scalar while it is decoded, with where each of its
// bytes stands. It decodes as the YAML library does; whoever uses it compares the two.
type scalar struct {
	in string
	at int
	// text is what was decoded, from where each byte of it stands in in.
	text []byte
	from []int32
}

// scan decodes the scalar that begins at a byte of a text. from has a place for each byte of
// value and for its end; it is nil if what is there is not that value.
func scan(in string, at int, style yaml.Style, value string) (from []int32) {
	s := &scalar{in: in, at: at}
	s.skipProperties()
	switch {
	case style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0:
		s.block(style&yaml.LiteralStyle != 0, value)
		if rest, ok := strings.CutPrefix(string(s.text), value); ok && strings.Trim(rest, Breaks) == "" {
			s.text = s.text[:len(value)] // the breaks at the end that the header takes away
		}
	case style&(yaml.DoubleQuotedStyle|yaml.SingleQuotedStyle) != 0:
		s.quoted(style&yaml.DoubleQuotedStyle == 0)
	default:
		s.plain(len(value))
	}
	if string(s.text) != value {
		return nil
	}
	if len(s.from) == len(s.text) {
		s.from = append(s.from, int32(s.at))
	}
	return s.from[:len(value)+1]
}

// Breaks are what ends a line for the YAML library.
const Breaks = "\n\r\u0085\u2028\u2029"

func (s *scalar) rest() string { return s.in[min(s.at, len(s.in)):] }

func (s *scalar) ends() bool { return s.at >= len(s.in) }

func (s *scalar) is(b byte) bool { return s.at < len(s.in) && s.in[s.at] == b }

func (s *scalar) isBlank() bool { return s.is(' ') || s.is('\t') }

func (s *scalar) isBreak() bool { return BreakAt(s.in, s.at) > 0 }

// BreakAt is how many bytes the end of a line at this place has, 0 if there is none.
func BreakAt(text string, at int) int {
	if at >= len(text) {
		return 0
	}
	if strings.HasPrefix(text[at:], "\r\n") {
		return 2
	}
	if r, size := utf8.DecodeRuneInString(text[at:]); strings.ContainsRune(Breaks, r) {
		return size
	}
	return 0
}

// skipProperties skips an anchor and a tag, and what may stand behind them.
func (s *scalar) skipProperties() {
	for !s.ends() {
		switch {
		case s.isBlank() || s.isBreak():
			s.at++
		case s.is('#'):
			s.skipLine()
		case s.is('&') || s.is('!'):
			for !s.ends() && !s.isBlank() && !s.isBreak() {
				s.at++
			}
		default:
			return
		}
	}
}

func (s *scalar) skipLine() {
	for !s.ends() && !s.isBreak() {
		s.at++
	}
}

// add adds a text that stands at one place.
func (s *scalar) add(text string, at int) {
	s.text = append(s.text, text...)
	for range len(text) {
		s.from = append(s.from, int32(at))
	}
}

// read adds the next character.
func (s *scalar) read() {
	s.text = append(s.text, s.in[s.at])
	s.from = append(s.from, int32(s.at))
	s.at++
}

// A space is a blank, or the end of a line as the YAML library reads it.
type space struct {
	text string
	at   int
}

func (s *scalar) readBreak() space {
	size := BreakAt(s.in, s.at)
	end := space{"\n", s.at}
	if text := s.in[s.at : s.at+size]; text == "\u2028" || text == "\u2029" {
		end.text = text
	}
	s.at += size
	return end
}

func (s *scalar) addAll(ends []space) {
	for _, end := range ends {
		s.add(end.text, end.at)
	}
}

// block decodes a block scalar, with all breaks at its end.
func (s *scalar) block(literal bool, value string) {
	s.skipLine() // its header
	if s.isBreak() {
		s.readBreak()
	}
	indent := s.indentOf(value)
	var leading, trailing []space
	trailing, inside := s.blankLines(indent)
	afterBlank := false
	for inside && !s.ends() {
		blank := s.isBlank()
		if !literal && !afterBlank && !blank && len(leading) > 0 && leading[0].text == "\n" {
			if len(trailing) == 0 {
				s.add(" ", leading[0].at)
			}
		} else {
			s.addAll(leading)
		}
		s.addAll(trailing)
		afterBlank = blank
		for !s.ends() && !s.isBreak() {
			s.read()
		}
		leading = leading[:0]
		if s.isBreak() {
			leading = append(leading, s.readBreak())
		}
		trailing, inside = s.blankLines(indent)
	}
	s.addAll(leading)
	s.addAll(trailing)
}

// indentOf is how far the block that begins here is indented, if it holds value.
func (s *scalar) indentOf(value string) int {
	ahead, rest := *s, value
	for size := BreakAt(rest, 0); size > 0; size = BreakAt(rest, 0) {
		rest = rest[size:]
		for ahead.is(' ') {
			ahead.at++
		}
		if !ahead.isBreak() {
			break
		}
		ahead.readBreak()
	}
	if rest == "" {
		return len(s.in) // only breaks: no line is inside
	}
	found := 0
	for ahead.is(' ') {
		ahead.at++
		found++
	}
	return found - indent(rest)
}

// blankLines reads the blanks before a line of a block, and the lines that have no more
// than these. inside says that the next line belongs to the block.
func (s *scalar) blankLines(indent int) (ends []space, inside bool) {
	for {
		column := 0
		for column < indent && s.is(' ') {
			s.at++
			column++
		}
		if !s.isBreak() {
			return ends, column == indent
		}
		ends = append(ends, s.readBreak())
	}
}

// quoted decodes a scalar in quotes.
func (s *scalar) quoted(single bool) {
	quote := byte('"')
	if single {
		quote = '\''
	}
	if !s.is(quote) {
		return
	}
	s.at++
	for !s.ends() {
		folded := false
		for !s.ends() && !s.isBlank() && !s.isBreak() && !folded {
			switch {
			case single && strings.HasPrefix(s.rest(), "''"):
				s.add("'", s.at)
				s.at += 2
			case s.is(quote):
				s.from = append(s.from, int32(s.at)) // the end
				return
			case !single && s.is('\\') && BreakAt(s.in, s.at+1) > 0:
				s.at++
				s.readBreak()
				folded = true
			case !single && s.is('\\'):
				if !s.escape() {
					return
				}
			default:
				s.read()
			}
		}
		s.fold(folded)
	}
}

// plain decodes a scalar without quotes up to a length.
func (s *scalar) plain(length int) {
	for !s.ends() && len(s.text) < length {
		if s.isBlank() || s.isBreak() {
			s.fold(false)
		} else {
			s.read()
		}
	}
}

// fold reads blanks and breaks between two words. Blanks before and after a break are left
// out. escaped says that a break was read that leaves nothing behind.
func (s *scalar) fold(escaped bool) {
	var blanks, ends []space
	for s.isBlank() || s.isBreak() {
		switch {
		case s.isBreak():
			ends = append(ends, s.readBreak())
		case escaped || len(ends) > 0:
			s.at++
		default:
			blanks = append(blanks, space{s.in[s.at : s.at+1], s.at})
			s.at++
		}
	}
	switch {
	case escaped:
		s.addAll(ends)
	case len(ends) == 0:
		s.addAll(blanks)
	case ends[0].text != "\n":
		s.addAll(ends)
	case len(ends) == 1:
		s.add(" ", ends[0].at)
	default:
		s.addAll(ends[1:])
	}
}

// escapes are what follows a backslash in double quotes.
var escapes = map[byte]string{
	'0': "\x00", 'a': "\a", 'b': "\b", 't': "\t", '\t': "\t", 'n': "\n", 'v': "\v", 'f': "\f", 'r': "\r",
	'e': "\x1b", ' ': " ", '"': `"`, '\'': "'", '/': "/", '\\': `\`,
	'N': "\u0085", '_': "\u00a0", 'L': "\u2028", 'P': "\u2029",
}

var hexDigits = map[byte]int{'x': 2, 'u': 4, 'U': 8}

// escape decodes one escape, and reports whether it is one.
func (s *scalar) escape() bool {
	at := s.at
	if at+1 >= len(s.in) {
		return false
	}
	kind := s.in[at+1]
	s.at += 2
	if text, ok := escapes[kind]; ok {
		s.add(text, at)
		return true
	}
	digits := hexDigits[kind]
	if digits == 0 || s.at+digits > len(s.in) {
		return false
	}
	code, err := strconv.ParseUint(s.in[s.at:s.at+digits], 16, 32)
	if err != nil {
		return false
	}
	s.add(string(rune(code)), at)
	s.at += digits
	return true
}
