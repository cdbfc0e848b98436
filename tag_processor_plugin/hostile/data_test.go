// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package hostile

import (
	"fmt"
	"strings"
)

// textOf makes a payload that is a JSON text of so many letters.
func textOf(length int) func() string {
	return func() string { return `"` + strings.Repeat("x", length) + `"` }
}

// listOf makes a payload that is a list of so many numbers.
func listOf(length int) func() string {
	return func() string { return "[" + strings.Repeat("1,", length-1) + "1]" }
}

// deep makes a payload of lists in lists.
func deep(levels int) func() string {
	return func() string { return strings.Repeat("[", levels) + strings.Repeat("]", levels) }
}

// digits makes a payload that is a text of so many digits.
func digits(length int) func() string {
	return func() string { return `"` + strings.Repeat("7", length) + `"` }
}

// keys makes a payload that is an object of so many numbers.
func keys(count int) func() string {
	return func() string {
		text := &strings.Builder{}
		for i := range count {
			fmt.Fprintf(text, `,"k%d":%d`, i, i)
		}
		return "{" + text.String()[1:] + "}"
	}
}

// deepObject makes a payload of objects in objects.
func deepObject(levels int) func() string {
	return func() string { return strings.Repeat(`{"a":`, levels) + "1" + strings.Repeat("}", levels) }
}

// listOfText makes a payload that is a list of one element so many times.
func listOfText(element string, length int) func() string {
	return func() string { return "[" + strings.Repeat(element+",", length-1) + element + "]" }
}

// number makes a payload that is a number of so many digits.
func number(length int) func() string {
	return func() string { return strings.Repeat("7", length) }
}

// spaces makes a payload that is a text of so many spaces and a letter.
func spaces(length int) func() string {
	return func() string { return `"` + strings.Repeat(" ", length) + `x"` }
}
