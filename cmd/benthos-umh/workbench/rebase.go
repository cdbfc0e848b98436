// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package workbench

import (
	"fmt"
	"slices"

	"github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/edit"
)

// rebase makes of a draft of the config before one of the config now, which somebody else
// wrote. What only they changed stays as they have it; what the draft changes, it changes
// here, too. A list of conditions counts as one script. Processors are known by their labels
// and scripts: where they stand may have changed. The error is for the user.
func rebase(before, now string, draft map[string]edit.Scripts) (map[string]edit.Scripts, error) {
	old, err := edit.Read(before)
	if err != nil {
		return nil, err
	}
	current, err := edit.Read(now)
	if err != nil {
		return nil, err
	}
	rebased := map[string]edit.Scripts{}
	for path, scripts := range draft {
		was, is, err := again(path, once(old.Processors), once(current.Processors))
		if err != nil {
			return nil, err
		}
		rebased[is.Path] = merged(scripts, was.Scripts, is.Scripts)
	}
	return rebased, nil
}

// once leaves out those that stand at a path that another one has.
func once(list []edit.Processor) (short []edit.Processor) {
	for _, p := range list {
		if !slices.ContainsFunc(short, func(other edit.Processor) bool { return other.Path == p.Path }) {
			short = append(short, p)
		}
	}
	return short
}

// again finds the processor of a path in what the config has become.
func again(path string, before, now []edit.Processor) (was, is edit.Processor, err error) {
	at := func(p edit.Processor) bool { return p.Path == path }
	i := slices.IndexFunc(before, at)
	if i < 0 {
		return was, is, &edit.Error{Path: path, Reason: "there is no tag_processor or nodered_js at this place"}
	}
	was = before[i]
	alike := func(p edit.Processor) bool { return p.Kind == was.Kind && sameScripts(p.Scripts, was.Scripts) }
	labelled := func(p edit.Processor) bool { return p.Kind == was.Kind && was.Label != "" && p.Label == was.Label }
	for _, same := range []func(edit.Processor) bool{labelled, alike} {
		candidates := those(now, same)
		if others := those(before, same); len(candidates) > 0 && len(candidates) == len(others) {
			return was, candidates[slices.IndexFunc(others, at)], nil
		}
	}
	// Nobody has its scripts any more. If it stands where it stood, they were changed.
	j := slices.IndexFunc(now, at)
	if j >= 0 && len(now) == len(before) && now[j].Kind == was.Kind && now[j].Label == was.Label && len(those(now, alike)) == 0 &&
		!slices.ContainsFunc(before, func(p edit.Processor) bool { return sameScripts(p.Scripts, now[j].Scripts) }) {
		return was, now[j], nil
	}
	return was, is, fmt.Errorf("in the changed file, it is not clear which processor is %s: copy your scripts, and read the file again", path)
}

func those(list []edit.Processor, is func(edit.Processor) bool) (some []edit.Processor) {
	for _, p := range list {
		if is(p) {
			some = append(some, p)
		}
	}
	return some
}

func sameScripts(a, b edit.Scripts) bool {
	return a.Defaults == b.Defaults && a.AdvancedProcessing == b.AdvancedProcessing && a.Code == b.Code && slices.Equal(a.Conditions, b.Conditions)
}

// merged is a draft of scripts that were others before, and are others now.
func merged(draft, before, now edit.Scripts) edit.Scripts {
	result := now
	for _, one := range []struct{ result, draft, before *string }{
		{&result.Defaults, &draft.Defaults, &before.Defaults},
		{&result.AdvancedProcessing, &draft.AdvancedProcessing, &before.AdvancedProcessing},
		{&result.Code, &draft.Code, &before.Code},
	} {
		if *one.draft != *one.before {
			*one.result = *one.draft
		}
	}
	if !slices.Equal(draft.Conditions, before.Conditions) {
		result.Conditions = moved(draft.Conditions, before.Conditions, now.Conditions)
	}
	return result
}

// moved is a list of conditions with the places that they have now. One that is not there
// any more is new.
func moved(draft, before, now []edit.Condition) []edit.Condition {
	list := slices.Clone(draft)
	taken := map[int]bool{}
	for i, c := range list {
		if c.From < 0 || c.From >= len(before) {
			continue
		}
		was := before[c.From]
		list[i].From = slices.IndexFunc(now, func(one edit.Condition) bool { return !taken[one.From] && one.If == was.If && one.Then == was.Then })
		taken[list[i].From] = true
	}
	return list
}
