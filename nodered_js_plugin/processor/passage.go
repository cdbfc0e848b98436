// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package processor

import (
	"fmt"
	"slices"
	"sync/atomic"

	"github.com/redpanda-data/benthos/v4/public/service"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/cache"
	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/engine"
	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/eval"
	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/jsmsg"
	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/script"
)

// A passage is one message's way through the stages, in the VM that runs them.
// It is the VM's host: if the VM is abandoned, nobody else sees it.
type passage struct {
	*jsmsg.Binding
	steps   []step
	scripts []*script.Script
	// timed are the names under which the scripts' times are shown.
	timed []string
	// programs are the scripts as eval runs them; nil for those that it does not.
	programs []*eval.Program
	// streaks are the processor's, one for each script.
	streaks []streak
	vm      *engine.VM[*passage]
	cache   *cache.Session
	globals *globals
	// analysed: every script is in the small language, so what was computed of each
	// holds.
	analysed bool
	limits   eval.Limits
	// inVM is the way of a script that runs in the VM, way that of the last one that ran.
	inVM, way Way
	// itself is what a plain body gives: the message.
	itself [1]*jsmsg.Message
	// trace is nil where nobody looks on; in is then not set.
	trace Trace
	in    *service.Message

	// todo are the branches that have stages before them, the next one last.
	todo []branch
	// done are the messages that left the last stage, in order.
	done []*jsmsg.Message
	// failed are the branches that did not.
	failed []failure
	// bailed is what eval gave up, by the number of the script.
	bailed []bailout
	// published is what became of some branches, for whoever gives the message up
	// while a sibling is on its way; nil where there is nothing to tell.
	published atomic.Pointer[progress]
	// maxMessages is how many messages one may become; 0 is no limit.
	maxMessages int
	// over: the message has used up its time, or has become too many. No further branch
	// is begun.
	over bool
	// onward is goOn, made once.
	onward func() error
	// watch times the scripts of some messages.
	watch watch
}

// A branch is a message with the stage that comes next.
type branch struct {
	m *jsmsg.Message
	k int
	// held: the stage's condition has been asked, and held.
	held bool
	// bail is why eval gave up the stage's next script, or did not begin it; goja is to
	// run it.
	bail *eval.Bail
}

// A bailout is a script that eval gave up.
type bailout struct {
	script int
	*eval.Bail
}

// A failure is why a branch failed, and the name of its tag, "" where not known.
type failure struct {
	*script.Error
	tag string
}

// A progress is what became of the branches of a message so far. Neither the
// slices nor what they hold change any more.
type progress struct {
	done   []*jsmsg.Message
	failed []failure
	bailed []bailout
}

// reset gives everything of the last message back.
func (v *passage) reset() {
	for _, m := range v.done {
		v.Recycle(m)
	}
	v.published.Store(nil)
	clear(v.done)
	clear(v.failed)
	clear(v.todo)
	v.done, v.failed, v.todo, v.bailed, v.over = v.done[:0], v.failed[:0], v.todo[:0], v.bailed[:0], false
	v.Allow(v.limits)
}

// publish is for the case that what is begun now never ends, or panics.
func (v *passage) publish() {
	if v.vm.Watched() && len(v.done)+len(v.failed)+len(v.bailed) > 0 {
		v.published.Store(&progress{
			done:   v.done[:len(v.done):len(v.done)],
			failed: v.failed[:len(v.failed):len(v.failed)],
			bailed: v.bailed[:len(v.bailed):len(v.bailed)],
		})
	}
}

// sound reports whether what was computed of the scripts holds: they are in the small
// language, and none has got hold of something built in, which it could replace.
func (v *passage) sound() bool { return v.analysed && !v.vm.Spoiled() }

func (v *passage) fail(b *branch, e *script.Error) {
	tag, _ := b.m.Meta(keyTagName) // the script that failed may have made it
	v.failed = append(v.failed, failure{e, tag})
	v.over = v.over || e.Reason == script.Timeout || e.Reason == script.Memory || e.Reason == script.TooManyMessages
	v.Recycle(b.m)
}

// become puts results in b's place, which script k returned for it, refused apart.
func (v *passage) become(k int, b *branch, results []*jsmsg.Message, refused []failure) {
	if all := len(results) + len(refused) + v.count(); v.maxMessages > 0 && all > v.maxMessages {
		for _, m := range results {
			v.Recycle(m)
		}
		v.fail(b, v.scripts[k].Fail(script.TooManyMessages, fmt.Errorf("the message became %d messages, more than %s (%d)", all, fieldMaxMessages, v.maxMessages)))
		return
	}
	v.failed = append(v.failed, refused...)
	for _, m := range slices.Backward(results) {
		v.todo = append(v.todo, branch{m: m, k: b.k + 1})
	}
	v.Recycle(b.m)
}

// count is how many messages the received one has become, without the branch that is
// on its way.
func (v *passage) count() int { return len(v.todo) + len(v.done) + len(v.failed) }

// keyTagName is the metadata key whose text names a message in the log.
const keyTagName = "tag_name"

// mayLookUp reports whether conditions need not be asked one by one: nobody looks on,
// and nobody times them.
func (v *passage) mayLookUp() bool {
	return v.trace == nil && !v.watch.on && v.sound() && v.StandsPlain()
}
