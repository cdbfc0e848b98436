// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"
	"io"
	"strings"
)

// growth shows every cell as a multiple of the first row's first.
func growth(g grid, out io.Writer) error {
	if err := g.check(); err != nil {
		return err
	}
	base := median(g.cells[[2]string{g.rows[0], g.columns[0]}].values(g.unit))
	fmt.Fprintf(out, "| | %s |\n|---|%s\n", strings.Join(g.columns, " | "), strings.Repeat("--:|", len(g.columns)))
	for _, row := range g.rows {
		fmt.Fprintf(out, "| %s |", row)
		for _, column := range g.columns {
			cell := g.cells[[2]string{row, column}]
			if len(cell) == 0 {
				fmt.Fprint(out, " – |")
				continue
			}
			fmt.Fprintf(out, " %.1f |", median(cell.values(g.unit))/base)
		}
		fmt.Fprintln(out)
	}
	return nil
}
