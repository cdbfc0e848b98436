// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package script

import (
	"strings"
	"unicode/utf8"
)

// checkText refuses a text that goja's parser should not be given: it is too long, or
// nests too deep. It is no parser. It knows where texts, comments and regular
// expressions are, and counts brackets outside of them; of other constructs it counts
// the two for which the parser takes long, arrow functions and labels that follow each
// other. What else nests without brackets is found in the tree, see checkTree.
func checkText(source string) (offset int, err error) {
	if len(source) > maxSource {
		return maxSource, errTooLong
	}
	s := &textScanner{text: source, open: []bracket{{kind: '{'}}}
	for s.at < len(s.text) && s.err == nil {
		s.token()
	}
	if s.err != nil {
		return s.failed, s.err
	}
	return 0, nil
}

// A bracket is one that is open.
type bracket struct {
	// kind is '(', '[', '{', or '$' for the ${ of a template.
	kind byte
	// head: it is the head of a statement, as of if, behind which no operand has ended.
	head bool
	// literal: it is an object, and not a block.
	literal bool
	// read is how much had been read when it began.
	read int
	// pending counts arrows and labels in it that stand inside each other, choices each ?
	// and case without its colon.
	pending, choices int
}

type textScanner struct {
	text string
	at   int
	open []bracket
	// operand: what was read last ends an operand, so that a / divides.
	operand bool
	// word is the name or keyword that was read last, if nothing followed it.
	word string
	// reread is how many bytes the parser reads again so far.
	reread int
	// closed is how much it read for the parenthesis that was closed last, if nothing
	// followed it.
	closed int

	err    error
	failed int
}

func (s *textScanner) fail(err error) {
	if s.err == nil {
		s.err, s.failed = err, s.at
	}
}

// token reads one token, a blank, or a comment.
func (s *textScanner) token() {
	c := s.text[s.at]
	switch {
	case c == ' ' || c == '\t' || c == '\n' || c == '\r':
		s.at++
	case strings.HasPrefix(s.text[s.at:], "//"):
		s.skipTo(strings.IndexAny(s.text[s.at:], lineEnds), 0)
	case strings.HasPrefix(s.text[s.at:], "/*"):
		s.skipTo(strings.Index(s.text[s.at+2:], "*/"), len("/**/"))
	case isWordByte(c):
		s.readWord()
	default:
		s.sign(c)
	}
}

// sign reads a token that is no word.
func (s *textScanner) sign(c byte) {
	word, closed := s.word, s.closed
	s.word, s.closed = "", 0
	switch c {
	case '"', '\'':
		s.startOperand()
		s.readString(c)
	case '`':
		s.at++
		s.readTemplate()
	case '(', '[', '{':
		s.push(c, word)
	case ')', ']', '}':
		s.pop()
	case '/':
		s.slash()
	case ';', ',':
		s.top().pending, s.operand = 0, false
		s.at++
	case ':':
		s.colon(word)
		s.operand = false
		s.at++
	case '?':
		s.operand = false
		if s.at++; s.at < len(s.text) && (s.text[s.at] == '.' || s.text[s.at] == '?') {
			s.at++
		} else {
			s.top().choices++
		}
	case '=':
		s.operand = false
		if strings.HasPrefix(s.text[s.at:], "=>") {
			s.arrow(closed)
			s.at++
		}
		s.at++
	case '+', '-':
		// Behind an operand, ++ and -- leave it one.
		if double := strings.HasPrefix(s.text[s.at+1:], s.text[s.at:s.at+1]); double {
			s.at++
		} else {
			s.operand = false
		}
		s.at++
	case '.':
		s.at++
		s.operand = false
		if s.at < len(s.text) && isWordByte(s.text[s.at]) {
			s.readName() // a member, whatever keyword it is
		}
	default:
		s.operand = false
		s.at++
	}
}

// skipTo goes on behind what was found, or to the end.
func (s *textScanner) skipTo(found, length int) {
	if found < 0 {
		s.at = len(s.text)
		return
	}
	s.at += found + length
}

func isWordByte(c byte) bool {
	return c == '$' || c == '_' || c == '\\' || c == '#' || c >= utf8.RuneSelf ||
		'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9'
}

func (s *textScanner) readName() {
	for s.at < len(s.text) && isWordByte(s.text[s.at]) {
		s.at++
	}
	s.operand = true
}

// noOperand are the keywords behind which an operand begins.
var noOperand = map[string]bool{
	"return": true, "typeof": true, "case": true, "do": true, "else": true, "in": true, "instanceof": true, "new": true, "void": true,
	"async": true, "delete": true, "throw": true, "yield": true, "await": true, "extends": true, "default": true, "of": true,
	"if": true, "while": true, "for": true, "with": true, "switch": true, "const": true, "let": true, "var": true,
}

func (s *textScanner) readWord() {
	before := s.operand
	start := s.at
	s.readName()
	s.word, s.closed = s.text[start:s.at], 0
	if s.word == "case" {
		s.top().choices++ // it has a colon too
	}
	if noOperand[s.word] {
		if between := s.word == "in" || s.word == "instanceof" || s.word == "of"; before && !between {
			s.top().pending = 0 // a statement begins
		}
		s.operand = false
		return
	}
	if before { // two operands: something else began, as a line without a semicolon does
		s.top().pending = 0
	}
}

func (s *textScanner) startOperand() {
	if s.operand {
		s.top().pending = 0
	}
	s.operand = true
}

// readString goes behind a text, or to the end of the line.
func (s *textScanner) readString(quote byte) {
	for s.at++; s.at < len(s.text); s.at++ {
		switch s.text[s.at] {
		case '\\':
			s.at++
		case quote:
			s.at++
			return
		case '\n', '\r':
			return
		}
	}
}

// readTemplate reads the text of a template, to its end or to the next ${.
func (s *textScanner) readTemplate() {
	for ; s.at < len(s.text); s.at++ {
		switch s.text[s.at] {
		case '\\':
			s.at++
		case '`':
			s.at++
			s.operand = true
			return
		case '$':
			if strings.HasPrefix(s.text[s.at:], "${") {
				s.at++
				s.push('$', "")
				return
			}
		}
	}
}

// slash is the beginning of a regular expression, or an operator.
func (s *textScanner) slash() {
	if !s.operand {
		if end := regExpEnd(s.text[s.at:]); end > 0 {
			s.at += end
			s.operand = true
			return
		}
	}
	s.operand = false
	s.at++
}

// regExpEnd is the length of the regular expression that a text begins with, 0 if it
// does not end on its line.
func regExpEnd(text string) int {
	class := false
	for i := 1; i < len(text); i++ {
		switch text[i] {
		case '\\':
			i++
		case '\n', '\r':
			return 0
		case '[':
			class = true
		case ']':
			class = false
		case '/':
			if !class {
				return i + 1
			}
		}
	}
	return 0
}

func (s *textScanner) top() *bracket { return &s.open[len(s.open)-1] }

// read is how much the parser has read.
func (s *textScanner) read() int { return s.at + s.reread }

func (s *textScanner) push(kind byte, word string) {
	if len(s.open) > maxNesting {
		s.fail(errTooDeep)
		return
	}
	b := bracket{kind: kind, read: s.read()}
	switch kind {
	case '(':
		b.head = word == "if" || word == "while" || word == "for" || word == "with"
	case '{':
		b.literal = !s.operand && s.expectsOperand(word)
	}
	s.open = append(s.open, b)
	s.operand = false
	s.at++
}

// expectsOperand reports whether a brace that comes next begins an object. Behind these
// keywords and in front of a file it is a block.
func (s *textScanner) expectsOperand(word string) bool {
	switch word {
	case "else", "do", "try", "finally":
		return false
	case "":
		before := strings.TrimRight(s.text[:s.at], " \t\r\n")
		return before != "" && !strings.HasSuffix(before, ";") && !strings.HasSuffix(before, "{") &&
			!strings.HasSuffix(before, "}") && !strings.HasSuffix(before, ")") && !strings.HasSuffix(before, "=>")
	}
	return true
}

func (s *textScanner) pop() {
	s.at++
	if len(s.open) == 1 {
		return // the parser will say so
	}
	b := *s.top()
	s.open = s.open[:len(s.open)-1]
	switch b.kind {
	case '$':
		s.readTemplate()
	case '(':
		s.closed, s.operand = s.read()-b.read, !b.head
	case '[':
		s.operand = true
	case '{':
		if s.operand = b.literal; !b.literal {
			s.top().pending = 0
		}
	}
}

// nest is for one more arrow or label inside the last one.
func (s *textScanner) nest() {
	if b := s.top(); b.pending < maxNesting {
		b.pending++
		return
	}
	s.fail(errTooDeep)
}

// arrow is the => behind parameters for which the parser read so much.
func (s *textScanner) arrow(parameters int) {
	s.nest()
	if s.reread += parameters; s.read() > maxReread {
		s.fail(errReread)
	}
}

// colon ends a label, unless it is that of a ? or behind something else than a name.
func (s *textScanner) colon(word string) {
	switch b := s.top(); {
	case b.choices > 0:
		b.choices--
	case word != "" && word != "default":
		s.nest()
	}
}
