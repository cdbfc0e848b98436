// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package main_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

// An example is what a page shows and a reader may try: a config or a script, and
// where the page has them, what goes in and what comes out.
type example struct {
	block
	// order is what the comment above the block demands.
	order order
	// input are the messages, a line each, of the json block that follows.
	input *block
	// output is the text block that follows, log the `text log` block.
	output, log *block
	// config is the config that unit tests (`tests:`) are for, tested says of a config
	// that it has some.
	config *example
	tested bool
}

// A block is a fenced block of a page.
type block struct {
	page     string
	line     int    // of the opening fence
	language string // what follows the fence
	comment  string // what the HTML comment right above says
	text     string
}

func (b block) String() string { return fmt.Sprintf("%s:%d %s", b.page, b.line, b.language) }

// An order is the comment above a block, `<!-- block: order, why -->`. CONTRIBUTING.md
// explains them.
type order string

const (
	orderNone         order = ""
	orderRefused      order = "refused"
	orderTagProcessor order = "tag_processor"
	orderAnyOrder     order = "any order"
	orderPipelineOnly order = "pipeline only"
	orderNotRun       order = "not run"
)

// others are the languages of blocks that are there to be read. What runs of them
// is run by other specs.
var others = []string{"sh", "go", "ts", "promql", "dockerfile", "mermaid"}

// examplesOf reads the examples of a page. The error names every block that has no
// meaning here: none is left out in silence.
func examplesOf(page, markdown string) ([]*example, error) {
	var (
		examples []*example
		problems []error
		config   *example // the last whole config or fragment of the page
		open     *example // the example that the next block may belong to
	)
	complain := func(b block, format string, args ...any) {
		problems = append(problems, fmt.Errorf("%v: "+format, append([]any{b}, args...)...))
	}
	readable := false // the last block was one of others, and text may be its output
	list, err := blocks(page, markdown)
	problems = append(problems, err)
	for _, b := range list {
		if b.language == "" { // a heading
			open, readable = nil, false
			continue
		}
		order, err := orderOf(b)
		if err != nil {
			complain(b, "%w", err)
		}
		switch {
		case order == orderNotRun:
			open, readable = nil, true
		case b.language == "yaml" || b.language == "javascript":
			open, readable = &example{block: b, order: order}, false
			switch kind := kindOf(b); {
			case kind == unknownYAML:
				complain(b, "is neither a config, nor a part of one, nor unit tests")
			case kind == unitTests && config == nil:
				complain(b, "are unit tests without a config before them")
			case kind == unitTests:
				open.config, config.tested = config, true
			case order != orderRefused:
				config = open
			}
			examples = append(examples, open)
		case b.language == "json":
			if open != nil && open.input == nil {
				open.input = &b
			} else if err := validJSON(b.text); err != nil {
				complain(b, "%w", err)
			}
		case b.language == "text" && open != nil && open.output == nil:
			open.output = &b
		case b.language == "text log" && open != nil && open.log == nil:
			open.log = &b
		case b.language == "text" && readable:
		case slices.Contains(others, b.language):
			open, readable = nil, true
		default:
			complain(b, "belongs to no example, or its language is not known")
		}
	}
	for _, e := range examples {
		if e.order == orderRefused && e.output == nil {
			complain(e.block, "is refused, but the page does not show the error")
		}
	}
	return examples, errors.Join(problems...)
}

// blocks are the fenced blocks of a page, and for each heading a block without a
// language. The error names fences that are none to it.
func blocks(page, markdown string) (list []block, err error) {
	var (
		b       block
		inside  bool
		text    strings.Builder
		comment string
	)
	for i, line := range strings.Split(markdown, "\n") {
		fence, isFence := strings.CutPrefix(line, "```")
		switch {
		case inside && line == "```":
			inside = false
			b.text = text.String()
			list = append(list, b)
		case inside:
			text.WriteString(line + "\n")
		case isFence && !strings.HasPrefix(fence, "`"):
			b = block{page: page, line: i + 1, language: fence, comment: comment}
			if fence == "" {
				b.language = "without a language"
			}
			inside, comment = true, ""
			text.Reset()
		case strings.Contains(line, "```") || strings.HasPrefix(strings.TrimSpace(line), "~~~"):
			err = errors.Join(err, fmt.Errorf("%s:%d: a fence is three backquotes at the start of its line", page, i+1))
		case strings.HasPrefix(line, "#"):
			comment = ""
			list = append(list, block{page: page, line: i + 1})
		case strings.TrimSpace(line) != "":
			comment = line
		}
	}
	if inside {
		err = errors.Join(err, fmt.Errorf("%v: is not closed", b))
	}
	return list, err
}

func orderOf(b block) (order, error) {
	text, ok := strings.CutPrefix(b.comment, "<!-- block: ")
	if !ok {
		return orderNone, nil
	}
	text, why, _ := strings.Cut(strings.TrimSuffix(text, " -->"), ", ")
	switch o := order(text); o {
	case orderRefused, orderTagProcessor:
		return o, nil
	case orderAnyOrder, orderPipelineOnly, orderNotRun:
		if why == "" {
			return o, errors.New("the comment above has to say why: <!-- block: " + text + ", why -->")
		}
		return o, nil
	default:
		return orderNone, fmt.Errorf("the comment above asks for %q, which is not known", text)
	}
}

// A kind is what a yaml block is.
type kind int

const (
	unknownYAML   kind = iota
	wholeConfig        // has an input and an output
	partialConfig      // some of the sections of a config
	processors         // a list of processors
	oneProcessor
	unitTests
	script // JavaScript
)

// configSections are the sections of a config.
var configSections = []string{
	"input", "pipeline", "output", "buffer", "logger", "metrics", "tracer", "http",
	"shutdown_timeout", "shutdown_delay", "error_handling",
	"cache_resources", "processor_resources", "rate_limit_resources", "input_resources", "output_resources",
}

func kindOf(b block) kind {
	if b.language == "javascript" {
		return script
	}
	list := sections(b.text)
	if len(list) == 0 {
		return unknownYAML
	}
	names := make([]string, len(list))
	for i := range list {
		names[i] = list[i].name
	}
	foreign := func(name string) bool { return !slices.Contains(configSections, name) }
	switch {
	case slices.Equal(names, []string{"tests"}):
		return unitTests
	case slices.Equal(names, []string{"tag_processor"}), slices.Equal(names, []string{"nodered_js"}):
		return oneProcessor
	case names[0] == "-":
		return processors
	case slices.ContainsFunc(names, foreign):
		return unknownYAML
	case slices.Contains(names, "input") && slices.Contains(names, "output"):
		return wholeConfig
	default:
		return partialConfig
	}
}

// A section is a top-level key of a YAML text with everything below it.
type section struct{ name, text string }

// sections splits a YAML text at its top level. The name of a list's entries is "-".
func sections(yaml string) (list []section) {
	before := "" // comments before the first section
	for line := range strings.Lines(yaml) {
		name, _, isKey := strings.Cut(line, ":")
		isEntry := strings.HasPrefix(line, "- ") && (len(list) == 0 || list[0].name == "-")
		switch {
		case isEntry:
			list = append(list, section{"-", before + line})
			before = ""
		case isKey && !strings.ContainsAny(line[:1], " -#\"'"):
			list = append(list, section{name, before + line})
			before = ""
		case len(list) == 0:
			before += line
		default:
			list[len(list)-1].text += line
		}
	}
	return list
}

// validJSON reports whether a text is one or more JSON values.
func validJSON(text string) error {
	decoder := json.NewDecoder(strings.NewReader(text))
	for {
		var v any
		if err := decoder.Decode(&v); err == io.EOF {
			return nil
		} else if err != nil {
			return err
		}
	}
}
