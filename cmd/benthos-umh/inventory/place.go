// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package inventory

import "strings"

// Place is where the value of a field begins in the file of a config.
type Place struct {
	// Line is that of the value, from 1; for a block (`field: |`) that of its first
	// line of content. 0 is not known: the field is not there in so many words.
	Line int
	// Column is where in that line.
	Column int
	// Indent is how many blanks stand before every line of a block.
	Indent int
	// value is the text at this place; nil if it is no text, or its characters cannot be
	// told apart in the file.
	value *placed
	// moved is the line of the file that a line of the source comes from, nil if it is the same.
	moved func(line int) int
	// filled is the place in the text that was made of the source, where lines may have come
	// and gone; nil if there is none.
	filled *Place
}

// A placed is a text of a config, and where each of its bytes stands in the file.
type placed struct {
	source *source
	text   string
	// from has for each byte of text, and for its end, the byte of the source's text.
	from []int32
}

// Position is where a line and column of the text at this place stands in the file. All
// count from 1, columns in code points; lines of the text end as in JavaScript. What an
// environment variable was replaced by stands at its ${. ok is false if the place is not
// known to the character, or the text has no such position.
func (p Place) Position(line, column int) (fileLine, fileColumn int, ok bool) {
	if p.moved != nil {
		return 0, 0, false
	}
	return p.position(line, column)
}

func (p Place) position(line, column int) (fileLine, fileColumn int, ok bool) {
	if p.value == nil || line < 1 || column < 1 {
		return 0, 0, false
	}
	at, ok := offsetIn(p.value.text, scriptBreaks, line, column)
	if !ok {
		return 0, 0, false
	}
	fileLine, fileColumn = p.value.source.position(p.value.inFile(at))
	return fileLine, fileColumn, true
}

// Holds reports whether the text at this place is known to be this one: what Position
// says of a position of another text would be wrong.
func (p Place) Holds(text string) bool { return p.value != nil && p.value.text == text }

// Spans reports whether an environment variable stands inside the text at this place.
func (p Place) Spans(v Variable) bool {
	return p.value != nil && p.value.inFile(0) <= v.at && v.at < p.value.inFile(len(p.value.text))
}

// PositionIn is [Place.Position] for a script that was made of the text at this place: its
// variables may have been filled in. Lines that are the same are where they were. column is 0
// if only the line is known, line is 0 if nothing is.
func (p Place) PositionIn(script string, line, column int) (fileLine, fileColumn int) {
	exact := true
	if !p.Holds(script) {
		written, filled := p.scriptLines(), scriptLines(script)
		if len(written) != len(filled) || line < 1 || line > len(filled) {
			if p.filled != nil {
				return p.filled.PositionIn(script, line, column)
			}
			return 0, 0
		}
		exact = written[line-1] == filled[line-1]
	}
	if !exact {
		column = 1
	}
	fileLine, fileColumn, _ = p.position(line, column)
	if p.moved != nil && fileLine > 0 {
		return p.moved(fileLine), 0
	}
	if !exact {
		fileColumn = 0
	}
	return fileLine, fileColumn
}

// Moved is the place in a text of which this one's is a copy with other lines.
func (p Place) Moved(line func(int) int) Place {
	if p.Line > 0 {
		p.Line, p.Column = line(p.Line), 1
	}
	p.moved = line
	return p
}

var lineEnds = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u2029", "\n")

func (p Place) scriptLines() []string {
	if p.value == nil {
		return nil
	}
	return scriptLines(p.value.text)
}

// scriptLines are the lines of a script without their ends.
func scriptLines(script string) []string { return strings.Split(lineEnds.Replace(script), "\n") }

// inFile is the byte of the file from which a byte of the text stems.
func (l *placed) inFile(at int) int { return l.source.inFile(int(l.from[at])) }

// scriptBreaks are what ends a line of JavaScript.
const scriptBreaks = "\n\r\u2028\u2029"

// offsetIn is the byte at a line and column of a text, whose lines end with one of breaks.
// The column behind the last one of a line is that of its end.
func offsetIn(text, breaks string, line, column int) (at int, ok bool) {
	for ; line > 1; line-- {
		end := strings.IndexAny(text[at:], breaks)
		if end < 0 {
			return 0, false
		}
		at += end
		at += BreakAt(text, at)
	}
	return columnIn(text, breaks, at, column)
}

// columnIn is the byte at a column of the line that begins at a byte.
func columnIn(text, breaks string, at, column int) (offset int, ok bool) {
	rest := text[at:]
	if end := strings.IndexAny(rest, breaks); end >= 0 {
		rest = rest[:end]
	}
	for i := range rest {
		if column == 1 {
			return at + i, true
		}
		column--
	}
	return at + len(rest), column == 1
}
