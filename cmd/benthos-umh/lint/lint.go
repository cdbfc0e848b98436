// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package lint

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"

	"github.com/fatih/color"

	"github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/inventory"
)

// Options are the flags of `lint`.
type Options struct {
	Rules
	// Load is how to read configs of umh-core.
	Load inventory.LoadOptions
	// Strict: warnings are errors.
	Strict bool
	// Verbose: say of each file how it is.
	Verbose bool
}

// A report is what was found in one file.
type report struct {
	file  string
	found []Problem
	// unread is why it could not be read.
	unread error
}

func (r report) is(severity Severity) bool {
	for _, p := range r.found {
		if p.Severity >= severity {
			return true
		}
	}
	return false
}

// Lint checks the files that paths mean. It writes what it finds to problems, and with
// o.Verbose a line for each file to results. It returns the exit code.
func Lint(paths []string, o Options, results, problems io.Writer) (code int) {
	files, err := inventory.Files(paths...)
	if err != nil {
		fmt.Fprintln(problems, color.RedString("%v", err))
		return readNothing
	}
	if len(files) == 0 {
		fmt.Fprintln(problems, color.RedString("there is nothing to check: name a config, a pattern, or a folder followed by /..."))
		return readNothing
	}
	worst := Error
	if o.Strict {
		worst = Warning
	}
	read, failed := 0, 0
	for _, r := range checkAll(files, o) {
		wrong := r.unread != nil || r.is(worst)
		if r.unread == nil {
			read++
		}
		if wrong {
			failed++
		}
		show(r, o, wrong, results, problems)
	}
	switch {
	case read == 0:
		return readNothing
	case failed > 0:
		return foundErrors
	default:
		return 0
	}
}

func show(r report, o Options, wrong bool, results, problems io.Writer) {
	if o.Verbose && wrong {
		fmt.Fprintf(results, "%s: %s\n", r.file, color.RedString("FAILED"))
	} else if o.Verbose {
		fmt.Fprintf(results, "%s: %s\n", r.file, color.GreenString("OK"))
	}
	if r.unread != nil {
		text := r.unread.Error()
		if !strings.Contains(text, r.file) {
			text = r.file + ": " + text
		}
		fmt.Fprintln(problems, color.RedString("%s", text))
	}
	for _, p := range r.found {
		text := p.String()
		switch {
		case p.Severity == Error, p.Severity == Warning && o.Strict:
			text = color.RedString("%s", text)
		case p.Severity == Warning:
			text = color.YellowString("%s", text)
		}
		fmt.Fprintln(problems, text)
	}
}

// checkAll checks files side by side. The reports are in the order of the files.
func checkAll(files []string, o Options) []report {
	reports := make([]report, len(files))
	var wait sync.WaitGroup
	free := make(chan struct{}, runtime.GOMAXPROCS(0))
	for i, file := range files {
		free <- struct{}{}
		wait.Go(func() {
			defer func() { <-free }()
			reports[i] = checkFile(file, o)
		})
	}
	wait.Wait()
	return reports
}

func checkFile(file string, o Options) report {
	if filepath.Ext(file) == ".md" {
		text, err := os.ReadFile(file)
		if err != nil {
			return report{file: file, unread: err}
		}
		return report{file: file, found: markdown(file, string(text), o.Rules)}
	}
	documents, err := inventory.Load(file, o.Load)
	r := report{file: file, found: loadProblems(err)}
	for _, d := range documents {
		r.found = append(r.found, Check(d, o.Rules)...)
	}
	if len(documents) == 0 && len(r.found) == 0 {
		r.unread = err
	}
	r.found = sorted(r.found)
	return r
}

// loadProblems are the errors of single bridges.
func loadProblems(err error) (list []Problem) {
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		for _, one := range joined.Unwrap() {
			list = append(list, loadProblems(one)...)
		}
		return list
	}
	var e *inventory.LoadError
	if errors.As(err, &e) {
		severity := Error
		if e.Unfilled {
			severity = Warning
		}
		list = append(list, Problem{File: e.File, Line: e.Line, Column: e.Column, Severity: severity, Text: e.Text})
	}
	return list
}
