// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package edit

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Apply writes scripts into the text of a config: those of the processors with these paths.
// Scripts that do not differ keep their bytes, and so does all that is no script.
//
//   - A block keeps its header and indentation, a text of one line its quotes, where the new
//     text can be written so; else it becomes a block (|), or where a block cannot hold it or
//     cannot stand, double quotes.
//   - A script that is new goes into its place among the others. One that is "" now goes with
//     its key and with the comments in its lines; comments above it stay.
//   - A condition moves, and goes, with all of its fields and the comments right above it.
//     Comments and empty lines that stand apart stay where they are.
//   - A script with an anchor changes wherever its aliases stand. One that is an alias gets
//     a text of its own.
//
// An error is an [*Error], or says that the text is no YAML; there is no text then. It is one
// if the processor is not there or has a NoEdit, and if the result would not read back as
// wanted.
func Apply(text string, drafts map[string]Scripts) (string, error) {
	bare := strings.TrimPrefix(text, byteOrderMark)
	t, err := parse(bare)
	if err != nil {
		return "", err
	}
	replaced, crossing := t.replacedOutside()
	seen := map[string]bool{}
	for _, f := range t.processors() {
		draft, ok := drafts[f.Path]
		if !ok || seen[f.Path] {
			continue
		}
		seen[f.Path] = true
		if t, err = t.apply(f.Path, draft.normal()); err != nil {
			return "", err
		}
	}
	if t.text != bare {
		if crossing == nil {
			crossing = t.checkReplaced(replaced)
		}
		if crossing != nil {
			return "", crossing
		}
	}
	for path := range drafts {
		if !seen[path] {
			return "", &Error{Path: path, Reason: "there is no tag_processor or nodered_js at this place"}
		}
	}
	return text[:len(text)-len(bare)] + t.text, nil
}

// processor is the first one with a path.
func (t *tree) processor(path string) *found {
	for _, f := range t.processors() {
		if f.Path == path {
			return &f
		}
	}
	return nil
}

// apply writes the scripts of one processor.
func (t *tree) apply(path string, draft Scripts) (*tree, error) {
	f := t.processor(path)
	if f.Scripts.same(draft) && sameOrder(draft.Conditions, len(f.Scripts.Conditions)) {
		return t, nil
	}
	if f.NoEdit != "" {
		return nil, &Error{Path: path, Reason: f.NoEdit}
	}
	if err := f.fits(draft); err != nil {
		return nil, err
	}
	texts := map[string]string{"defaults": draft.Defaults, "advancedProcessing": draft.AdvancedProcessing, "code": draft.Code}
	old := map[string]string{"defaults": f.Scripts.Defaults, "advancedProcessing": f.Scripts.AdvancedProcessing, "code": f.Scripts.Code}
	next := t
	for _, stage := range stages[f.Kind] {
		var err error
		switch {
		case stage == "conditions":
			next, err = next.applyConditions(f, draft.Conditions)
		case texts[stage] != old[stage]:
			now := next.processor(path)
			if next, err = next.setText(now, now.fields, stage, texts[stage], stages[f.Kind], true); err != nil {
				err = &Error{path, stage, notWritten(err)}
			}
		}
		if err != nil {
			return nil, err
		}
	}
	if now := next.processor(path); now == nil || !now.Scripts.same(draft) {
		return nil, &Error{Path: path, Reason: "the scripts do not read back as they are to be"}
	}
	return next, nil
}

func notWritten(err error) string { return "it cannot be written at this place: " + err.Error() }

// fits reports what of a draft is not for this processor.
func (f *found) fits(draft Scripts) error {
	wrong := func(reason string) error { return &Error{Path: f.Path, Reason: reason} }
	switch {
	case f.Kind == "tag_processor" && draft.Code != "":
		return wrong("a tag_processor has no code")
	case f.Kind == "nodered_js" && (draft.Defaults != "" || draft.AdvancedProcessing != "" || len(draft.Conditions) > 0):
		return wrong("a nodered_js has code only")
	}
	seen := map[int]bool{New: true}
	for i, c := range draft.Conditions {
		if c.From < New || c.From >= len(f.Scripts.Conditions) || c.From != New && seen[c.From] {
			return &Error{f.Path, fmt.Sprintf("condition %d", i+1), fmt.Sprintf("it cannot be condition %d of the text", c.From+1)}
		}
		seen[c.From] = true
	}
	return nil
}

// sameOrder reports whether conditions are those of a text with so many of them, in order.
func sameOrder(conditions []Condition, many int) bool {
	if len(conditions) != many {
		return false
	}
	return !slices.ContainsFunc(conditions, func(c Condition) bool { return c.From == New }) &&
		slices.IsSortedFunc(conditions, func(a, b Condition) int { return a.From - b.From })
}

// applyConditions writes what differs in conditions that were there, then the list.
func (t *tree) applyConditions(f *found, draft []Condition) (*tree, error) {
	next, err := t.changeConditions(f, draft)
	if err != nil || sameOrder(draft, len(f.Scripts.Conditions)) {
		return next, err
	}
	if next, err = next.setList(next.processor(f.Path), draft); err != nil {
		return nil, &Error{f.Path, "conditions", notWritten(err)}
	}
	return next, nil
}

// changeConditions writes what differs in conditions that were there.
func (t *tree) changeConditions(f *found, draft []Condition) (next *tree, err error) {
	same := func(c Condition) bool {
		return c.From == New || f.Scripts.Conditions[c.From].If == c.If && f.Scripts.Conditions[c.From].Then == c.Then
	}
	if !slices.ContainsFunc(draft, func(c Condition) bool { return !same(c) }) {
		return t, nil
	}
	if next, ok := t.setConditions(f.Path, draft); ok {
		return next, nil
	}
	if next, err = parse(t.text); err != nil {
		return nil, err
	}
	for i, c := range draft {
		if same(c) {
			continue
		}
		old := f.Scripts.Conditions[c.From]
		for _, part := range []struct{ key, old, text string }{{"if", old.If, c.If}, {"then", old.Then, c.Then}} {
			if part.old == part.text {
				continue
			}
			now := next.processor(f.Path)
			if next, err = next.setText(now, now.list.Content[c.From], part.key, part.text, []string{"if", "then"}, false); err != nil {
				return nil, &Error{f.Path, fmt.Sprintf("condition %d %s", i+1, part.key), notWritten(err)}
			}
		}
	}
	return next, nil
}

var errNoList = errors.New("the items do not begin on lines of their own")
