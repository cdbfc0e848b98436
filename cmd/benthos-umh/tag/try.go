// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package tag

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/inventory"
)

// Options are the flags of `tag try`.
type Options struct {
	// Config is the path of a config, Load how to read it.
	Config string
	Load   inventory.LoadOptions
	// Processor is the label or path of the one processor to run, or "".
	Processor string
	// Raw says that each line is a payload as it is.
	Raw  bool
	JSON bool
	// Files have the messages, "-" is standard input. None means standard input.
	Files []string
}

// Try runs every line of the files, or of in, through the processors of a config and
// shows on out what became of it; notes go to warn. It returns how many messages
// failed. The error is one of the config, of what is to be read, or of out.
func Try(o Options, in io.Reader, out, warn io.Writer) (failed int, err error) {
	d, err := Document(o.Config, o.Load)
	if err != nil {
		return 0, err
	}
	said, err := check(d, warn)
	if err != nil {
		return 0, err
	}
	components, foreign, err := inventory.Open(d.Text)
	for _, component := range foreign {
		fmt.Fprintf(warn, "note: this binary has no %s, and nothing of it is checked\n", component)
	}
	if err != nil {
		return 0, err
	}
	p, err := PlanOf(components, d, o.Processor)
	if err != nil {
		return 0, err
	}
	for _, note := range slices.Concat(p.Notes, p.Costs) {
		fmt.Fprintln(warn, "note: "+note)
	}
	t, err := p.Start(func(e LogEntry) {
		if !said[e.Text] {
			fmt.Fprintln(warn, e.Text)
		}
	})
	if err != nil {
		return 0, err
	}
	defer t.Stop()
	s := session{trial: t, samples: Samples{Raw: o.Raw, Note: func(text string) { fmt.Fprintln(warn, "note: "+text) }}, show: func(r Result) error { return printText(out, r) }}
	if o.JSON {
		s.show = func(r Result) error { return encode(out, r) }
	}
	err = s.tryAll(o.Files, in)
	return s.failed, err
}

// Document is the config of a file that is tried: of umh-core's, the half of a bridge that
// has scripts.
func Document(path string, o inventory.LoadOptions) (d inventory.Document, err error) {
	bridges, err := inventory.Bridges(path)
	if err != nil {
		return d, err
	}
	if len(bridges) > 1 && o.Bridge == "" {
		return d, fmt.Errorf("%s has several bridges, choose one with --bridge: %s", path, strings.Join(bridges, ", "))
	}
	list, err := inventory.Load(path, o)
	if err != nil {
		return d, err
	}
	if len(list) == 1 {
		return list[0], nil
	}
	with := slices.DeleteFunc(slices.Clone(list), func(d inventory.Document) bool { return !hasScripts(d) })
	switch len(with) {
	case 0:
		return list[0], nil
	case 1:
		return with[0], nil
	}
	var names []string
	for _, d := range with {
		names = append(names, d.Name)
	}
	return d, fmt.Errorf("%s: the bridge has scripts where it reads and where it writes, choose one with --bridge: %s", path, strings.Join(names, ", "))
}

// hasScripts is true, too, of a config that cannot be read: whoever tries it says why.
func hasScripts(d inventory.Document) bool {
	components, _, err := inventory.Open(d.Text)
	return err != nil || len(d.Scripts(components)) > 0
}

// A session tries sample after sample.
type session struct {
	trial   *Trial
	samples Samples
	show    func(Result) error
	read    int
	failed  int
}

func (s *session) tryAll(files []string, in io.Reader) error {
	unread := func() error { return nil }
	if len(files) > 0 && !slices.Contains(files, "-") {
		unread = nobodyReads(in)
	}
	if err := unread(); err != nil {
		return err
	}
	sources, err := open(files, in)
	defer sources.close()
	if err != nil {
		return err
	}
	for _, one := range sources {
		if err := s.tryLines(one); err != nil {
			return err
		}
	}
	if err := unread(); err != nil {
		return err
	}
	if s.read == 0 {
		return errors.New("no message was read: " + sources.String() + " has no line that is not empty")
	}
	return nil
}

func (s *session) tryLines(one source) error {
	return one.eachLine(func(number int, line []byte) error {
		m, err := s.samples.Message(number, line)
		if err != nil {
			return fmt.Errorf("%sline %d: %w", one.prefix, number, err)
		}
		s.read++
		result, err := s.trial.Try(context.Background(), number, m)
		if err != nil {
			return err
		}
		if result.File = one.file; result.Outcome == Errored {
			s.failed++
		}
		return s.show(result)
	})
}
