// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package script

import "fmt"

// goja's parser and compiler call themselves for everything that stands inside
// something else, and what they do for it again and again grows with the square of
// some lengths, or faster. So a text that nests or chains too much would hold up the
// start for minutes, or end the process for want of stack. Beyond these limits, far
// from what people and their tools write, a script is refused. Below them a script
// takes a few seconds at most.
const (
	// maxSource is how many bytes a script may have.
	maxSource = 1 << 20
	// maxNesting is how deep brackets of all kinds, functions, operators and statements
	// may stand inside each other.
	maxNesting = 1000
	// maxMembers is how many members and calls may follow each other, as in a.b().c[0].
	maxMembers = 1000
	// maxChain is how many operators or else may follow each other, as in a || b || c.
	maxChain = 10_000
	// maxReread is how many bytes the parser may read. It reads the parameters of an
	// arrow function twice, and what stands in arrow functions in there four times.
	maxReread = 8 * maxSource
)

// Why a script is refused that goes beyond a limit.
var (
	errTooLong = fmt.Errorf("the script is longer than %s bytes", grouped(maxSource))
	errTooDeep = fmt.Errorf("nests deeper than %s levels", grouped(maxNesting))
	errMembers = fmt.Errorf("a chain of more than %s members and calls", grouped(maxMembers))
	errChain   = fmt.Errorf("a chain of more than %s operators", grouped(maxChain))
	errReread  = fmt.Errorf("arrow functions nest too deep in the parameters of others: the parser would have to read more than %s bytes", grouped(maxReread))
)

// grouped is a number with commas: 1,000.
func grouped(n int) string {
	if n < 1000 {
		return fmt.Sprint(n)
	}
	return fmt.Sprintf("%s,%03d", grouped(n/1000), n%1000)
}
