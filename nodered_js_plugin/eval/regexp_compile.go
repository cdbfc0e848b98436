// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package eval

import (
	"errors"
	"fmt"
	"regexp"
	"regexp/syntax"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/dop251/goja/parser"
)

// A pattern is a compiled regular expression. It is immutable and may be shared.
//
// goja runs what it can with Go's regexp, from the start of a text, and everything
// else with an engine that backtracks. This package has Go's engine only. Where goja
// takes the other one, pattern.agrees says whether the two find the same.
type pattern struct {
	raw string
	// source is raw as the property of that name shows it.
	source, flags                                          string
	global, ignoreCase, multiline, dotAll, sticky, unicode bool

	re    *regexp.Regexp
	names []string
	// later finds matches behind the first character of a text, with that character as
	// what is before them, in its group 1.
	later func() *regexp.Regexp
	// looksBack: whether it matches at a place depends on the character before.
	looksBack bool
	// words: it looks for borders of words, in goja's other engine those of any script.
	words bool
	// wide: it takes astral characters or halves of them. empty: it matches "".
	wide, empty bool
	// agrees: both engines find the same in ASCII text.
	agrees bool
	// cost is how many steps it takes for a byte.
	cost int
}

// errOtherEngine is of a regular expression that Go's regexp cannot run.
var errOtherEngine = errors.New("a regular expression that needs backtracking")

// compilePattern compiles a regular expression. The error is errOtherEngine, or it
// says what is wrong with it in JavaScript.
func compilePattern(raw, flags string) (*pattern, error) {
	p := &pattern{raw: raw}
	if err := p.setFlags(flags); err != nil {
		return nil, err
	}
	if !utf8.ValidString(raw) || hasAstral(raw) || p.unicode && strings.Contains(raw, `\u`) {
		return nil, errOtherEngine // goja rewrites surrogate pairs in a pattern
	}
	text, err := parser.TransformRegExp(raw, p.dotAll, p.unicode)
	if incompatible := (parser.RegexpErrorIncompatible{}); errors.As(err, &incompatible) {
		return nil, errOtherEngine
	}
	if err != nil {
		return nil, err
	}
	if options := p.options(); options != "" {
		text = "(?" + options + ":" + text + ")"
	}
	if p.re, err = regexp.Compile(text); err != nil {
		if e := (*syntax.Error)(nil); errors.As(err, &e) && e.Code == syntax.ErrInvalidRepeatSize {
			return nil, errOtherEngine
		}
		return nil, err
	}
	p.names = p.re.SubexpNames()
	p.source = shownSource(raw)
	p.later = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`\A(?s:.)(?s:.*?)(` + text + `)`)
	})
	return p, p.analyse(text)
}

// The other engine's optimiser errs about classes that say what is not in them:
// [a-c]|[^a] does not match "a" there, [ab]??[^a] does not match "ac" as one. So only a pattern
// of one such class is known to be the same in both.
var (
	complement      = regexp.MustCompile(`\[\^|\\[WSD]`)
	onlyAComplement = regexp.MustCompile(`(?s)^\(?(\[\^([^\]\\]|\\[^WSD])*\]|\\[WSD])\+?\)?$`)
)

func (p *pattern) setFlags(flags string) error {
	for _, c := range flags {
		flag := map[rune]*bool{'g': &p.global, 'i': &p.ignoreCase, 'm': &p.multiline, 's': &p.dotAll, 'u': &p.unicode, 'y': &p.sticky}[c]
		switch {
		case flag == nil || *flag && c != 'u':
			return fmt.Errorf("invalid flags %q", flags)
		case *flag:
			return errOtherEngine // goja lets it pass
		}
		*flag = true
	}
	for _, one := range []struct {
		flag string
		set  bool
	}{{"g", p.global}, {"i", p.ignoreCase}, {"m", p.multiline}, {"s", p.dotAll}, {"u", p.unicode}, {"y", p.sticky}} {
		if one.set {
			p.flags += one.flag
		}
	}
	return nil
}

// options are the flags for Go's regexp.
func (p *pattern) options() (text string) {
	if p.multiline {
		text += "m"
	}
	if p.dotAll {
		text += "s"
	}
	if p.ignoreCase {
		text += "i"
	}
	return text
}

// analyse finds out what the translated expression may match.
func (p *pattern) analyse(text string) error {
	tree, err := syntax.Parse(text, syntax.Perl)
	if err != nil {
		return err
	}
	program, err := syntax.Compile(tree.Simplify())
	if err != nil {
		return err
	}
	p.cost = len(program.Inst)
	a := analysis{pattern: p, agrees: true}
	p.empty = a.empty(tree, false)
	p.agrees = a.agrees && plainSource(p.raw) && (onlyAComplement.MatchString(p.raw) || !complement.MatchString(p.raw))
	if p.ignoreCase {
		// The other engine takes \W for s and k as well: it has U+017F and U+212A.
		p.agrees = p.agrees && isASCII(p.raw) && !strings.Contains(p.raw, `\W`)
	}
	return nil
}

// An analysis walks the tree of an expression.
type analysis struct {
	*pattern
	agrees bool
}

// empty reports whether a node matches ""; repeated says that it stands in something
// that repeats. It notes what else the pattern has to know.
func (a *analysis) empty(n *syntax.Regexp, repeated bool) bool {
	switch n.Op {
	case syntax.OpWordBoundary, syntax.OpNoWordBoundary:
		a.looksBack, a.words = true, true
		return true
	case syntax.OpBeginLine, syntax.OpBeginText:
		a.looksBack = true
		return true
	case syntax.OpEmptyMatch, syntax.OpEndLine, syntax.OpEndText:
		return true
	case syntax.OpAnyChar, syntax.OpAnyCharNotNL:
		a.wide = true
	case syntax.OpLiteral, syntax.OpCharClass:
		a.wide = a.wide || wideRunes(n)
		return n.Op == syntax.OpLiteral && len(n.Rune) == 0
	case syntax.OpCapture:
		a.agrees = a.agrees && !repeated // engines differ in what a group keeps from turn to turn
		return a.empty(n.Sub[0], repeated)
	case syntax.OpStar, syntax.OpPlus, syntax.OpRepeat:
		empty := a.empty(n.Sub[0], true)
		a.agrees = a.agrees && !empty // and in turns that match ""
		return empty || n.Op == syntax.OpStar || n.Op == syntax.OpRepeat && n.Min == 0
	case syntax.OpQuest:
		a.agrees = !a.empty(n.Sub[0], repeated) && a.agrees
		return true
	case syntax.OpConcat:
		empty := true
		for _, sub := range n.Sub {
			empty = a.empty(sub, repeated) && empty
		}
		return empty
	case syntax.OpAlternate:
		empty := false
		for _, sub := range n.Sub {
			empty = a.empty(sub, repeated) || empty
		}
		return empty
	}
	return false
}

// wideRunes reports whether a literal or class has astral characters or halves.
func wideRunes(n *syntax.Regexp) bool {
	if n.Op == syntax.OpLiteral {
		for _, r := range n.Rune {
			if r > 0xFFFF || r >= 0xD800 && r < 0xE000 {
				return true
			}
		}
		return false
	}
	for i := 0; i+1 < len(n.Rune); i += 2 {
		if low, high := n.Rune[i], n.Rune[i+1]; high > 0xFFFF || low < 0xE000 && high >= 0xD800 {
			return true
		}
	}
	return false
}

// shownSource is the property source: line ends and slashes are escaped.
func shownSource(raw string) string {
	if raw == "" {
		return "(?:)"
	}
	var out strings.Builder
	escaped := false
	for _, c := range raw {
		switch {
		case escaped:
			escaped = false
			out.WriteRune(c)
		case c == '\n':
			out.WriteString(`\n`)
		case c == '\r':
			out.WriteString(`\r`)
		case c == '/' || c == '\u2028' || c == '\u2029': // not \/, which is what others write
			fmt.Fprintf(&out, `\u%04x`, c)
		default:
			escaped = c == '\\'
			out.WriteRune(c)
		}
	}
	return out.String()
}

func hasAstral(s string) bool {
	for i := range len(s) {
		if s[i] >= 0xF0 {
			return true
		}
	}
	return false
}
