// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// A result is one line of one benchmark.
type result struct {
	bench string
	// keys are the parts of its name, such as by=ours.
	keys map[string]string
	// values are what was measured, by unit.
	values map[string]float64
	// how is how the scripts run, as the last line of that key before it says.
	how string
}

type results []result

var cores = regexp.MustCompile(`-\d+$`)

// parse reads what `go test -bench` prints.
func parse(in io.Reader) (list results, err error) {
	lines, how := bufio.NewScanner(in), ""
	for lines.Scan() {
		if text, ok := strings.CutPrefix(lines.Text(), "how: "); ok {
			how = text
			continue
		}
		name, ok := strings.CutPrefix(lines.Text(), "Benchmark")
		fields := strings.Fields(name)
		if !ok || len(fields) < 4 {
			continue
		}
		parts := strings.Split(cores.ReplaceAllString(fields[0], ""), "/")
		one := result{bench: parts[0], keys: map[string]string{}, values: map[string]float64{}, how: how}
		for _, part := range parts[1:] {
			key, value, _ := strings.Cut(part, "=")
			one.keys[key] = value
		}
		for i := 2; i+1 < len(fields); i += 2 {
			if one.values[fields[i+1]], err = strconv.ParseFloat(fields[i], 64); err != nil {
				return nil, fmt.Errorf("%q: %w", lines.Text(), err)
			}
		}
		list = append(list, one)
	}
	return list, lines.Err()
}

// A grid is the results of one benchmark by row and column, in the order in which
// they appeared first. A cell has one result for each round.
type grid struct {
	// unit is what is compared.
	unit          string
	rows, columns []string
	cells         map[[2]string]results
}

func (list results) of(bench, unit string, row []string, column string) grid {
	g := grid{unit: unit, cells: map[[2]string]results{}}
	for _, one := range list {
		if one.bench != bench {
			continue
		}
		names := make([]string, len(row))
		for i, key := range row {
			names[i] = one.keys[key]
		}
		at := [2]string{strings.Join(names, " "), one.keys[column]}
		if !slices.Contains(g.rows, at[0]) {
			g.rows = append(g.rows, at[0])
		}
		if !slices.Contains(g.columns, at[1]) {
			g.columns = append(g.columns, at[1])
		}
		g.cells[at] = append(g.cells[at], one)
	}
	return g
}

// The units that are compared: the time that passes, or another one that is said.
const (
	perMessage = "ns/msg"
	perBatch   = "ns/op"
)

// values are what was measured in a cell, round by round.
func (list results) values(unit string) []float64 {
	values := make([]float64, len(list))
	for i, one := range list {
		values[i] = one.values[unit]
	}
	return values
}

// messages is how many messages an operation has.
func (list results) messages() float64 {
	return median(list.values(perBatch)) / median(list.values(perMessage))
}

// check fails where there is nothing to compare.
func (g grid) check() error {
	if len(g.rows) == 0 {
		return errors.New("the benchmark is not among the results")
	}
	for at, cell := range g.cells {
		for _, v := range cell.values(g.unit) {
			if v <= 0 {
				return fmt.Errorf("%s, %s: no %s", at[0], at[1], g.unit)
			}
		}
	}
	return nil
}
