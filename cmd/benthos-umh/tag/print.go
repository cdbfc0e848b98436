// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package tag

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/fatih/color"
)

// The colours; the library leaves them out where standard output is no terminal
// or NO_COLOR is set.
var (
	bold   = color.New(color.Bold)
	dim    = color.New(color.Faint)
	red    = color.New(color.FgRed)
	green  = color.New(color.FgGreen)
	yellow = color.New(color.FgYellow)
)

// maxShown is how many characters of a value are printed; --json has it all.
const maxShown = 300

// printText shows a Result to people.
func printText(w io.Writer, r Result) error {
	var p printer
	place := fmt.Sprintf("line %d", r.Line)
	if r.File != "" {
		place = r.File + ", " + place
	}
	p.line(0, "%s %s", bold.Sprint(place), outcomeColour(r.Outcome).Sprint(r.Outcome))
	for _, run := range r.Runs {
		depth := 1
		if len(r.Runs) > 1 {
			p.line(1, "%s", bold.Sprint(run.Processor))
			depth = 2
		}
		p.branch(depth, run.Branch)
		p.rest(depth, run)
	}
	for _, e := range r.Log {
		p.line(1, "%s", yellow.Sprintf("%s: %s", strings.ToLower(e.Level), e.Text))
	}
	p.text.WriteByte('\n')
	_, err := w.Write(p.text.Bytes())
	return err
}

func outcomeColour(outcome string) *color.Color {
	switch outcome {
	case Processed:
		return green
	case Dropped:
		return yellow
	default:
		return red
	}
}

type printer struct{ text bytes.Buffer }

// line prints one line, or where it holds several, all of them, indented.
func (p *printer) line(depth int, format string, args ...any) {
	indent := strings.Repeat("  ", depth)
	text := strings.TrimRight(fmt.Sprintf(format, args...), " ")
	fmt.Fprintln(&p.text, indent+strings.ReplaceAll(text, "\n", "\n"+indent))
}

func (p *printer) branch(depth int, b Branch) {
	for i := 0; i < len(b.Steps); i++ {
		s := b.Steps[i]
		switch {
		case s.Holds == nil:
			p.line(depth, "%-22s %s", s.Stage, dim.Sprint(milliseconds(s.TookNs)))
		case *s.Holds:
			p.line(depth, "%-22s %s  %s", s.Stage, dim.Sprint(milliseconds(s.TookNs)), green.Sprint("true"))
		default:
			last := lastFalse(b.Steps[i:])
			p.line(depth, "%s", dim.Sprint(falseLine(b.Steps[i:i+last+1])))
			i += last
		}
		if !slices.ContainsFunc(b.failures(), func(f Failure) bool { return f.Stage == s.Stage }) { // which says more
			p.givenUp(depth+1, s.GivenUp)
		}
		if len(s.Changes) == 1 {
			p.change(depth+1, s.Changes[0])
		}
	}
	switch b.End {
	case endEmitted:
		p.output(depth, *b.Output)
	case endDropped:
		p.line(depth, "%s", yellow.Sprint("dropped by "+b.Steps[len(b.Steps)-1].Stage))
	case endFailed:
		p.failure(depth, *b.Failure)
	case endUnfinished:
		p.line(depth, "%s", red.Sprint("given up"))
	case endBranched:
		changes := b.Steps[len(b.Steps)-1].Changes
		for i, branch := range b.Branches {
			p.line(depth, "%s", bold.Sprintf("message %d of %d", i+1, len(b.Branches)))
			p.change(depth+1, changes[i])
			p.branch(depth+1, branch)
		}
	}
}

// givenUp says why a script ran in a VM this time.
func (p *printer) givenUp(depth int, g *GivenUp) {
	if g == nil {
		return
	}
	place := ""
	if g.Line > 0 {
		place = fmt.Sprintf(" (at or after line %d:%d)", g.Line, g.Column)
	}
	p.line(depth, "%s", yellow.Sprintf("given up in Go and run again in a VM: %s%s", g.Reason, place))
}

// lastFalse is how many more steps after the first are ifs that were false, too. One
// that was given up has lines of its own.
func lastFalse(steps []Step) int {
	n := 0
	for n+1 < len(steps) && steps[n].GivenUp == nil && steps[n+1].GivenUp == nil && steps[n+1].Holds != nil && !*steps[n+1].Holds {
		n++
	}
	return n
}

// falseLine is one line for neighbouring ifs that were all false.
func falseLine(steps []Step) string {
	name, sum := steps[0].Stage, int64(0)
	for _, s := range steps {
		sum += s.TookNs
	}
	if len(steps) > 1 {
		last := strings.Fields(steps[len(steps)-1].Stage)[1]
		name = strings.Replace(strings.TrimSuffix(name, " if"), "condition", "conditions", 1) + " to " + last + " if"
	}
	return fmt.Sprintf("%-22s %s  false", name, milliseconds(sum))
}

// rest shows what no branch does: failures that belong to none, and the original.
func (p *printer) rest(depth int, run Run) {
	shown := run.failures()
	for _, f := range run.Failures {
		if !slices.Contains(shown, f) {
			p.failure(depth, f)
		}
	}
	if run.Flagged {
		p.line(depth, "%s", red.Sprint("the original goes on, flagged with the error"))
	}
}

// failures are those of a branch and of the branches that it became.
func (b Branch) failures() (all []Failure) {
	if b.Failure != nil {
		all = append(all, *b.Failure)
	}
	for _, branch := range b.Branches {
		all = append(all, branch.failures()...)
	}
	return all
}

func (p *printer) failure(depth int, f Failure) {
	place := ""
	if f.Line > 0 {
		place = fmt.Sprintf(", line %d:%d", f.Line, f.Column)
	}
	switch {
	case f.FileColumn > 0:
		place += fmt.Sprintf(" (%s %d:%d)", f.File, f.FileLine, f.FileColumn)
	case f.FileLine > 0:
		place += fmt.Sprintf(" (%s %d)", f.File, f.FileLine)
	}
	p.line(depth, "%s", red.Sprintf("failed in %s%s (%s): %s", f.Stage, place, f.Reason, visible(cut(f.Error))))
	if f.Frame != "" {
		p.line(depth+1, "%s", f.Frame)
	}
}

func (p *printer) output(depth int, o Output) {
	if o.Topic != "" {
		p.line(depth, "%s %s", green.Sprint("→"), bold.Sprint(o.Topic))
		p.line(depth+1, "%s", visible(cut(o.String())))
		return
	}
	p.line(depth, "%s %s", green.Sprint("→"), visible(cut(o.String())))
}

func (p *printer) change(depth int, c Change) {
	if c.Payload != nil {
		for _, d := range differences("payload", c.Payload.Before, c.Payload.After) {
			p.line(depth, "%s", d)
		}
	}
	for _, key := range slices.Sorted(maps.Keys(c.Meta)) {
		switch m := c.Meta[key]; {
		case m.Before == nil:
			p.line(depth, "%s", set("meta."+key, cut(*m.After)))
		case m.After == nil:
			p.line(depth, "%s", removed("meta."+key, cut(*m.Before)))
		default:
			p.line(depth, "%s", changed("meta."+key, cut(*m.Before), cut(*m.After)))
		}
	}
}

func set(name, after string) string {
	return green.Sprintf("+ %s = %s", visible(name), visible(after))
}

func removed(name, before string) string {
	return red.Sprintf("- %s = %s", visible(name), visible(before))
}

func changed(name, before, after string) string {
	return fmt.Sprintf("~ %s: %s → %s", visible(name), red.Sprint(visible(before)), green.Sprint(visible(after)))
}

// String is the content as text: JSON, text, or base64.
func (c Content) String() string {
	switch {
	case c.Text != nil:
		return *c.Text
	case c.Base64 != nil:
		text, _ := json.Marshal(c.Base64) // bytes always have a JSON form
		return "base64 " + string(text)
	default:
		return string(c.Payload)
	}
}

func cut(text string) string {
	if len(text) <= maxShown { // bytes: never fewer than characters
		return text
	}
	runes := []rune(text)
	if len(runes) <= maxShown {
		return text
	}
	return fmt.Sprintf("%s… (%d characters)", string(runes[:maxShown]), len(runes))
}

// visible shows control characters as their pictures, so that no message does
// something to the terminal. Line breaks and tabs stay.
func visible(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t' || !unicode.IsControl(r):
			return r
		case r < ' ':
			return '\u2400' + r
		default:
			return unicode.ReplacementChar
		}
	}, text)
}

func milliseconds(ns int64) string {
	return fmt.Sprintf("%8.3f ms", float64(ns)/float64(time.Millisecond))
}
