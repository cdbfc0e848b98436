// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package edit

import (
	"errors"
	"slices"
)

// Merge is what drafts of one text become for another, which somebody else has made of it
// meanwhile: a script that the draft leaves as it was is as it is now, one that it changes
// is the draft's. Conditions are told apart by their place alone, so the list can be changed
// by one of the two. Otherwise, or if a processor is gone, it is an [Error].
func Merge(before, now string, drafts map[string]Scripts) (map[string]Scripts, error) {
	was, err := Read(before)
	if err != nil {
		return nil, err
	}
	is, err := Read(now)
	if err != nil {
		return nil, err
	}
	merged := map[string]Scripts{}
	for path, draft := range drafts {
		b, n := was.processor(path), is.processor(path)
		if b == nil || n == nil || b.Kind != n.Kind || b.Label != n.Label {
			return nil, &Error{Path: path, Reason: "the file has another processor there now"}
		}
		one, err := merge(b.Scripts, n.Scripts, draft.normal())
		if err != nil {
			return nil, &Error{Path: path, Stage: "conditions", Reason: err.Error()}
		}
		merged[path] = one
	}
	return merged, nil
}

func (c *Config) processor(path string) *Processor {
	for i := range c.Processors {
		if c.Processors[i].Path == path {
			return &c.Processors[i]
		}
	}
	return nil
}

func merge(before, now, draft Scripts) (Scripts, error) {
	pick := func(before, now, draft string) string {
		if draft == before {
			return now
		}
		return draft
	}
	merged := Scripts{
		Defaults:           pick(before.Defaults, now.Defaults, draft.Defaults),
		AdvancedProcessing: pick(before.AdvancedProcessing, now.AdvancedProcessing, draft.AdvancedProcessing),
		Code:               pick(before.Code, now.Code, draft.Code),
		Conditions:         draft.Conditions,
	}
	if slices.Equal(draft.Conditions, before.Conditions) {
		merged.Conditions = now.Conditions
	} else if !slices.Equal(now.Conditions, before.Conditions) {
		return merged, errBothChanged
	}
	return merged, nil
}

var errBothChanged = errors.New("they were changed in the file, too: copy what you have changed, and reload")
