// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package inventory

import (
	"regexp"
	"strconv"
	"strings"
	"text/template"
	"text/template/parse"
)

// A renderError is why a template cannot be filled in.
type renderError struct {
	line int    // of the template, from 1
	at   string // what it is about, as the template has it; "" if that is not known
	text string
}

func (e *renderError) Error() string { return e.text }

// render fills in a text/template as umh-core does: a variable that is missing is an
// error. lines has for each line of the result the line of the text that it is from.
func render(text string, vars map[string]any) (result string, lines []int, err error) {
	t, err := template.New("config").Option("missingkey=error").Parse(text)
	if err != nil {
		return "", nil, explained(err)
	}
	for _, one := range t.Templates() {
		mark(one.Root, text)
	}
	var b strings.Builder
	if err := t.Execute(&b, vars); err != nil {
		return "", nil, explained(err)
	}
	rendered := strings.Split(b.String(), "\n")
	at := 1
	for i, line := range rendered {
		if m := marker.FindStringSubmatch(line); m != nil {
			at, _ = strconv.Atoi(m[1])
		}
		lines = append(lines, at)
		rendered[i] = marker.ReplaceAllString(line, "")
	}
	return strings.Join(rendered, "\n"), lines, nil
}

// A marker says from which line of the template the text after it comes. No config
// contains NUL.
var marker = regexp.MustCompile("\x00(\\d+)\x00")

// mark puts a marker before each piece of text, and before each line in it.
func mark(node parse.Node, template string) {
	switch node := node.(type) {
	case *parse.ListNode:
		if node == nil {
			return
		}
		for _, child := range node.Nodes {
			mark(child, template)
		}
	case *parse.IfNode:
		mark(node.List, template)
		mark(node.ElseList, template)
	case *parse.RangeNode:
		mark(node.List, template)
		mark(node.ElseList, template)
	case *parse.WithNode:
		mark(node.List, template)
		mark(node.ElseList, template)
	case *parse.TextNode:
		line := 1 + strings.Count(template[:node.Pos], "\n")
		var b strings.Builder
		for piece := range strings.SplitAfterSeq(string(node.Text), "\n") {
			b.WriteString("\x00" + strconv.Itoa(line) + "\x00" + piece)
			line++
		}
		node.Text = []byte(b.String())
	}
}

var (
	templateError = regexp.MustCompile(`^template: config:(\d+)(?::\d+)?: (?s:(?:executing .*? at <(.*?)>: )?(.*))$`)
	missingKey    = regexp.MustCompile(`^map has no entry for key "(.*)"$`)
	plainVariable = regexp.MustCompile(`^\.[\w.]+$`)
)

// explained is an error of text/template in words that do not need it.
func explained(err error) error {
	m := templateError.FindStringSubmatch(err.Error())
	if m == nil {
		return &renderError{1, "", err.Error()}
	}
	line, _ := strconv.Atoi(m[1])
	place, why := m[2], m[3]
	switch missing := missingKey.FindStringSubmatch(why); {
	case missing != nil:
		name := missing[1]
		if plainVariable.MatchString(place) {
			name = strings.TrimPrefix(place, ".")
		}
		why = "the variable " + name + " is not set: give it with --var " + name + "=VALUE or --vars FILE"
	case place != "":
		why = "{{ " + place + " }} cannot be filled in: " + why
	default:
		why = "what stands between {{ and }} cannot be read: " + why + `; write {{ "{{" }} for two braces that are none of a variable`
	}
	return &renderError{line, place, why}
}
