// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package tag

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"
)

// A source is where lines come from.
type source struct {
	name string
	// file is the name where there are several files, else "", and prefix what says so
	// before a line's number.
	file, prefix string
	io.Reader
}

type sources []source

// open opens the files, all of them before the first is read.
func open(files []string, in io.Reader) (list sources, err error) {
	if len(files) == 0 {
		files = []string{"-"}
	}
	for _, name := range files {
		s := source{name: name, Reader: in}
		if name != "-" {
			if s.Reader, err = os.Open(name); err != nil {
				return list, err
			}
		} else {
			s.name = "standard input"
		}
		if len(files) > 1 {
			s.file, s.prefix = s.name, s.name+", "
		}
		list = append(list, s)
	}
	return list, nil
}

func (list sources) close() {
	for _, s := range list {
		if f, ok := s.Reader.(*os.File); ok && f != os.Stdin {
			_ = f.Close() // it was only read
		}
	}
}

func (list sources) String() string {
	var names []string
	for _, s := range list {
		names = append(names, s.name)
	}
	return strings.Join(names, ", ")
}

// eachLine calls f with every line that is not empty, and its number from 1.
func (s source) eachLine(f func(number int, line []byte) error) error {
	lines := bufio.NewReader(s)
	for number := 1; ; number++ {
		line, readErr := lines.ReadBytes('\n')
		if readErr != nil && !errors.Is(readErr, io.EOF) {
			return fmt.Errorf("%s: %w", s.name, readErr)
		}
		if line = bytes.TrimRight(line, "\r\n"); len(bytes.TrimSpace(line)) > 0 {
			if err := f(number, line); err != nil {
				return err
			}
		}
		if readErr != nil {
			return nil
		}
	}
}

// firstWait is how long to wait for what a pipe may bring, at first.
const firstWait = 100 * time.Millisecond

// nobodyReads is for a standard input that is not read since there are files. The
// function says whether there are messages in it; it may be called again, as a pipe may
// take its time, and one that stays open without a word has none.
func nobodyReads(in io.Reader) func() error {
	if f, ok := in.(*os.File); ok {
		if info, err := f.Stat(); err != nil || info.Mode()&os.ModeCharDevice != 0 {
			return func() error { return nil } // closed, a terminal or /dev/null
		}
	}
	some := make(chan bool, 1)
	go func() {
		n, _ := io.ReadFull(in, make([]byte, 1))
		some <- n > 0
	}()
	wait := firstWait
	return func() error {
		select {
		case is := <-some:
			some <- is
			if is {
				return errors.New("messages come from a file and from standard input: leave one of them out, name standard input - among the files, or write < /dev/null")
			}
		case <-time.After(wait):
		}
		wait = 0
		return nil
	}
}
