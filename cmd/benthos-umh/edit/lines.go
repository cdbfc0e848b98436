// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package edit

import (
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"

	"github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/inventory"
)

// lineStart is where the line of a place begins.
func (t *tree) lineStart(at int) int {
	if at < len(t.text) && at > 0 && t.text[at-1:at+1] == "\r\n" {
		at--
	}
	begin := strings.LastIndexAny(t.text[:at], inventory.Breaks)
	if begin < 0 {
		return 0
	}
	return begin + inventory.BreakAt(t.text, begin)
}

// lineEnd is where the line of a place ends, before its end of line.
func (t *tree) lineEnd(at int) int {
	if end := strings.IndexAny(t.text[at:], inventory.Breaks); end >= 0 {
		return at + end
	}
	return len(t.text)
}

// nextLine is where the next line begins; the end of the text if there is none.
func (t *tree) nextLine(at int) int {
	end := t.lineEnd(at)
	if end == len(t.text) {
		return end
	}
	return end + inventory.BreakAt(t.text, end)
}

// line is the line of a place without its end.
func (t *tree) line(at int) string { return t.text[t.lineStart(at):t.lineEnd(at)] }

// column is how many characters stand before a place in its line.
func (t *tree) column(at int) int { return utf8.RuneCountInString(t.text[t.lineStart(at):at]) }

// first reports whether only blanks stand before a place in its line.
func (t *tree) first(at int) bool { return strings.Trim(t.text[t.lineStart(at):at], " ") == "" }

// eol is how lines near a place end.
func (t *tree) eol(at int) string {
	if end := t.lineEnd(at); end < len(t.text) {
		return t.text[end : end+inventory.BreakAt(t.text, end)]
	}
	if start := t.lineStart(at); start > 0 {
		return t.text[t.lineEnd(t.lineStart(start-1)):start]
	}
	return "\n"
}

func isComment(line string) bool { return strings.HasPrefix(strings.TrimLeft(line, blanks), "#") }

func isEmpty(line string) bool { return strings.Trim(line, blanks) == "" }

func indentOf(line string) int { return len(line) - len(strings.TrimLeft(line, " ")) }

// after is where the lines of a node end that stands in a mapping or list which is indented
// by indent. Comments below it that are indented more are its own, and so are the empty
// lines at the end of a block that keeps them (|+).
func (t *tree) after(node *yaml.Node, indent int) int {
	at := t.nextLine(t.spans[node].end)
	if t.keeps(node) {
		for at < len(t.text) && strings.Trim(t.line(at), " ") == "" {
			at = t.nextLine(at)
		}
	}
	for ahead := at; ahead < len(t.text); {
		line := t.line(ahead)
		ahead = t.nextLine(ahead)
		switch {
		case isComment(line) && indentOf(line) > indent:
			at = ahead
		case !isEmpty(line):
			return at
		}
	}
	return at
}

// keeps reports whether a node ends with a block that keeps the empty lines at its end.
func (t *tree) keeps(node *yaml.Node) bool {
	for len(node.Content) > 0 {
		if node.Style&yaml.FlowStyle != 0 {
			return false
		}
		node = node.Content[len(node.Content)-1]
	}
	if !isBlock(node) {
		return false
	}
	header, _, _ := strings.Cut(t.line(t.spans[node].value)[t.spans[node].value-t.lineStart(t.spans[node].value):], "#")
	return strings.Contains(header, "+")
}

// above is where the comments begin that stand right above the line of a place; that line
// if there are none.
func (t *tree) above(at int) int {
	at = t.lineStart(at)
	for at > 0 {
		before := t.lineStart(at - 1)
		if !isComment(t.line(before)) {
			return at
		}
		at = before
	}
	return at
}
