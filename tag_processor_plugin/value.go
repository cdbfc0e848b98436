// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package tag_processor_plugin

import (
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/jsmsg"
)

// A jsonPayload is a payload after the last script.
type jsonPayload struct {
	// Text is valid JSON, compact or not, whose numbers have their source text; or
	// the payload itself where IsText.
	Text string
	// IsText says that Text is no JSON but a string payload's content.
	IsText bool
}

// The metadata values of datatype that force a type. Any other is ignored.
const (
	datatypeString = "string"
	datatypeNumber = "number"
	datatypeBool   = "bool"
)

// tagValue is what becomes of a payload: a json.Number, a bool, a string in valid
// UTF-8, or nil. Numbers keep the exact decimal value of their text, and are
// spelled as JSON.stringify would where that keeps it. detect says that text which
// looks like a number is one. The error says that datatype forces a type which
// cannot hold the payload.
func tagValue(p jsonPayload, datatype string, detect bool) (any, error) {
	text, kind, err := p.content()
	if err != nil {
		return nil, err
	}
	switch datatype {
	case datatypeString:
		return asText(text, kind), nil
	case datatypeNumber:
		n, ok := numberOf(text)
		if !ok {
			return nil, cannotHold(datatype, text, "it is no finite number")
		}
		return n, nil
	case datatypeBool:
		truth, ok := boolOf(text)
		if !ok {
			return nil, cannotHold(datatype, text, "it is neither true, false, 1 nor 0")
		}
		return truth, nil
	}
	switch {
	case kind == kindLiteral:
		return literal(text), nil
	case kind == kindString && detect:
		if n, ok := numberOf(text); ok {
			return n, nil
		}
	}
	return asText(text, kind), nil
}

// literal is the value of a number, true, false or null. A number that no float64
// is large enough for is text.
func literal(text string) any {
	switch text[0] {
	case 't':
		return true
	case 'f':
		return false
	case 'n':
		return nil
	}
	spelled, ok := jsmsg.SpellNumber(text)
	if !ok {
		return text
	}
	return json.Number(spelled)
}

// boolOf is the boolean that a text holds: 1 and 0 in every spelling, and what
// strconv.ParseBool takes.
func boolOf(text string) (truth, ok bool) {
	if truth, err := strconv.ParseBool(text); err == nil {
		return truth, true
	}
	n, _ := numberOf(text)
	return n == "1", n == "1" || n == "0"
}

// asText is a payload as a string value, an array or object as its compact JSON.
// Bytes that are no UTF-8 become U+FFFD, one each.
func asText(text string, kind payloadKind) string {
	if kind == kindCompound {
		text = jsmsg.Compact(text)
	}
	if utf8.ValidString(text) {
		return text
	}
	return string([]rune(text))
}

type payloadKind uint8

const (
	// kindLiteral is a number, true, false or null.
	kindLiteral payloadKind = iota
	kindString
	// kindCompound is an array or object.
	kindCompound
)

// content is the kind of a payload and its text: of a string what it holds, of
// anything else its JSON without white space round it.
func (p jsonPayload) content() (text string, kind payloadKind, err error) {
	if p.IsText {
		return p.Text, kindString, nil
	}
	text = p.Text
	if text != "" && (text[0] <= ' ' || text[len(text)-1] <= ' ') {
		text = strings.Trim(text, " \t\r\n")
	}
	if text == "" {
		return "", kindLiteral, errors.New("the payload is empty, which is no JSON")
	}
	switch text[0] {
	case '"':
		text, err = unquote(text)
		return text, kindString, err
	case '[', '{':
		return text, kindCompound, nil
	default:
		return text, kindLiteral, nil
	}
}

// unquote is what a JSON string holds.
func unquote(text string) (string, error) {
	if last := len(text) - 1; last > 0 && text[last] == '"' && strings.IndexByte(text, '\\') < 0 {
		return text[1:last], nil
	}
	var s string
	if err := json.Unmarshal([]byte(text), &s); err != nil {
		return "", fmt.Errorf("the payload is no JSON: %w", err)
	}
	return s, nil
}

func cannotHold(datatype, text, why string) error {
	return fmt.Errorf("datatype %q cannot hold %q: %s", datatype, shortened(text), why)
}

// maxShown bounds what an error or warning repeats of a message, in bytes.
const maxShown = 100

func shortened(text string) string {
	if len(text) <= maxShown {
		return text
	}
	end := maxShown
	for end > maxShown-utf8.UTFMax && !utf8.RuneStart(text[end]) {
		end--
	}
	return text[:end] + "…"
}
