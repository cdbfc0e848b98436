// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package processor

import (
	"context"
	"errors"
	"reflect"
	"runtime/debug"
	"slices"
	"time"

	"github.com/dop251/goja"
	"github.com/redpanda-data/benthos/v4/public/service"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/cache"
	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/engine"
	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/eval"
	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/jsmsg"
	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/memory"
	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/script"
)

// Rules are what tells one processor from the other.
type Rules struct {
	Stages []Stage
	// Prepare completes the metadata of an incoming message before its first stage.
	Prepare func(*jsmsg.Message)
	// Emit makes the outgoing message of one that left the last stage; now is the
	// batch's time in Unix milliseconds. The error is why the message cannot go on.
	Emit func(copies *jsmsg.Copies, m *jsmsg.Message, now func() int64, log *Log) (*service.Message, *script.Error)
	// GoValues says that Emit takes changed payloads as Go values.
	GoValues bool
	// EmitFailures are the kinds of error that Emit gives.
	EmitFailures []FailureKind
	// FlagsToday reports whether a failed message goes on flagged where on_error is
	// not set.
	FlagsToday func(*script.Error) bool
}

// A Processor takes messages through the stages of its Rules. Any number of
// goroutines may process batches at the same time.
type Processor struct {
	rules   Rules
	pool    *engine.Pool[*passage]
	onError OnError
	metrics *Metrics
	sampler sampler
	cache   *cacheMetrics
	log     *Log
	trace   Trace
}

// New makes a Processor; it logs what is suspicious about the scripts.
func New(rules Rules, o Options, log *service.Logger, metrics *service.Metrics) *Processor {
	steps, scripts := plan(rules.Stages)
	timed := timedStages(rules.Stages)
	visibleGlobals := seenBy(scripts)
	set := script.NewSet(scripts)
	shared := o.Cache
	if shared == nil {
		shared = cache.New(cache.Limits{})
	}
	how := newRunnings(scripts, o.ReuseVMs, !shared.InMemory())
	found := originsOf(o.label, scripts)
	logScripts(log, scripts, how, found)
	if shortage := memory.Shortage(); shortage != "" {
		log.Warnf("%s", shortage)
	}
	analysed := how.way != InOwnVM
	visible := &script.Paths{All: true}
	if analysed {
		visible = set.Paths
	}
	inVM := max(how.way, InSharedVM)
	limited := NewLog(log, o.LogPayload)
	limited.origins = found
	streaks := make([]streak, len(scripts))
	all := newMetrics(metrics, knownFailures(rules, o), knownBailouts(rules, how.programs), timed)
	return &Processor{
		rules: rules,
		pool: engine.NewPool(engine.Options[*passage]{
			Scripts:   set,
			Timeout:   o.ScriptTimeout,
			Memory:    o.ScriptMemory,
			FreshVMs:  !o.ReuseVMs,
			Unwatched: how.way == InGo,
			Stuck:     func(n int64) { all.stuck.Set(n) },
			Setup: func(vm *engine.VM[*passage]) *passage {
				g := newGlobals(visibleGlobals, log, shared.Session(vm), limited)
				g.binding = jsmsg.NewBinding(visible, g.Surroundings)
				if rules.GoValues && len(scripts) == 1 {
					g.binding.GiveGoValues()
				}
				v := &passage{
					globals: g,
					Binding: g.binding, steps: steps, scripts: scripts, timed: timed, programs: how.programs, streaks: streaks, vm: vm, cache: g.Cache,
					analysed: analysed, inVM: inVM, maxMessages: o.MaxMessages, limits: eval.Limits{Timeout: o.ScriptTimeout, Memory: o.ScriptMemory}, trace: o.Trace,
				}
				v.limits.Stop = vm.Ended
				v.onward = v.goOn
				return v
			},
			Install: func(v *passage, rt *goja.Runtime) {
				v.Bind(rt)
				v.globals.install(rt)
			},
			Clear: func(v *passage) {
				v.reset()
				v.Clear()
			},
			Abandon: func(v *passage) { v.cache.Abandon() },
		}),
		onError: o.OnError,
		metrics: all,
		cache:   newCacheMetrics(shared, metrics),
		log:     limited,
		trace:   o.Trace,
	}
}

// ProcessBatch takes every message of a batch through the stages, in order. A
// message that fails is judged alone; the error is that of a context that ended.
func (p *Processor) ProcessBatch(ctx context.Context, in service.MessageBatch) ([]service.MessageBatch, error) {
	b := &batch{p: p, in: in, sample: p.sampler.pick(len(in))}
	b.out = b.single[:0]
	if len(in) > 1 {
		b.out = make(service.MessageBatch, 0, len(in))
	}
	stats, err := p.pool.Do(ctx, len(in), b)
	p.metrics.AddPool(stats)
	p.cache.add()
	if err != nil {
		return nil, err
	}
	p.metrics.Add(len(in), &b.tally)
	p.metrics.addTimings(b.timings)
	p.metrics.addBailouts(b.bailouts)
	if len(b.out) == 0 {
		return nil, nil
	}
	b.in, b.flagged, b.result[0] = nil, nil, b.out
	return b.result[:], nil
}

// Close ends the goroutines that are kept for further batches.
func (p *Processor) Close(context.Context) error {
	p.pool.Close()
	return nil
}

// A batch is one batch on its way, the engine's Work. Its steps run one after the
// other.
type batch struct {
	p       *Processor
	in, out service.MessageBatch
	// single and result spare a batch of one message two allocations. What Benthos
	// gets refers to the batch then, which has let go of in.
	single [1]*service.Message
	result [1]service.MessageBatch
	// flagged is the context of the last message that was flagged.
	flagged context.Context
	tally   Tally
	clock   int64
	// clockNow is now, made once.
	clockNow func() int64
	sample   sample
	timings  []timing
	// bailouts are the stages that eval gave up.
	bailouts []string
}

// Step is the way of message i: in, through the scripts, out.
func (b *batch) Step(l *engine.Lease[*passage], i int) {
	v, timed := l.Host, b.sample.has(i)
	v.reset()
	v.watch.reset(timed)
	if v.trace != nil {
		v.in = b.in[i]
	}
	m, err := v.Accept(b.in[i])
	if err != nil {
		b.finish(i, nil, []failure{{Error: asError(stageInput, err)}})
		return
	}
	b.p.rules.Prepare(m)
	v.todo = append(v.todo, branch{m: m})
	if err = l.Run(i, v.onward); err == unwatched { //nolint:errorlint // our own
		err = l.RunWatched(i, v.onward)
	}
	if errors.Is(err, engine.ErrAbandoned) {
		return
	}
	if err != nil {
		v.failed = append(v.failed, failure{Error: asError(stageScripts, err)})
	}
	if timed {
		v.watch.stop() // what a panic tore out of
		b.timings = append(b.timings, v.watch.done...)
	}
	b.count(v, v.bailed)
	v.ResetPrototypes()
	b.finish(i, v.done, v.failed)
}

// Fail is the end of a message that is stuck in a script, or that our own code
// failed on. Branches that had left the last stage before go on.
func (b *batch) Fail(v *passage, i int, err error) {
	var before progress
	failed := asError(stageScripts, err)
	if v != nil {
		if took, runs := v.watch.running(); runs {
			b.timings = append(b.timings, timing{v.timedStage(failed.Stage), took})
		}
		if published := v.published.Load(); published != nil {
			before = *published
		}
		b.count(v, before.bailed)
		for _, m := range before.done {
			m.Separate() // from the script that is stuck, which may yet wake up
		}
	}
	b.finish(i, before.done, append(before.failed, failure{Error: failed}))
}

// count is for the scripts that eval gave up.
func (b *batch) count(v *passage, bailed []bailout) {
	for _, one := range bailed {
		b.bailouts = append(b.bailouts, v.scripts[one.script].Stage)
	}
}

// finish emits what left the last stage and decides what becomes of the message
// if some of it failed: the original goes before its good branches, once, flagged,
// or it is dropped.
func (b *batch) finish(i int, done []*jsmsg.Message, failed []failure) {
	in, before := b.in[i], len(b.out)
	copies := jsmsg.Copies{In: in}
	for _, m := range done {
		out, err := b.emit(&copies, m)
		if err != nil {
			tag, _ := m.Meta(keyTagName)
			failed = append(failed, failure{err, tag})
			b.tell(i, Event{Kind: Emitted, Err: err})
			continue
		}
		b.tell(i, Event{Kind: Emitted, Out: out})
		b.out = append(b.out, out)
	}
	emitted := len(b.out) - before
	if len(failed) == 0 {
		b.tally.Pass(emitted)
		return
	}
	var flag *script.Error
	for _, f := range failed {
		b.tell(i, Event{Kind: Failed, Err: f.Error})
		b.p.log.Failure(f.Error, f.tag, in)
		if flag == nil && b.p.onError.Flags(f.Error, b.p.rules.FlagsToday) {
			flag = f.Error
		}
	}
	if flag == nil {
		b.tally.Fail(failed[0].Error, dropped)
		return
	}
	b.tally.Fail(flag, flagged)
	out := Flag(in, flag)
	b.tell(i, Event{Kind: Flagged, Out: out, Err: flag})
	b.out = slices.Insert(b.out, b.first(in, before), out)
}

// first is where in out the flagged original of in goes; its own branches begin at
// own. It goes before all else that became of the same received message.
//
// Benthos answers an input that has its batches from a policy (broker, http_server)
// by the first part that it finds of each received message, whatever became of the
// others: see getResFromGroup in its internal/transaction/tracked.go. A flagged
// message that an output rejects would be acknowledged, and lost, if a good branch
// stood before it.
//
// An earlier processor may have made several messages of the received one
// (unarchive, another script). These still share its context, which Benthos makes
// for each message that it receives. One flagged message at their front is enough.
func (b *batch) first(in *service.Message, own int) int {
	ctx := in.Context()
	if ctx == context.Background() || !reflect.ValueOf(ctx).Comparable() || ctx == b.flagged {
		return own
	}
	b.flagged = ctx
	for own > 0 && b.out[own-1].Context() == ctx {
		own--
	}
	return own
}

// emit makes the outgoing message of m. A panic in there fails this branch alone:
// passed on, it would meet the same branches again in Fail.
func (b *batch) emit(copies *jsmsg.Copies, m *jsmsg.Message) (out *service.Message, err *script.Error) {
	defer func() {
		if x := recover(); x != nil {
			out, err = nil, asError(stageOutput, &engine.PanicError{Value: x, Stack: debug.Stack()})
		}
	}()
	if b.clockNow == nil {
		b.clockNow = b.now
	}
	return b.p.rules.Emit(copies, m, b.clockNow, b.p.log)
}

// now is the batch's own time: one reading of the clock serves all its messages.
func (b *batch) now() int64 {
	if b.clock == 0 {
		b.clock = time.Now().UnixMilli()
	}
	return b.clock
}
