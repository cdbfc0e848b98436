// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"cmp"
	"fmt"
	"io"
	"slices"
)

// field shows the field cases beside the starting point, the worst last.
func field(g grid, withTime bool, out io.Writer) error {
	if err := g.check(); err != nil {
		return err
	}
	type line struct {
		name string
		own  results
		ratio
	}
	var lines []line
	for _, name := range g.rows {
		own := g.cells[[2]string{name, "ours"}]
		r, err := g.ratioOf(name, "starting_point", "ours")
		if err != nil {
			return err
		}
		lines = append(lines, line{name, own, r})
	}
	slices.SortStableFunc(lines, func(a, b line) int { return cmp.Compare(b.median, a.median) })

	head, rule, empty := "| case | scripts run |", "|---|---|", "| |"
	if withTime {
		head, rule, empty = head+" µs/msg |", rule+"--:|", empty+" |"
	}
	fmt.Fprintf(out, "%s starting_point | allocs/msg | B/msg |\n%s--:|--:|--:|\n", head, rule)
	medians := make([]float64, len(lines))
	for i, l := range lines {
		medians[i] = l.median
		fmt.Fprintf(out, "| %s | %s |", l.name, l.own[0].how)
		if withTime {
			fmt.Fprintf(out, " %.1f |", median(l.own.values(g.unit))/1000)
		}
		fmt.Fprintf(out, " %v | %s |\n", l.ratio, memory(l.own))
	}
	fmt.Fprintf(out, "| **worst** %s %s | | |\n", empty, short(slices.Min(medians)))
	fmt.Fprintf(out, "| **geometric mean** %s %s | | |\n", empty, short(geometricMean(medians)))
	return nil
}
