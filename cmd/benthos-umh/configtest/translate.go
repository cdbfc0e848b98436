// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package configtest

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"regexp"
	"strconv"
	"strings"
	"sync"
)

// translated runs Benthos' tests. What they print names the files and lines that the
// user knows, not those of the workplace.
func (w *workplace) translated(run func() (int, error)) (exitCode int, err error) {
	// Benthos takes the two where it starts.
	stdout, stderr := os.Stdout, os.Stderr
	var done sync.WaitGroup
	defer func() { os.Stdout, os.Stderr = stdout, stderr }()
	var ends []*os.File
	for _, stream := range []**os.File{&os.Stdout, &os.Stderr} {
		r, end, err := os.Pipe()
		if err != nil {
			return 0, err
		}
		to := *stream
		done.Go(func() { w.translate(to, r) })
		*stream = end
		ends = append(ends, end)
	}
	code, err := run()
	for _, end := range ends {
		_ = end.Close() // nothing is buffered
	}
	done.Wait()
	return code, err
}

var (
	failuresOf = regexp.MustCompile(`^--- (.*) ---$`)
	lintAt     = regexp.MustCompile(`^Lint: \((\d+),`)
	testAt     = regexp.MustCompile(`\[line (\d+)\]:$`)
)

// translate copies what Benthos prints.
func (w *workplace) translate(to io.Writer, from io.Reader) {
	lines := bufio.NewReader(from)
	var current prepared
	for {
		line, err := lines.ReadString('\n')
		text := strings.TrimSuffix(line, "\n")
		if m := failuresOf.FindStringSubmatch(text); m != nil {
			current = w.at(m[1])
		}
		if current.Line != nil {
			text = renumbered(lintAt, text, current.Line)
			if current.inside {
				text = renumbered(testAt, text, current.Line)
			}
		}
		for _, p := range w.prepared {
			text = strings.ReplaceAll(text, p.path, p.String())
		}
		if line != "" {
			fmt.Fprint(to, text, line[len(strings.TrimSuffix(line, "\n")):])
		}
		if err != nil {
			return
		}
	}
}

func (w *workplace) at(path string) prepared {
	for _, p := range w.prepared {
		if p.path == path {
			return p
		}
	}
	return prepared{}
}

// renumbered is a text with the line that a pattern finds in it as the user knows it.
func renumbered(pattern *regexp.Regexp, text string, line func(int) int) string {
	at := pattern.FindStringSubmatchIndex(text)
	if at == nil {
		return text
	}
	number, _ := strconv.Atoi(text[at[2]:at[3]])
	return text[:at[2]] + strconv.Itoa(line(number)) + text[at[3]:]
}
