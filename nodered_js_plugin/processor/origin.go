// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package processor

import (
	"errors"
	"fmt"
	"strings"
	"sync/atomic"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/script"
)

// An Origin is where a script stands in a config file.
type Origin struct {
	// File is the path of the config, as its user named it.
	File string
	// Label is that of the script's processor; "" where it has none.
	Label string
	// Stage names the script: condition 3 if
	Stage string
	// Position is where a line and column of the script stands in the file.
	Position func(line, column int) (fileLine, fileColumn int, ok bool)
}

// origins finds the scripts with a text. Nil, as in most builds, means that nobody knows
// the files.
var origins atomic.Pointer[func(source string) []Origin]

// SetOrigins makes errors in the log and at the start say where in a config file they are.
// find lists the scripts of the config files with exactly this text. A process calls it once,
// before it makes its processors: Benthos does not tell a processor where its config is from.
func SetOrigins(find func(source string) []Origin) { origins.Store(&find) }

// findOrigin is the only script with this text that fits, or nil: of two that fit, nobody
// knows which one it is.
func findOrigin(source string, fits func(Origin) bool) (found *Origin) {
	find := origins.Load()
	if find == nil {
		return nil
	}
	for _, o := range (*find)(source) {
		switch {
		case !fits(o):
		case found != nil && found.place(1, 1) != o.place(1, 1):
			return nil
		default:
			found = &o
		}
	}
	return found
}

// originOf is the origin of a stage's script in the processor with a label.
func originOf(label, stage, source string) *Origin {
	return findOrigin(source, func(o Origin) bool { return o.Label == label && o.Stage == stage })
}

// originsOf are the origins of a processor's scripts by stage, as far as they are known.
func originsOf(label string, scripts []*script.Script) map[string]*Origin {
	found := map[string]*Origin{}
	for _, s := range scripts {
		if o := originOf(label, s.Stage, s.Source); o != nil {
			found[s.Stage] = o
		}
	}
	return found
}

// Compile compiles a script of the processor with these Options. Its error says where in the
// config file it is, if that is known.
func (o Options) Compile(stage, source string, kind script.Kind) (*script.Script, error) {
	s, err := script.Compile(stage, source, kind)
	if err != nil {
		return nil, originOf(o.label, stage, source).locate(err)
	}
	return s, nil
}

// originOfField is the origin of the script in a field of any processor.
func originOfField(field, source string) *Origin {
	return findOrigin(source, func(o Origin) bool { return o.Stage == field || strings.HasSuffix(o.Stage, " "+field) })
}

// place is where a line and column of the script stands: " (line.yaml 9:43)", or "".
func (o *Origin) place(line, column int) string {
	if o == nil || line == 0 {
		return ""
	}
	fileLine, fileColumn, ok := o.Position(line, column)
	if !ok {
		return ""
	}
	return fmt.Sprintf(" (%s %d:%d)", o.File, fileLine, fileColumn)
}

// locate adds the place in the file to an error of a script that does not compile.
func (o *Origin) locate(err error) error {
	var wrong *script.Error
	if o == nil || !errors.As(err, &wrong) {
		return err
	}
	at := fmt.Sprintf("%s, line %d:%d", wrong.Stage, wrong.Line, wrong.Column)
	if rest, ok := strings.CutPrefix(err.Error(), at); ok {
		return &locatedError{at + o.place(wrong.Line, wrong.Column) + rest, err}
	}
	return err
}

// A locatedError is an error of a script with the place in the file in its text.
type locatedError struct {
	text string
	err  error
}

func (e *locatedError) Error() string { return e.text }

func (e *locatedError) Unwrap() error { return e.err }
