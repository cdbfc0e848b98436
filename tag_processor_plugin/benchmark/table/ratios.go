// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"
	"io"
	"slices"
	"strings"
)

// A comparison says which columns of a grid are compared.
type comparison struct {
	base string
	// others are divided by the base, which is divided by each of under.
	others, under []string
	// memory asks for two columns more: allocations and bytes of the base.
	memory bool
	// mean asks for two rows more: the geometric mean and the worst.
	mean bool
}

// ratios compares columns with the base.
func ratios(g grid, c comparison, out io.Writer) error {
	if err := g.check(); err != nil {
		return err
	}
	head := slices.Clone(c.others)
	medians := make([][]float64, len(c.others)+len(c.under))
	for _, name := range c.under {
		head = append(head, c.base+" / "+name)
	}
	if c.memory {
		head = append(head, "allocs/msg", "B/msg")
	}
	fmt.Fprintf(out, "| | %s |\n|---|%s\n", strings.Join(head, " | "), strings.Repeat("--:|", len(head)))
	for _, row := range g.rows {
		own := g.cells[[2]string{row, c.base}]
		cells := []string{row}
		for i, name := range slices.Concat(c.others, c.under) {
			if len(g.cells[[2]string{row, name}]) == 0 {
				cells = append(cells, "–")
				continue
			}
			column, with := name, c.base
			if i >= len(c.others) {
				column, with = with, column
			}
			r, err := g.ratioOf(row, column, with)
			if err != nil {
				return err
			}
			medians[i] = append(medians[i], r.median)
			cells = append(cells, r.String())
		}
		if c.memory {
			cells = append(cells, memory(own))
		}
		fmt.Fprintf(out, "| %s |\n", strings.Join(cells, " | "))
	}
	if c.mean {
		summary(medians, len(c.others), c.memory, out)
	}
	return nil
}

// memory is what a message costs of it.
func memory(cell results) string {
	messages := cell.messages()
	return fmt.Sprintf("%.0f | %.0f", median(cell.values("allocs/op"))/messages, median(cell.values("B/op"))/messages)
}

// summary writes the geometric mean of each column, and its worst: the smallest of
// the first, where more is better, and the largest of the rest.
func summary(columns [][]float64, first int, memory bool, out io.Writer) {
	means, worst := "| **geometric mean** |", "| **worst** |"
	for i, values := range columns {
		if len(values) == 0 {
			means, worst = means+" |", worst+" |"
			continue
		}
		means += " " + short(geometricMean(values)) + " |"
		if i < first {
			worst += " " + short(slices.Min(values)) + " |"
		} else {
			worst += " " + short(slices.Max(values)) + " |"
		}
	}
	if memory {
		means, worst = means+" | |", worst+" | |"
	}
	fmt.Fprintln(out, worst)
	fmt.Fprintln(out, means)
}
