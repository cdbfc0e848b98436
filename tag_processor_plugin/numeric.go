// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package tag_processor_plugin

import (
	"encoding/json"
	"strconv"
	"strings"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/jsmsg"
)

// numberOf is the number that a text holds, if strconv.ParseFloat takes it for a
// finite one and it has no digit separators. Decimal text keeps its exact value,
// hexadecimal text becomes its float64.
func numberOf(text string) (n json.Number, ok bool) {
	if !mayBeNumeric(text) {
		return "", false
	}
	if jsmsg.Valid(text) {
		spelled, ok := jsmsg.SpellNumber(text)
		return json.Number(spelled), ok
	}
	f, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return "", false
	}
	digits := strings.TrimLeft(text, "+-")
	if len(digits) > 1 && digits[1]|0x20 == 'x' {
		return hexNumber(f), true
	}
	spelled, ok := jsmsg.SpellNumber(decimalJSON(digits, text[0] == '-'))
	return json.Number(spelled), ok
}

// mayBeNumeric is cheap and false for most texts that are no numbers, so that they
// do not cost an error of strconv. It is false for the words that ParseFloat takes
// for NaN and infinities, and for digits with separators: 4711_02 is an order.
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
	for _, c := range []byte("0123456789abcdefABCDEFxXpP+-.") {
		set[c] = true
	}
	return set
}()

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

// decimalJSON writes in JSON what ParseFloat accepts as decimal and JSON does not,
// such as "007", ".5", "5." or "5.e3", with its exact value. digits have no sign.
func decimalJSON(digits string, negative bool) string {
	exponent := ""
	if at := strings.IndexAny(digits, "eE"); at >= 0 {
		digits, exponent = digits[:at], digits[at:]
	}
	whole, fraction, _ := strings.Cut(digits, ".")
	whole = strings.TrimLeft(whole, "0")
	text := whole
	if whole == "" {
		text = "0"
	}
	if negative {
		text = "-" + text
	}
	if fraction != "" {
		text += "." + fraction
	}
	return text + exponent
}

// hexNumber is a finite number as JSON.stringify writes it.
func hexNumber(f float64) json.Number {
	if f == 0 {
		return "0" // also for -0
	}
	// encoding/json follows ECMAScript's rule. It fails for NaN and infinities only.
	text, _ := json.Marshal(f)
	return json.Number(text)
}
