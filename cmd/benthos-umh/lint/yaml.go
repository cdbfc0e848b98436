// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package lint

import (
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"
)

// yamlError matches what the YAML library says, where it names a line.
var yamlError = regexp.MustCompile(`^yaml: line (\d+): (.*)$`)

// yaml adds why the text is no YAML.
func (c *checker) yaml(err error) {
	text := c.places.Text()
	if at := invalidUTF8(c.Text); at >= 0 {
		line, column := strings.Count(c.Text[:at], "\n")+1, at-strings.LastIndexByte(c.Text[:at], '\n')
		line, _ = c.inFile(line, column)
		c.fail(line, column, "this is not UTF-8, but perhaps Windows-1252 or UTF-16; save the file as UTF-8")
		return
	}
	if line, column := firstTab(text); line > 0 {
		line, column = c.inFile(c.places.At(line, column))
		c.fail(line, column, "YAML does not allow tabs for indentation: use blanks")
		return
	}
	match := yamlError.FindStringSubmatch(err.Error())
	if match == nil {
		c.fail(1, 1, "%s", strings.TrimPrefix(err.Error(), "yaml: "))
		return
	}
	line, _ := strconv.Atoi(match[1])
	fileLine, _ := c.inFile(c.places.At(line, 1))
	c.fail(fileLine, 1, "this is no YAML: %s%s", match[2], yamlHints[match[2]])
}

// yamlHints say what is behind it as a rule, where the YAML library says what it has met.
var yamlHints = map[string]string{
	"mapping values are not allowed in this context":         "; a text with a colon and a blank needs quotes, and a script is best written below its key: write | behind the colon, and the script indented in the lines below",
	"did not find expected key":                              "; here or above, a quote does not end, a bracket is not closed, or a line is not indented as those beside it",
	"could not find expected ':'":                            "; here or above, a quote does not end, or a line of a script is not indented as the one before",
	"found unexpected end of stream":                         "; a quote does not end",
	"did not find expected ',' or ']'":                       "; a bracket is not closed",
	"did not find expected ',' or '}'":                       "; a brace is not closed",
	"did not find expected '-' indicator":                    "; an entry of a list is not indented as those beside it",
	"found character that cannot start any token":            "; a text that begins with @, ` or % needs quotes",
	"block sequence entries are not allowed in this context": "; a list begins in the line below its key",
}

// invalidUTF8 is the first byte that is part of no character, -1 if all are.
func invalidUTF8(text string) int {
	for i, r := range text {
		if r == utf8.RuneError && !strings.HasPrefix(text[i:], string(utf8.RuneError)) {
			return i
		}
	}
	return -1
}

// maxTabs is how many lines with tabs are looked at.
const maxTabs = 100

// firstTab is the place of the first tab that makes the text no YAML, or 0: the lines before
// it are YAML, and with its line they are not.
func firstTab(text string) (line, column int) {
	tried, end := 0, 0
	for number, one := range strings.SplitAfter(text, "\n") {
		before := text[:end]
		end += len(one)
		blanks := one[:len(one)-len(strings.TrimLeft(one, " \t"))]
		tab := strings.IndexByte(blanks, '\t')
		if tab < 0 {
			continue
		}
		if tried++; tried > maxTabs {
			return 0, 0
		}
		if parses(before) && !parses(text[:end]) {
			return number + 1, tab + 1
		}
	}
	return 0, 0
}

func parses(text string) bool {
	var node yaml.Node
	return yaml.Unmarshal([]byte(text), &node) == nil
}
