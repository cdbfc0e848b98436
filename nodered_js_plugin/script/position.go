// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package script

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// A Position is a place in a script's source. Line and Column start at 1;
// columns count code points.
type Position struct {
	Line, Column int
}

// lines is a script's text by lines: where each begins, in bytes. They end as in
// ECMA-262 and in goja: LF, CR, CRLF, U+2028, U+2029. It is made once, because data
// that makes a script fail does so message after message.
type lines struct {
	text   string
	starts []int
}

func linesOf(text string) lines {
	l := lines{text: text, starts: []int{0}}
	for at := 0; ; {
		i := strings.IndexAny(text[at:], lineEnds)
		if i < 0 {
			return l
		}
		at += i
		if _, size := utf8.DecodeRuneInString(text[at:]); strings.HasPrefix(text[at:], "\r\n") {
			at += 2
		} else {
			at += size
		}
		l.starts = append(l.starts, at)
	}
}

const lineEnds = "\n\r\u2028\u2029"

// start is the offset of the first byte of a line; past the last line it is the
// length of the text.
func (l lines) start(line int) int {
	if line > len(l.starts) {
		return len(l.text)
	}
	return l.starts[line-1]
}

// line is a line without its end.
func (l lines) line(line int) string {
	return strings.TrimRight(l.text[l.start(line):l.start(line+1)], lineEnds)
}

// at is the place of a byte offset, which may lie outside the text.
func (l lines) at(offset int) Position {
	offset = min(max(offset, 0), len(l.text))
	line, found := slices.BinarySearch(l.starts, offset)
	if !found {
		line--
	}
	return Position{Line: line + 1, Column: utf8.RuneCountInString(l.text[l.starts[line]:offset]) + 1}
}
