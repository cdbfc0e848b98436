// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

// Command table makes the tables of docs/perf.md of what benchmarks print. The
// results of one benchmark come from rounds in which every competitor ran once: the
// command compares those of the same round, and shows the median of these ratios with
// the quartiles beside it.
//
//	table field [-time] < bench.txt   one row per field case, the worst last
//	table ratios ...    < bench.txt   one row per work: how much longer others take
//	table growth ...    < bench.txt   time per message, as a multiple of the first cell
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"
)

func main() {
	if err := run(os.Args[1:], os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "table:", err)
		os.Exit(1)
	}
}

func run(args []string, in io.Reader, out io.Writer) error {
	if len(args) == 0 {
		return errors.New("say field, ratios or growth")
	}
	flags := flag.NewFlagSet(args[0], flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	bench := flags.String("bench", "", "the `name` of the benchmark")
	row := flags.String("row", "work", "what the rows are, several `keys` separated by commas")
	column := flags.String("column", "by", "the `key` of the columns")
	base := flags.String("base", "ours", "the `column` that others are compared with")
	others := flags.String("others", "starting_point,mapping_full,mapping_minimal", "the `columns` that are divided by the base")
	under := flags.String("under", "", "the `columns` that the base is divided by")
	unit := flags.String("unit", perMessage, "what is compared; "+perMessage+" is the time that passes")
	mean := flags.Bool("mean", false, "show the geometric mean and the worst")
	memory := flags.Bool("memory", true, "show allocations and bytes")
	withTime := flags.Bool("time", false, "show times")
	if err := flags.Parse(args[1:]); err != nil {
		return err
	}
	results, err := parse(in)
	if err != nil {
		return err
	}
	switch args[0] {
	case "field":
		return field(results.of("Field", *unit, []string{"case"}, "by"), *withTime, out)
	case "ratios":
		return ratios(results.of(*bench, *unit, list(*row), *column), comparison{*base, list(*others), list(*under), *memory, *mean}, out)
	case "growth":
		return growth(results.of(*bench, *unit, list(*row), *column), out)
	}
	return fmt.Errorf("there is no table %q", args[0])
}

func list(flag string) []string {
	if flag == "" {
		return nil
	}
	return strings.Split(flag, ",")
}
