// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package edit

import (
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/inventory"
)

// A tree is a text with the nodes in it and where they stand.
type tree struct {
	// text has no byte order mark.
	text string
	// yaml is what the nodes were read from. It is as long as text.
	yaml inventory.YAMLText
	root *yaml.Node
	// spans has every node but the document.
	spans map[*yaml.Node]span
	// comments are in the order of the text.
	comments []comment
}

// A span is where a node stands in a text, in bytes.
type span struct {
	// start is where it begins, with its anchor and tag; bare is where these end.
	start, bare int
	// value is where it begins without them.
	value int
	// end is where it ends: of a block where its last line of content does.
	end int
	// flow: it stands inside { } or [ ].
	flow bool
	// from has, for each byte of a scalar's value and for its end, the byte of the text.
	from []int32
}

// A comment is one, without the end of its line.
type comment struct {
	at   int
	text string
}

const (
	byteOrderMark = "\uFEFF"
	blanks        = " \t"
	space         = blanks + inventory.Breaks
)

// parse reads a text without a byte order mark. An environment variable outside of
// scripts may make it no YAML before it is replaced: it is read as a word then.
func parse(text string) (*tree, error) {
	t, err := parseAs(text, text)
	if err == nil {
		return t, nil
	}
	variables := inventory.VariablesIn(text)
	if len(variables) == 0 {
		return nil, fmt.Errorf("the text is no YAML: %w", err)
	}
	masked := mask(text, variables)
	if t, maskedErr := parseAs(text, masked); maskedErr == nil {
		return t.unmasked(variables)
	}
	return nil, fmt.Errorf("the text is no YAML before its environment variables are replaced; put them in quotes: %w", err)
}

func parseAs(text, read string) (*tree, error) {
	t := &tree{text: text, yaml: inventory.NewYAMLText(read), spans: map[*yaml.Node]span{}}
	var document yaml.Node
	if err := yaml.Unmarshal([]byte(read), &document); err != nil {
		return nil, err
	}
	if len(document.Content) == 0 {
		t.findComments(nil)
		return t, nil
	}
	t.root = document.Content[0]
	if _, err := t.measure(t.root, false); err != nil {
		return nil, err
	}
	t.findComments(t.root)
	return t, nil
}

// mask is a text of the same length in which variables are words.
func mask(text string, variables [][]int) string {
	masked := []byte(text)
	for _, v := range variables {
		for i := v[0]; i < v[1]; i++ {
			if !strings.ContainsRune("\r\n", rune(text[i])) {
				masked[i] = 'x'
			}
		}
	}
	return string(masked)
}

// unmasked is the tree of a text of which all variables are masked, with only those masked
// that stand in no script.
func (t *tree) unmasked(variables [][]int) (*tree, error) {
	var outside [][]int
	scripts := t.scriptSpans()
	for _, v := range variables {
		if !slices.ContainsFunc(scripts, func(s scriptSpan) bool { return s.has(v) }) {
			outside = append(outside, v)
		}
	}
	if t, err := parseAs(t.text, mask(t.text, outside)); err == nil {
		return t, nil
	}
	return nil, fmt.Errorf("a script is no YAML before its environment variables are replaced; put it in quotes or a block")
}

// measure finds the span of a node and of those inside it. It returns its end.
func (t *tree) measure(node *yaml.Node, flow bool) (int, error) {
	at, ok := t.yaml.Offset(node.Line, node.Column)
	if !ok {
		return 0, lost(node)
	}
	s := span{start: at, bare: at, value: at, flow: flow}
	collection := node.Kind == yaml.MappingNode || node.Kind == yaml.SequenceNode
	if !collection || node.Anchor != "" || node.Style&yaml.TaggedStyle != 0 {
		s.bare, s.value = t.properties(at)
	}
	var err error
	switch node.Kind {
	case yaml.AliasNode:
		s.end = at + len("*"+node.Value)
	case yaml.ScalarNode:
		err = t.measureScalar(node, &s)
	default:
		err = t.measureContent(node, &s)
	}
	t.spans[node] = s
	return s.end, err
}

func lost(node *yaml.Node) error {
	return fmt.Errorf("line %d of the YAML cannot be told apart", node.Line)
}

// properties are an anchor and a tag: where they end, and where the value begins.
func (t *tree) properties(at int) (bare, value int) {
	bare, value = at, at
	for value < len(t.text) && (t.text[value] == '&' || t.text[value] == '!') {
		bare = value + wordLength(t.text[value:])
		value = t.skip(bare, "")
	}
	return bare, value
}

func wordLength(text string) int {
	if end := strings.IndexAny(text, space); end >= 0 {
		return end
	}
	return len(text)
}

// skip skips blanks, ends of lines, comments, and the bytes of others.
func (t *tree) skip(at int, others string) int {
	for at < len(t.text) {
		switch {
		case strings.IndexByte(blanks+others, t.text[at]) >= 0:
			at++
		case t.atComment(at):
			at = t.lineEnd(at)
		default:
			size := inventory.BreakAt(t.text, at)
			if size == 0 {
				return at
			}
			at += size
		}
	}
	return at
}

// atComment reports whether a comment begins at a place between nodes.
func (t *tree) atComment(at int) bool {
	return t.text[at] == '#' && (at == 0 || strings.IndexByte(" \t\n\r,[]{}", t.text[at-1]) >= 0 || strings.ContainsAny(lastRune(t.text[:at]), inventory.Breaks))
}

func lastRune(text string) string {
	runes := []rune(text[max(0, len(text)-4):])
	return string(runes[len(runes)-1])
}

func (t *tree) measureScalar(node *yaml.Node, s *span) error {
	if node.Value == "" && node.Style&^yaml.TaggedStyle == 0 {
		s.value, s.end = s.bare, s.bare
		s.from = []int32{int32(s.end)}
		return nil
	}
	if s.from = t.yaml.Scalar(node); s.from == nil {
		return lost(node)
	}
	end := int(s.from[len(node.Value)])
	switch {
	case isBlock(node):
		s.end = t.lineEnd(s.value)
		if last := len(strings.TrimRight(node.Value, "\n")) - 1; last >= 0 {
			s.end = int(s.from[last]) + 1
		}
	case node.Style&(yaml.SingleQuotedStyle|yaml.DoubleQuotedStyle) != 0:
		s.end = end + 1
	default:
		s.end = end
	}
	return nil
}

func isBlock(node *yaml.Node) bool {
	return node.Kind == yaml.ScalarNode && node.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0
}

func (t *tree) measureContent(node *yaml.Node, s *span) error {
	s.end = s.value
	flow := node.Style&yaml.FlowStyle != 0 && s.value < len(t.text) && (t.text[s.value] == '[' || t.text[s.value] == '{')
	if flow {
		s.end++
	}
	for _, one := range node.Content {
		end, err := t.measure(one, s.flow || flow)
		if err != nil {
			return err
		}
		s.end = max(s.end, end)
	}
	if !flow {
		return nil
	}
	s.end = t.skip(s.end, ",:?")
	if s.end >= len(t.text) || t.text[s.end] != ']' && t.text[s.end] != '}' {
		return lost(node)
	}
	s.end++
	return nil
}

// findComments finds those between the scalars.
func (t *tree) findComments(root *yaml.Node) {
	at := 0
	between := func(to int) {
		for at < to {
			if t.atComment(at) {
				end := t.lineEnd(at)
				t.comments = append(t.comments, comment{at, t.text[at:end]})
				at = end
			} else {
				at++
			}
		}
	}
	var walk func(*yaml.Node)
	walk = func(node *yaml.Node) {
		s := t.spans[node]
		switch node.Kind {
		case yaml.ScalarNode:
			between(s.value)
			if isBlock(node) {
				between(t.lineEnd(s.value))
			}
			at = max(at, s.end)
		case yaml.AliasNode:
			between(s.start)
			at = max(at, s.end)
		}
		for _, one := range node.Content {
			walk(one)
		}
	}
	if root != nil {
		walk(root)
	}
	between(len(t.text))
}
