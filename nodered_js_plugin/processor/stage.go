// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package processor

import (
	"errors"

	"github.com/dop251/goja"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/engine"
	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/eval"
	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/jsmsg"
	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/script"
)

// A Stage is one step on a message's way: a body, or a condition with one.
type Stage struct {
	// If is nil for a plain body.
	If   *script.Script
	Body *script.Script
}

// A step is a Stage by the numbers that its scripts have in a VM.
type step struct {
	test, body int
	// lookup finds the next stage of several that compare one key, nil as a rule.
	lookup *lookup
}

const noScript = -1

// plan numbers the scripts of the stages.
func plan(stages []Stage) (steps []step, scripts []*script.Script) {
	for _, s := range stages {
		one := step{test: noScript, body: noScript}
		if s.If != nil {
			one.test = len(scripts)
			scripts = append(scripts, s.If)
		}
		one.body = len(scripts)
		scripts = append(scripts, s.Body)
		steps = append(steps, one)
	}
	addLookups(steps, scripts)
	return steps, scripts
}

// proceed takes the branches that are left through their stages, depth first: each
// message that a stage returns goes to the end before its next sibling starts. It
// reports false where the next script is one that somebody has to watch, and nobody
// does.
func (v *passage) proceed() bool {
	for len(v.todo) > 0 && !v.over && !v.vm.Revoked() {
		v.publish()
		last := len(v.todo) - 1
		next := v.todo[last]
		v.todo = v.todo[:last]
		if err := v.spend(&next); err != nil {
			v.fail(&next, err)
			continue
		}
		if !v.follow(next) {
			return false
		}
	}
	return true
}

// spend charges a branch for the stages before it. Most scripts charge for what they do,
// but those that need no interpreter do not, and there may be many branches.
func (v *passage) spend(b *branch) *script.Error {
	if b.k == 0 || b.k == len(v.steps) {
		return nil
	}
	err := v.Spend(len(v.steps) - b.k)
	if err == nil {
		return nil
	}
	next := v.steps[b.k].body
	if test := v.steps[b.k].test; test != noScript && !b.held {
		next = test
	}
	return v.scripts[next].Fail(script.Timeout, err)
}

// goOn is proceed for the engine; unwatched is its false.
func (v *passage) goOn() error {
	if !v.proceed() {
		return unwatched
	}
	return nil
}

// follow takes one branch on, until it has left the last stage, has failed, or has
// become others. It reports what proceed does.
func (v *passage) follow(b branch) bool {
	for ; b.k < len(v.steps); b.k++ {
		s := v.steps[b.k]
		if s.lookup != nil && !b.held && v.mayLookUp() {
			if next, ok := s.lookup.next(b.k, b.m); ok {
				if next == s.lookup.end {
					b.k = next - 1
					continue
				}
				b.k, b.held = next, true
				s = v.steps[next]
			}
		}
		if s.test != noScript && !b.held {
			holds, err := v.tracedHolds(s.test, &b)
			switch {
			case err == unwatched:
				v.todo = append(v.todo, b)
				return false
			case err != nil:
				v.fail(&b, err)
				return true
			case !holds:
				continue
			}
			b.held = true
		}
		results, refused, err := v.tracedRun(s.body, &b)
		switch {
		case err == unwatched:
			v.todo = append(v.todo, b)
			return false
		case err != nil:
			v.fail(&b, err)
			return true
		}
		b.held = false
		if len(results) == 1 && results[0] == b.m {
			continue
		}
		v.become(s.body, &b, results, refused)
		return true
	}
	if err := v.Tidy(b.m); err != nil {
		v.left(b.m, asError(stageMetadata, err))
		v.fail(&b, asError(stageMetadata, err))
		return true
	}
	v.left(b.m, nil)
	v.done = append(v.done, b.m)
	return true
}

// unwatched says that a script has to run in goja, and nobody watches it.
var unwatched = &script.Error{Reason: script.Internal, Err: errors.New("nobody watches the script")}

// run runs a body on b's message and gives the messages that it returned, and why
// some of several are none.
func (v *passage) run(k int, b *branch) ([]*jsmsg.Message, []failure, *script.Error) {
	v.watch.start(v.timed[k])
	defer v.watch.stop()
	s, sound := v.scripts[k], v.sound()
	v.way = InGo
	if sound && v.Apply(b.m, s.Plain()) {
		v.itself[0] = b.m
		return v.itself[:], nil, nil
	}
	if p := v.programs[k]; p != nil && sound && b.bail == nil && v.begins(k, b) {
		v.vm.Enter(k)
		results, err := v.Evaluate(b.m, s, p, !s.Effects().Payload)
		if !v.bails(k, b, err) {
			return results, nil, failureInGo(s, err)
		}
	}
	if !v.vm.Watched() {
		v.watch.cancel()
		return nil, nil, unwatched
	}
	b.bail, v.way = nil, v.inVM
	v.Begin(b.m)
	defer v.after(k)
	returned, err := v.call(k)
	if err != nil {
		return nil, nil, v.vm.Explain(k, err)
	}
	results, refused, err := v.End(returned, v.sound() && !s.Effects().Payload)
	if err != nil {
		return nil, nil, v.vm.Explain(k, err)
	}
	return results, v.explainRefused(k, refused), nil
}

// holds evaluates an if. It may look at b's message but not touch it.
func (v *passage) holds(k int, b *branch) (bool, *script.Error) {
	v.watch.start(v.timed[k])
	defer v.watch.stop()
	s, sound := v.scripts[k], v.sound()
	v.way = InGo
	if sound {
		if holds, ok := v.Test(b.m, s.Plain()); ok {
			return holds, nil
		}
	}
	pure := sound && !s.Effects().Message
	if p := v.programs[k]; p != nil && sound && b.bail == nil && v.begins(k, b) {
		v.vm.Enter(k)
		holds, err := v.EvaluateTest(b.m, s, p, pure)
		if !v.bails(k, b, err) {
			return holds, failureInGo(s, err)
		}
	}
	if !v.vm.Watched() {
		v.watch.cancel()
		return false, unwatched
	}
	b.bail, v.way = nil, v.inVM
	if pure && !s.Guarded() {
		v.Begin(b.m)
	} else {
		v.BeginView(b.m)
		defer v.EndView()
	}
	defer v.after(k)
	result, err := v.call(k)
	if err != nil {
		return false, v.vm.Explain(k, err)
	}
	return result.ToBoolean(), nil
}

// bails reports whether err, which a run in eval ended with, says that eval gave the
// script up, and remembers it.
func (v *passage) bails(k int, b *branch, err error) bool {
	bail, ok := err.(*eval.Bail) //nolint:errorlint // as eval gives it
	if !ok {
		v.streaks[k].end()
		return false
	}
	v.streaks[k].gaveUp()
	b.bail = bail
	v.bailed = append(v.bailed, bailout{k, bail})
	v.publish()
	return true
}

// failureInGo is the failure of a message whose script threw in eval, or used up what
// it may use; nil for nil.
func failureInGo(s *script.Script, err error) *script.Error {
	switch e := err.(type) { //nolint:errorlint // as eval gives it
	case nil:
		return nil
	case *eval.Uncaught:
		return s.FailAtOffset(int(e.Pos)-1, script.Throw, s.ThrownText(e.Text))
	case *eval.Limit:
		reason, err := engine.ReasonOf(e.Err, script.Timeout)
		if e.Kind == eval.Memory {
			reason = script.Memory
		}
		return s.FailAtOffset(int(e.Pos)-1, reason, err)
	}
	return s.Fail(script.Internal, err)
}

// explainRefused makes failures of what script k returned and is no message.
func (v *passage) explainRefused(k int, refused []jsmsg.Refusal) []failure {
	var list []failure
	for _, r := range refused {
		e := *v.vm.Explain(k, r.Err)
		e.Err = &refusal{r.Number, r.Of, r.Tag, e.Err}
		list = append(list, failure{&e, r.Tag})
	}
	return list
}

// call calls a script that sees console and cache as they were made.
func (v *passage) call(k int) (goja.Value, error) {
	rt := v.vm.Runtime()
	if v.globals.stale {
		v.globals.install(rt) // earlier stages of the same message may have changed them
	}
	return v.vm.Call(k)
}

// after undoes what the script may have done to the global names.
func (v *passage) after(k int) {
	if v.scripts[k].Effects().Global || v.vm.Spoiled() {
		v.ResetGlobal()
	}
	v.globals.stale = v.globals.stale || v.scripts[k].Code() == nil || v.vm.Spoiled()
}
