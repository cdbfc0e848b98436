// Command table turns what `benchstat -format csv` prints into the tables of
// docs/perf.md.
//
//	table ratios   < csv   one row per work: how much longer each competitor takes
//	table growth   < csv   time per message, as a multiple of the first cell
package main

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"
)

func main() {
	if err := run(os.Args[1:], os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "table:", err)
		os.Exit(1)
	}
}

func run(args []string, in io.Reader, out io.Writer) error {
	text, err := io.ReadAll(in)
	if err != nil {
		return err
	}
	units, err := parse(text)
	if err != nil {
		return err
	}
	if len(args) != 1 {
		return errors.New("say ratios or growth")
	}
	switch args[0] {
	case "ratios":
		return ratios(units, out)
	case "growth":
		return growth(units, out)
	}
	return fmt.Errorf("there is no table %q", args[0])
}

// A table is what benchstat found of one unit.
type table struct {
	unit    string
	columns []string
	rows    []row
}

type row struct {
	name  string
	cells map[string]cell
}

// A cell is a median and how far the true one may be away from it, as a fraction
// of it.
type cell struct{ median, spread float64 }

// parse reads the tables, which have an empty line between them and the lines of
// the benchmarks' configuration before them.
func parse(text []byte) (map[string]table, error) {
	tables := map[string]table{}
	for block := range bytes.SplitSeq(bytes.TrimSpace(text), []byte("\n\n")) {
		if start := bytes.Index(block, []byte("\n,")); start >= 0 && block[0] != ',' {
			block = block[start+1:]
		}
		r := csv.NewReader(bytes.NewReader(block))
		r.FieldsPerRecord = -1
		lines, err := r.ReadAll()
		if err != nil {
			return nil, err
		}
		if len(lines) < 3 {
			return nil, fmt.Errorf("a table of %d lines: %q", len(lines), block)
		}
		one := table{unit: lines[1][1]}
		at := map[int]string{}
		for i, name := range lines[0] {
			if name != "" {
				at[i] = name
				one.columns = append(one.columns, name)
			}
		}
		for _, line := range lines[2:] {
			if line[0] == "geomean" {
				continue
			}
			r := row{name: line[0], cells: map[string]cell{}}
			for i, name := range at {
				if i >= len(line) || line[i] == "" {
					continue
				}
				if r.cells[name], err = parseCell(line[i], line[i+1]); err != nil {
					return nil, err
				}
			}
			one.rows = append(one.rows, r)
		}
		tables[one.unit] = one
	}
	return tables, nil
}

func parseCell(median, spread string) (c cell, err error) {
	if c.median, err = strconv.ParseFloat(median, 64); err != nil {
		return c, err
	}
	if percent, ok := strings.CutSuffix(spread, "%"); ok {
		c.spread, err = strconv.ParseFloat(percent, 64)
		c.spread /= 100
	}
	return c, err
}

const perMessage = "sec/msg"

// ratios compares every column with the first.
func ratios(units map[string]table, out io.Writer) error {
	times, ok := units[perMessage]
	if !ok {
		return errors.New("the benchmarks did not report " + perMessage)
	}
	ours, others := times.columns[0], times.columns[1:]
	allocs, measured := units["allocs/op"]
	head := slices.Clone(others)
	if measured {
		head = append(head, "allocs/msg", "B/msg")
	}
	fmt.Fprintf(out, "| work | %s |\n|---|%s\n", strings.Join(head, " | "), strings.Repeat("--:|", len(head)))
	for i, r := range times.rows {
		own := r.cells[ours]
		fmt.Fprintf(out, "| %s |", r.name)
		for _, name := range others {
			other, ok := r.cells[name]
			if !ok {
				fmt.Fprint(out, " – |")
				continue
			}
			fmt.Fprintf(out, " %.2f ± %.0f %% |", other.median/own.median, 100*(own.spread+other.spread))
		}
		if measured {
			// A batch's time through a message's is how many messages it has.
			messages := units["sec/op"].rows[i].cells[ours].median / own.median
			fmt.Fprintf(out, " %.0f | %.0f |", allocs.rows[i].cells[ours].median/messages, units["B/op"].rows[i].cells[ours].median/messages)
		}
		fmt.Fprintln(out)
	}
	return nil
}

// growth shows every cell as a multiple of the first row's first.
func growth(units map[string]table, out io.Writer) error {
	times, ok := units[perMessage]
	if !ok {
		return errors.New("the benchmarks did not report " + perMessage)
	}
	base := times.rows[0].cells[times.columns[0]].median
	fmt.Fprintf(out, "| | %s |\n|---|%s\n", strings.Join(times.columns, " | "), strings.Repeat("--:|", len(times.columns)))
	for _, r := range times.rows {
		cells := slices.Collect(func(yield func(string) bool) {
			for _, name := range times.columns {
				if !yield(fmt.Sprintf("%.1f", r.cells[name].median/base)) {
					return
				}
			}
		})
		fmt.Fprintf(out, "| %s | %s |\n", r.name, strings.Join(cells, " | "))
	}
	return nil
}
