// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package tag

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"sync"

	"github.com/redpanda-data/benthos/v4/public/service"

	"github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/inventory"
	nodered "github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin"
	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/processor"
	tagprocessor "github.com/united-manufacturing-hub/benthos-umh/tag_processor_plugin"
)

// A Trial is a running pipeline of the processors that are tried. One goroutine
// uses it, and stops it in the end.
type Trial struct {
	recorder recorder
	send     service.MessageBatchHandlerFunc
	// ctx ends with the pipeline, for the reason it ended.
	ctx    context.Context
	cancel context.CancelFunc
	done   chan struct{}

	outMu   sync.Mutex
	outputs []Output
}

// Start builds and runs the pipeline. early is told what is logged meanwhile.
func (p Plan) Start(early func(LogEntry)) (*Trial, error) {
	t := &Trial{recorder: recorder{early: early}, done: make(chan struct{})}
	stream, err := t.build(p)
	if err != nil {
		return nil, err
	}
	ctx, ended := context.WithCancelCause(context.Background())
	run, cancel := context.WithCancel(context.Background())
	t.ctx, t.cancel = ctx, cancel
	go func() {
		defer close(t.done)
		ended(cmp.Or(stream.Run(run), errors.New("the pipeline ended")))
		_ = stream.Stop(run) // run has ended: it waits for nothing, not even for a script that hangs
	}()
	// An empty batch goes nowhere, but sending it waits until the pipeline is up.
	if err := t.send(ctx, service.MessageBatch{}); err != nil {
		t.Stop()
		return nil, cmp.Or(context.Cause(ctx), err)
	}
	return t, nil
}

func (t *Trial) build(p Plan) (*service.Stream, error) {
	labels := map[string]target{}
	trace := func(label string) processor.Trace { return t.recorder.trace(labels[label]) }
	env := service.GlobalEnvironment().Clone()
	if err := errors.Join(tagprocessor.RegisterTraced(env, trace), nodered.RegisterTraced(env, trace)); err != nil {
		return nil, err
	}
	builder := env.NewStreamBuilder()
	builder.DisableLinting()
	builder.SetThreads(1)
	builder.SetLogger(slog.New(logHandler{recorder: &t.recorder}))
	var err error
	if t.send, err = builder.AddBatchProducerFunc(); err != nil {
		return nil, err
	}
	for _, c := range p.caches {
		if err := builder.AddCacheYAML(inventory.Verbatim(c)); err != nil {
			return nil, err
		}
	}
	for i, one := range p.targets {
		conf := maps.Clone(one.Config)
		label := one.Label
		if label == "" {
			label = fmt.Sprintf("tried_%d", i+1)
			conf["label"] = label
		}
		labels[label] = one
		if err := builder.AddProcessorYAML(inventory.Verbatim(conf)); err != nil {
			return nil, fmt.Errorf("%s: %w", one.ID(), err)
		}
	}
	if err := builder.AddBatchConsumerFunc(t.collect); err != nil {
		return nil, err
	}
	return builder.Build()
}

func (t *Trial) collect(_ context.Context, batch service.MessageBatch) error {
	t.outMu.Lock()
	defer t.outMu.Unlock()
	for _, m := range batch {
		t.outputs = append(t.outputs, outputOf(m))
	}
	return nil
}

// Try takes one message through the processors. The error is that of a pipeline that
// ended, or of ctx: the trial is over then, though its script may still run. Stop ends it.
func (t *Trial) Try(ctx context.Context, line int, m *service.Message) (Result, error) {
	t.outMu.Lock()
	t.outputs = []Output{}
	t.outMu.Unlock()
	m = m.WithContext(t.recorder.begin(line))
	ctx, done := context.WithCancel(ctx)
	defer done()
	defer context.AfterFunc(t.ctx, done)()
	if err := t.send(ctx, service.MessageBatch{m}); err != nil {
		return Result{}, cmp.Or(context.Cause(t.ctx), err)
	}
	records, log := t.recorder.end()
	t.outMu.Lock()
	defer t.outMu.Unlock()
	result := Result{Line: line, Outcome: Dropped, Runs: []Run{}, Outputs: t.outputs, Log: log}
	if len(t.outputs) > 0 {
		result.Outcome = Processed
	}
	for _, r := range records {
		run := r.run()
		if len(run.Failures) > 0 {
			result.Outcome = Errored
		}
		result.Runs = append(result.Runs, run)
	}
	return result, nil
}

// Stop ends the pipeline, with a script that runs. What it logs from now on, nobody reads.
func (t *Trial) Stop() {
	t.cancel()
	<-t.done
	t.recorder.mu.Lock()
	defer t.recorder.mu.Unlock()
	t.recorder.early = func(LogEntry) {}
}
