package hostile

import "strings"

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
