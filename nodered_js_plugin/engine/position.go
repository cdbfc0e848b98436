package engine

import (
	"strings"
	"unicode/utf8"
)

// A Position is a place in a script's source. Line and Column start at 1;
// columns count code points.
type Position struct {
	Line, Column int
}

// nextLine is the offset of the line after the one that holds offset from, or -1.
// Lines end as in ECMA-262 and in goja: LF, CR, CRLF, U+2028, U+2029.
func nextLine(source string, from int) int {
	i := strings.IndexAny(source[from:], "\n\r\u2028\u2029")
	if i < 0 {
		return -1
	}
	i += from
	if strings.HasPrefix(source[i:], "\r\n") {
		return i + 2
	}
	_, size := utf8.DecodeRuneInString(source[i:])
	return i + size
}

// lineStart is the offset of the first byte of a line; past the last line it is
// the length of the source.
func lineStart(source string, line int) int {
	start := 0
	for range line - 1 {
		next := nextLine(source, start)
		if next < 0 {
			return len(source)
		}
		start = next
	}
	return start
}

// lineText is a line without its end.
func lineText(source string, line int) string {
	text := source[lineStart(source, line):]
	if i := strings.IndexAny(text, "\n\r\u2028\u2029"); i >= 0 {
		text = text[:i]
	}
	return text
}

// positionAt is the place of a byte offset, which may lie outside the source.
func positionAt(source string, offset int) Position {
	offset = min(max(offset, 0), len(source))
	p := Position{Line: 1}
	start := 0
	for {
		next := nextLine(source, start)
		if next < 0 || next > offset {
			break
		}
		start = next
		p.Line++
	}
	p.Column = utf8.RuneCountInString(source[start:offset]) + 1
	return p
}
