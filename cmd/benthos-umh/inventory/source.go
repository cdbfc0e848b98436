// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package inventory

import (
	"encoding/base64"
	"os"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// A source is the text of a config as Benthos reads it: with the environment
// variables replaced. It knows where in the file each of its bytes stands.
type source struct {
	// file is the config as it is on disk.
	file string
	// lines are where its lines begin, in bytes.
	lines []int
	// text is what the YAML library reads.
	text string
	// from has for each byte of text, and for its end, the byte of file it stems from; nil if
	// that is as far behind in the file as mark says.
	from []int32
	mark int
	// variables are those of the file, in order.
	variables []Variable
}

// A Variable is an environment variable in the text of a config: ${NAME}.
type Variable struct {
	Name string
	// Missing says that it is not set and has no default.
	Missing bool
	// Problem is why Benthos cannot replace it, or "".
	Problem string
	// Line and Column are those of its $ in the file.
	Line, Column int
	at           int
}

const byteOrderMark = "\uFEFF"

func newSource(file string) *source {
	s := &source{file: file, text: strings.TrimPrefix(file, byteOrderMark)}
	s.mark = len(file) - len(s.text)
	s.lines = lineStarts(file, s.mark)
	s.replace(envPattern, func(text string, at int) (string, bool) {
		v, value := look(text)
		v.at = at
		v.Line, v.Column = s.position(at)
		s.variables = append(s.variables, v)
		return value, false
	})
	// ${{name}} is how a config says ${name}.
	s.replace(escapedPattern, func(text string, _ int) (string, bool) { return "$" + text[2:len(text)-1], true })
	return s
}

// These are Benthos' own patterns; a test compares what they do.
var (
	envPattern     = regexp.MustCompile(`\${[0-9A-Za-z_.]+(:((\${[^}]+})|[^}])*)?(?:\|[0-9A-Za-z]+)?}`)
	escapedPattern = regexp.MustCompile(`\${({[0-9A-Za-z_.]+(:((\${[^}]+})|[^}])*)?})}`)
)

// replace replaces what a pattern finds. by is told where that stands in the file, and
// reports whether its result is the found text without its second and last byte. All
// bytes of any other result stem from the first byte.
func (s *source) replace(pattern *regexp.Regexp, by func(text string, at int) (result string, unwrapped bool)) {
	found := pattern.FindAllStringIndex(s.text, -1)
	if len(found) == 0 {
		return
	}
	var text strings.Builder
	from := make([]int32, 0, len(s.text)+1)
	end := 0
	keep := func(to int) {
		for ; end < to; end++ {
			from = append(from, int32(s.inFile(end)))
		}
	}
	for _, f := range found {
		text.WriteString(s.text[end:f[0]])
		keep(f[0])
		at := s.inFile(f[0])
		result, unwrapped := by(s.text[f[0]:f[1]], at)
		for i := range len(result) {
			if unwrapped && i > 0 {
				at = s.inFile(f[0] + 1 + i)
			}
			from = append(from, int32(at))
		}
		text.WriteString(result)
		end = f[1]
	}
	text.WriteString(s.text[end:])
	keep(len(s.text) + 1)
	s.text, s.from = text.String(), from
}

// inFile is the byte of the file from which one of the text stems.
func (s *source) inFile(at int) int {
	if s.from == nil {
		return s.mark + at
	}
	return int(s.from[at])
}

// look is what ${…} names and the value it has, as Benthos replaces it.
func look(text string) (v Variable, value string) {
	inner, function := text[2:len(text)-1], ""
	name, rest, hasDefault := strings.Cut(inner, ":")
	if hasDefault {
		inner = rest
	}
	if pipe := strings.LastIndexByte(inner, '|'); pipe >= 0 {
		inner, function = inner[:pipe], inner[pipe+1:]
	}
	if !hasDefault {
		name = inner
	}
	v.Name = name
	value, set := os.LookupEnv(name)
	v.Missing = !set && !hasDefault
	if hasDefault && value == "" {
		value = inner
	}
	switch function {
	case "":
	case "base64decode":
		decoded, err := base64.StdEncoding.DecodeString(value)
		if err != nil {
			v.Problem = "the value of the environment variable " + name + " is no base64: " + err.Error()
			break
		}
		value = string(decoded)
	default:
		v.Problem = "there is no function " + function + " for environment variables; write base64decode, or none"
	}
	return v, strings.ReplaceAll(value, "\n", `\n`)
}

// position is the line and column of a byte of the file, from 1; columns are code points.
func (s *source) position(at int) (line, column int) {
	return positionIn(s.file, s.lines, at)
}

func positionIn(text string, starts []int, at int) (line, column int) {
	line, found := slices.BinarySearch(starts, at)
	if !found {
		line = max(line-1, 0)
	}
	return line + 1, utf8.RuneCountInString(text[min(starts[line], at):at]) + 1
}

// lineStarts are where the lines of a text begin: LF, CR LF and CR end them, as in editors.
func lineStarts(text string, first int) []int {
	starts := []int{first}
	for i := first; i < len(text); i++ {
		if text[i] == '\n' || text[i] == '\r' && !strings.HasPrefix(text[i:], "\r\n") {
			starts = append(starts, i+1)
		}
	}
	return starts
}
