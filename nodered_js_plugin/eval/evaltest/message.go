// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package evaltest

import (
	"math/rand/v2"
	"strconv"
	"strings"
)

// A Message is what a script gets: JSON or another text as payload, and metadata.
type Message struct {
	Payload string
	Meta    map[string]string
}

// RandomMessage makes one.
func RandomMessage(r *rand.Rand) Message {
	m := Message{Meta: map[string]string{}}
	if r.IntN(12) == 0 {
		m.Payload = oneOf(r, "", "plain text", "12abc", "ä", "{", "NaN", "1e400", "0x10")
	} else {
		m.Payload = randomJSON(r, 0)
	}
	for range r.IntN(6) {
		m.Meta[oneOf(r, "a", "b", "n", "tag_name", "__proto__", "constructor", "ä", "0", "10", "length", "toString", "x")] = randomText(r)
	}
	return m
}

func oneOf(r *rand.Rand, list ...string) string { return list[r.IntN(len(list))] }

func randomText(r *rand.Rand) string {
	if r.IntN(4) == 0 {
		var out strings.Builder
		for range r.IntN(12) {
			out.WriteString(oneOf(r, "a", "b", "x", "A", ".", ",", " ", "1", "2", "-", "ä", "ß", "e\u0301", "😀", "\n", "$", "%", "日", "\u2028", "\u00a0"))
		}
		return out.String()
	}
	return oneOf(r, "", "a", "abc", "a,b,c", "plant.line1.press", "0x10", " 12 ", "1e3", "1_000", "-0", ".5", "5.", "42", "-1.5", "Infinity", "NaN", "true", "null", "ä", "😀", "e\u0301x", "a\u2028b",
		"__proto__", "constructor", "toString", "length", "2024-01-02T03:04:05.678Z", "2024-01-02", "{\"a\":1}", "[1,2]", "%C3%A4", "9007199254740993", "1e400", "0b1", "a😀b", "Größe", "x", "value", "payload")
}

func randomNumber(r *rand.Rand) string {
	if r.IntN(4) == 0 {
		return strconv.FormatFloat(r.NormFloat64()*float64([]int{1, 100, 1e6, 1e15}[r.IntN(4)]), 'g', -1, 64)
	}
	return oneOf(r, "0", "1", "2", "-1", "42", "1.5", "-0", "1.10", "100.0", "1e3", "9007199254740993", "12345678901234567890", "1e400", "-1e400", "1e-400", "5e-324", "0.1", "2.50", "1e21", "1E5", "123456789.123456789", "4294967295", "4294967296",
		"-2147483649", "1700000000000", "8.64e15", "0.30000000000000004", "1e-7", "3", "10", "65", "-5")
}

func randomJSON(r *rand.Rand, depth int) string {
	n := r.IntN(10)
	if depth == 0 && n < 6 {
		n = 9
	}
	switch {
	case n < 3 || depth > 3:
		return randomNumber(r)
	case n < 5:
		return strconv.Quote(strings.Map(func(c rune) rune {
			if c < ' ' {
				return '_'
			}
			return c
		}, randomText(r)))
	case n < 6:
		return oneOf(r, "true", "false", "null")
	case n < 8:
		var parts []string
		for range r.IntN(5) {
			parts = append(parts, randomJSON(r, depth+1))
		}
		return "[" + strings.Join(parts, ",") + "]"
	}
	parts := []string{}
	for range r.IntN(8) {
		name := oneOf(r, "a", "b", "n", "s", "k", "o", "list", "value", "ts", "b", "x", "length", "0", "1", "10", "-1", "", "__proto__", "constructor", "toString", "ä", "values", "f", "valueOf", "toJSON", "size", "at", "other")
		value := randomJSON(r, depth+1)
		switch name {
		case "n", "value", "ts":
			value = randomNumber(r)
		case "s", "k":
			value = strconv.Quote(oneOf(r, "a", "abc", "a,b", "", "x", "ä", "1", "__proto__", "0x10", "line 1"))
		case "list":
			value = "[" + strings.Join([]string{randomJSON(r, depth+2), randomNumber(r), randomJSON(r, depth+2)}[:r.IntN(4)], ",") + "]"
		}
		parts = append(parts, strconv.Quote(name)+":"+value)
	}
	return "{" + strings.Join(parts, ",") + "}"
}
