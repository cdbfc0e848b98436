// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package script

import "strings"

// maxCompared is how many bytes a name may have to be compared with others.
const maxCompared = 64

// distance is how many single characters have to be added, removed, replaced or swapped
// with their neighbour to make b of a. Names that are too long to compare are far apart.
func distance(a, b string) int {
	if len(a) > maxCompared || len(b) > maxCompared {
		return maxCompared
	}
	x, y := []rune(a), []rune(b)
	rows := make([][]int, len(x)+1)
	for i := range rows {
		rows[i] = make([]int, len(y)+1)
		rows[i][0] = i
	}
	for j := range rows[0] {
		rows[0][j] = j
	}
	for i := 1; i <= len(x); i++ {
		for j := 1; j <= len(y); j++ {
			replace := rows[i-1][j-1]
			if x[i-1] != y[j-1] {
				replace++
			}
			rows[i][j] = min(rows[i-1][j]+1, rows[i][j-1]+1, replace)
			if i > 1 && j > 1 && x[i-1] == y[j-2] && x[i-2] == y[j-1] {
				rows[i][j] = min(rows[i][j], rows[i-2][j-2]+1)
			}
		}
	}
	return rows[len(x)][len(y)]
}

// nearest is the name that a mistyped one was most likely meant to be, "" if there is no
// clear one. The shorter a name is, the fewer errors it may have.
func nearest(name string, known []string) (best string) {
	least := 3
	for _, k := range known {
		d := distance(name, k)
		if strings.EqualFold(name, k) {
			d = min(d, 1)
		} else if d > allowedErrors(name, k) {
			continue
		}
		if d > 0 && d < least {
			best, least = k, d
		}
	}
	return best
}

// allowedErrors is how far two names may be apart for one to be a mistyped other.
func allowedErrors(a, b string) int {
	switch n := min(len(a), len(b)); {
	case n >= 7:
		return 2
	case n >= 3:
		return 1
	}
	return 0
}
