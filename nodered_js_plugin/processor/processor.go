package processor

import (
	"context"
	"errors"
	"runtime/debug"
	"slices"
	"time"

	"github.com/redpanda-data/benthos/v4/public/service"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/cache"
	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/engine"
	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/jsmsg"
)

// Rules are what tells one processor from the other.
type Rules struct {
	Stages []Stage
	// Prepare completes the metadata of an incoming message before its first stage.
	Prepare func(*jsmsg.Message)
	// Emit makes the outgoing message of one that left the last stage; in is only
	// read, and now is the batch's time in Unix milliseconds. The error is why the
	// message cannot go on.
	Emit func(in *service.Message, m *jsmsg.Message, now func() int64, log *Log) (*service.Message, *engine.Error)
	// FlagsToday reports whether a failed message goes on flagged where on_error is
	// not set.
	FlagsToday func(*engine.Error) bool
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
	trusted := !slices.ContainsFunc(scripts, func(s *engine.Script) bool { return !s.Reusable() })
	logScripts(log, scripts, o.ReuseVMs)
	visible := &engine.Paths{All: true}
	if trusted && o.ReuseVMs {
		visible = engine.PayloadPaths(scripts)
	}
	shared := o.Cache
	if shared == nil {
		shared = cache.New(cache.Limits{})
	}
	return &Processor{
		rules: rules,
		pool: engine.NewPool(engine.Options[*passage]{
			Scripts:  scripts,
			Timeout:  o.ScriptTimeout,
			FreshVMs: !o.ReuseVMs,
			Setup: func(vm *engine.VM[*passage]) *passage {
				jsmsg.InstallConsole(vm.Runtime(), log)
				session := shared.Session(vm)
				jsmsg.InstallCache(vm.Runtime(), session)
				return &passage{
					Binding: jsmsg.NewBinding(vm.Runtime(), visible), steps: steps, scripts: scripts, vm: vm, cache: session,
					trusted: trusted, plain: trusted && o.ReuseVMs, trace: o.Trace,
				}
			},
			Clear: func(v *passage) {
				v.reset()
				v.Clear()
			},
			Abandon: func(v *passage) { v.cache.Abandon() },
		}),
		onError: o.OnError,
		metrics: NewMetrics(metrics),
		cache:   newCacheMetrics(shared, metrics),
		log:     NewLog(log, o.LogPayload),
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
	if len(b.out) == 0 {
		return nil, nil
	}
	b.in, b.result[0] = nil, b.out
	return b.result[:], nil
}

// Close has nothing to do: idle VMs are garbage once the processor is.
func (p *Processor) Close(context.Context) error { return nil }

// A batch is one batch on its way, the engine's Work. Its steps run one after the
// other.
type batch struct {
	p       *Processor
	in, out service.MessageBatch
	// single and result spare a batch of one message two allocations. What Benthos
	// gets refers to the batch then, which has let go of in.
	single  [1]*service.Message
	result  [1]service.MessageBatch
	tally   Tally
	clock   int64
	sample  sample
	timings []timing
}

// largeMessage is from how many bytes on a payload is large: the worst that quick
// scripts do to less ends within milliseconds.
const largeMessage = 64 << 10

// Large reports whether some message of the batch is large.
func (b *batch) Large() bool {
	return slices.ContainsFunc(b.in, func(m *service.Message) bool {
		content, _ := m.AsBytes() // an error is Accept's to find
		return len(content) > largeMessage
	})
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
		b.finish(i, nil, []failure{{Error: asError("input", err)}})
		return
	}
	b.p.rules.Prepare(m)
	err = l.Run(i, func() error {
		v.from(0, m)
		return nil
	})
	if errors.Is(err, engine.ErrAbandoned) {
		return
	}
	if err != nil {
		v.failed = append(v.failed, failure{Error: asError("scripts", err)})
	}
	if timed {
		v.watch.stop() // what a panic tore out of
		b.timings = append(b.timings, v.watch.done...)
	}
	v.ResetPrototypes()
	b.finish(i, v.done, v.failed)
}

// Fail is the end of a message that is stuck in a script, or that our own code
// failed on. Branches that had left the last stage before go on.
func (b *batch) Fail(v *passage, i int, err error) {
	var done []*jsmsg.Message
	failed := asError("scripts", err)
	if v != nil {
		if took, runs := v.watch.running(); runs {
			b.timings = append(b.timings, timing{failed.Stage, took})
		}
		if published := v.published.Load(); published != nil {
			done = *published
		}
	}
	b.finish(i, done, []failure{{Error: failed}})
}

// finish emits what left the last stage and decides what becomes of the message
// if some of it failed: the original follows once, flagged, after its good
// branches, or it is dropped.
func (b *batch) finish(i int, done []*jsmsg.Message, failed []failure) {
	in, before := b.in[i], len(b.out)
	for _, m := range done {
		out, err := b.emit(in, m)
		if err != nil {
			tag, _ := m.Meta("tag_name")
			failed = append(failed, failure{err, tag})
			b.tell(i, Event{Kind: Emitted, Err: err})
			continue
		}
		b.tell(i, Event{Kind: Emitted, Out: out})
		b.out = append(b.out, out)
	}
	emitted := len(b.out) - before
	if len(failed) == 0 {
		b.tally.Count(nil, emitted)
		return
	}
	b.tally.Count(failed[0].Error, emitted)
	var flag *engine.Error
	for _, f := range failed {
		b.tell(i, Event{Kind: Failed, Err: f.Error})
		b.p.log.Failure(f.Error, f.tag, in)
		if flag == nil && b.p.onError.Flags(f.Error, b.p.rules.FlagsToday) {
			flag = f.Error
		}
	}
	if flag != nil {
		out := Flag(in, flag)
		b.tell(i, Event{Kind: Flagged, Out: out, Err: flag})
		b.out = append(b.out, out)
	}
}

// emit makes the outgoing message of m. A panic in there fails this branch alone:
// passed on, it would meet the same branches again in Fail.
func (b *batch) emit(in *service.Message, m *jsmsg.Message) (out *service.Message, err *engine.Error) {
	defer func() {
		if x := recover(); x != nil {
			out, err = nil, asError("output", &engine.PanicError{Value: x, Stack: debug.Stack()})
		}
	}()
	return b.p.rules.Emit(in, m, b.now, b.p.log)
}

// now is the batch's own time: one reading of the clock serves all its messages.
func (b *batch) now() int64 {
	if b.clock == 0 {
		b.clock = time.Now().UnixMilli()
	}
	return b.clock
}
