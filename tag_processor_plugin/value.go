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

// bodyOverhead is the most that a body has beside the text of a payload that
// needs no escapes, in bytes.
const bodyOverhead = len(`{"value":"","timestamp_ms":-9223372036854775808}`)

// appendBody appends a tag's body as compact JSON. timestampMs are Unix
// milliseconds. A nil dst is made as large as most bodies need. On an error, which
// is appendValue's, dst is returned as it was.
func appendBody(dst []byte, p jsonPayload, datatype string, timestampMs int64) ([]byte, error) {
	body := dst
	if body == nil {
		body = make([]byte, 0, len(p.Text)+bodyOverhead)
	}
	body, err := appendValue(append(body, `{"value":`...), p, datatype)
	if err != nil {
		return dst, err
	}
	body = append(body, `,"timestamp_ms":`...)
	body = strconv.AppendInt(body, timestampMs, 10)
	return append(body, '}'), nil
}

// appendValue appends what becomes of a payload as JSON: a number, a boolean, null
// or a string. Numbers keep the exact decimal value of their text. The error says
// that datatype forces a type which cannot hold the payload; dst is then returned
// as it was.
func appendValue(dst []byte, p jsonPayload, datatype string) ([]byte, error) {
	text, kind, err := p.content()
	if err != nil {
		return dst, err
	}
	switch datatype {
	case datatypeString:
		if kind != kindCompound {
			return jsmsg.AppendString(dst, text), nil
		}
	case datatypeNumber:
		out, ok := appendNumeric(dst, text)
		if !ok {
			return dst, cannotHold(datatype, text, "it is no finite number")
		}
		return out, nil
	case datatypeBool:
		b, err := strconv.ParseBool(text)
		if err != nil {
			return dst, cannotHold(datatype, text, "it is neither true, false, 1 nor 0")
		}
		return strconv.AppendBool(dst, b), nil
	}
	switch kind {
	case kindString:
		if out, ok := appendNumeric(dst, text); ok {
			return out, nil
		}
		return jsmsg.AppendString(dst, text), nil
	case kindCompound:
		return appendCompact(dst, text), nil
	default:
		return append(dst, text...), nil
	}
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

// appendNumeric appends a text as a JSON number, where strconv.ParseFloat takes it
// for a finite one.
func appendNumeric(dst []byte, text string) (out []byte, ok bool) {
	if !mayBeNumeric(text) {
		return dst, false
	}
	if isPlainNumber(text) {
		return append(dst, text...), true
	}
	f, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return dst, false
	}
	digits := strings.TrimLeft(text, "+-")
	if len(digits) > 1 && digits[1]|0x20 == 'x' {
		return appendFloat(dst, f), true
	}
	if text[0] == '-' {
		dst = append(dst, '-')
	}
	return appendDecimal(dst, digits), true
}

// mayBeNumeric is cheap and false for most texts that are no numbers, so that they
// do not cost an error of strconv; it is false for the words that ParseFloat takes
// for NaN and infinities.
func mayBeNumeric(text string) bool {
	first := 0
	if text != "" && (text[0] == '-' || text[0] == '+') {
		first = 1
	}
	if first == len(text) || text[first] != '.' && !isDigit(text[first]) {
		return false
	}
	for i := first; i < len(text); i++ {
		if !numeric[text[i]] {
			return false
		}
	}
	return true
}

// numeric are the bytes of decimal and hexadecimal numbers.
var numeric = func() (set [256]bool) {
	for _, c := range []byte("0123456789abcdefABCDEFxXpP+-._") {
		set[c] = true
	}
	return set
}()

// isPlainNumber reports whether a text is a JSON number without an exponent that
// no float64 is too small for.
func isPlainNumber(text string) bool {
	const mostDigits = 300
	if len(text) > mostDigits {
		return false
	}
	whole, fraction, dot := strings.Cut(strings.TrimPrefix(text, "-"), ".")
	return isDigits(whole) && (whole[0] != '0' || len(whole) == 1) && (!dot || isDigits(fraction))
}

func isDigits(text string) bool {
	for i := range len(text) {
		if !isDigit(text[i]) {
			return false
		}
	}
	return text != ""
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

// appendDecimal appends what ParseFloat accepts as decimal and JSON does not, such
// as "007", ".5", "5." or "1_000", with its exact value. text has no sign.
func appendDecimal(dst []byte, text string) []byte {
	exponent := ""
	if at := strings.IndexAny(text, "eE"); at >= 0 {
		text, exponent = text[:at], text[at:]
	}
	whole, fraction, _ := strings.Cut(text, ".")
	whole = strings.TrimLeft(whole, "0_")
	if whole == "" {
		whole = "0"
	}
	dst = appendWithoutUnderscores(dst, whole)
	if fraction != "" {
		dst = append(dst, '.')
		dst = appendWithoutUnderscores(dst, fraction)
	}
	return appendWithoutUnderscores(dst, exponent)
}

func appendWithoutUnderscores(dst []byte, text string) []byte {
	for i := range len(text) {
		if text[i] != '_' {
			dst = append(dst, text[i])
		}
	}
	return dst
}

// appendFloat appends a finite number as JSON.stringify prints it.
func appendFloat(dst []byte, f float64) []byte {
	if f == 0 {
		return append(dst, '0') // also for -0
	}
	// encoding/json follows ECMAScript's rule. It fails for NaN and infinities only.
	text, _ := json.Marshal(f)
	return append(dst, text...)
}

// appendCompact appends a JSON string that holds JSON without the white space
// between its tokens. Everything else of text stays as it is written.
func appendCompact(dst []byte, text string) []byte {
	dst = append(dst, '"')
	start, quoted := 0, false
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c == '"':
			quoted = !quoted
		case quoted && c == '\\':
			i++ // the next byte is no quote that ends the string
		case !quoted && c <= ' ':
			dst = jsmsg.AppendStringContent(dst, text[start:i])
			start = i + 1
		}
	}
	dst = jsmsg.AppendStringContent(dst, text[start:])
	return append(dst, '"')
}
