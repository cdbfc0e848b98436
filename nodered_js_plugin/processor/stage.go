package processor

import (
	"slices"
	"sync/atomic"

	"github.com/redpanda-data/benthos/v4/public/service"
	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/cache"
	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/engine"
	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/jsmsg"
)

// A Stage is one step on a message's way: a body, or a condition with one.
type Stage struct {
	// If is nil for a plain body.
	If   *engine.Script
	Body *engine.Script
}

// A step is a Stage by the numbers that its scripts have in a VM.
type step struct {
	test, body int
}

const noScript = -1

// plan numbers the scripts of the stages.
func plan(stages []Stage) (steps []step, scripts []*engine.Script) {
	for _, s := range stages {
		one := step{noScript, noScript}
		if s.If != nil {
			one.test = len(scripts)
			scripts = append(scripts, s.If)
		}
		one.body = len(scripts)
		scripts = append(scripts, s.Body)
		steps = append(steps, one)
	}
	return steps, scripts
}

// A passage is one message's way through the stages, in the VM that runs them.
// It is the VM's host: if the VM is abandoned, nobody else sees it.
type passage struct {
	*jsmsg.Binding
	steps   []step
	scripts []*engine.Script
	vm      *engine.VM[*passage]
	cache   *cache.Session
	// trusted: no script can replace what another one calls, so what is proven of
	// each alone holds for all.
	trusted bool
	// plain: what needs no interpreter is done without.
	plain bool
	// itself is what a plain body gives: the message.
	itself [1]*jsmsg.Message
	// trace is nil where nobody looks on; in is then not set.
	trace Trace
	in    *service.Message

	// done are the messages that left the last stage, in order.
	done []*jsmsg.Message
	// published is done for whoever gives the message up, where a sibling is still
	// on its way; nil otherwise. Neither the slice nor its messages change any more.
	published atomic.Pointer[[]*jsmsg.Message]
	// failed are the branches that did not.
	failed []failure
	// over: the message's time is used up, no further branch is begun.
	over bool
	// watch times the scripts of some messages.
	watch watch
}

// A failure is why a branch failed, and the name of its tag, "" where not known.
type failure struct {
	*engine.Error
	tag string
}

// reset gives everything of the last message back.
func (v *passage) reset() {
	for _, m := range v.done {
		v.Recycle(m)
	}
	v.published.Store(nil)
	clear(v.done)
	clear(v.failed)
	v.done, v.failed, v.over = v.done[:0], v.failed[:0], false
}

// from takes m through the stages from number k on, depth first: each message
// that a stage returns goes to the end before its next sibling starts.
func (v *passage) from(k int, m *jsmsg.Message) {
	for ; k < len(v.steps); k++ {
		s := v.steps[k]
		if s.test != noScript {
			holds, err := v.tracedHolds(s.test, m)
			if err != nil {
				v.fail(m, err)
				return
			}
			if !holds {
				continue
			}
		}
		results, err := v.tracedRun(s.body, m)
		if err != nil {
			v.fail(m, err)
			return
		}
		if len(results) == 1 && results[0] == m {
			continue
		}
		branches := slices.Clone(results)
		v.Recycle(m)
		for _, branch := range branches {
			if v.over || v.vm.Revoked() {
				return
			}
			if len(v.done) > 0 {
				published := v.done[:len(v.done):len(v.done)]
				v.published.Store(&published)
			}
			v.from(k+1, branch)
		}
		return
	}
	if err := v.Tidy(m); err != nil {
		v.left(m, asError("metadata", err))
		v.fail(m, asError("metadata", err))
		return
	}
	v.left(m, nil)
	v.done = append(v.done, m)
}

func (v *passage) fail(m *jsmsg.Message, e *engine.Error) {
	tag, _ := m.Meta("tag_name")
	v.failed = append(v.failed, failure{e, tag})
	v.over = v.over || e.Reason == engine.Timeout
	v.Recycle(m)
}

// run runs a body on m and gives the messages that it returned.
func (v *passage) run(k int, m *jsmsg.Message) ([]*jsmsg.Message, *engine.Error) {
	v.watch.start(v.scripts[k])
	defer v.watch.stop()
	if v.plain && v.Apply(m, v.scripts[k].Plain()) {
		v.itself[0] = m
		return v.itself[:], nil
	}
	v.Begin(m)
	defer v.after(k)
	returned, err := v.vm.Call(k)
	if err != nil {
		return nil, v.vm.Explain(k, err)
	}
	results, err := v.End(returned, v.trusted && v.scripts[k].KeepsPayload())
	if err != nil {
		return nil, v.vm.Explain(k, err)
	}
	return results, nil
}

// holds evaluates an if. It may look at m but not touch it.
func (v *passage) holds(k int, m *jsmsg.Message) (bool, *engine.Error) {
	v.watch.start(v.scripts[k])
	defer v.watch.stop()
	if v.plain {
		if holds, ok := v.Test(m, v.scripts[k].Plain()); ok {
			return holds, nil
		}
	}
	if v.trusted && v.scripts[k].Pure() {
		v.Begin(m)
	} else {
		v.BeginView(m)
		defer v.EndView()
	}
	defer v.after(k)
	result, err := v.vm.Call(k)
	if err != nil {
		return false, v.vm.Explain(k, err)
	}
	return result.ToBoolean(), nil
}

// after undoes what the script may have done to the global name msg.
func (v *passage) after(k int) {
	if v.scripts[k].AssignsMsg() {
		v.ResetGlobal()
	}
}
