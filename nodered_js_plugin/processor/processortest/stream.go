// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package processortest

import (
	"context"
	"errors"
	"time"

	"github.com/redpanda-data/benthos/v4/public/service"

	_ "github.com/redpanda-data/benthos/v4/public/components/pure" // what the pipelines are made of
)

const (
	// Patience is how long anything may take that has to end: so long that no machine is
	// too busy for it.
	Patience = 2 * time.Minute
	// Soon is the script_timeout of scripts that have no end: still long enough for
	// messages beside them, which do little.
	Soon = 300 * time.Millisecond
)

// Options say what a pipeline consists of.
type Options struct {
	// Processors are the configs of its processors as YAML, in order.
	Processors []string
	// Input is the config of its input as YAML, in which `feed: {}` takes the batches
	// of Stream.Send and `http_server: {path: /p}` those of Stream.Post. If it is "",
	// Send hands its batches to the processors.
	Input string
	// Output is the config of its output as YAML, in which `collect: name` keeps
	// messages for Stream.Collected, `refuse: {}` takes none, and `refuse: {once: true,
	// name: n}` refuses each message once and keeps it as `collect: n` does when it
	// comes again. Where it is "", all messages are kept under "".
	Output string
	// Caches are the configs of cache resources as YAML, each with its label.
	Caches []string
	// Threads are how many batches are processed at a time; 0 is 1.
	Threads int
	// LogLevel, where it is not "", gives the log to Benthos' own logger at this
	// level, and with it to standard output, instead of Stream.Log.
	LogLevel string
	// NoLint leaves it to construction to refuse a config.
	NoLint bool
}

// A Stream is a running pipeline. Any number of goroutines may use it at the same
// time, except where a method says otherwise.
type Stream struct {
	sinks
	feed
	log
	counters

	send   service.MessageBatchHandlerFunc
	stream *service.Stream
	cancel context.CancelFunc
	done   chan error
}

// Start builds and runs a pipeline of processors, each given as YAML. The error is
// what construction refuses. The caller ends the pipeline with Stop or End.
func Start(processors ...string) (*Stream, error) {
	return Run(Options{Processors: processors})
}

// Run builds and runs a pipeline. The error is what construction refuses. The
// caller ends the pipeline with Stop or End.
func Run(o Options) (*Stream, error) {
	s := &Stream{done: make(chan error, 1)}
	var err error
	if s.stream, err = s.build(o); err != nil {
		return nil, err
	}
	ctx, cancel := context.WithCancel(context.Background())
	s.cancel = cancel
	go func() { s.done <- s.stream.Run(ctx) }()
	if o.Input != "" {
		return s, nil // the first batch waits until the pipeline is up
	}
	// An empty batch goes nowhere, but sending it waits until the pipeline is up or
	// has failed to come up.
	if err := s.probe(); err != nil {
		cancel()
		return nil, err
	}
	return s, nil
}

func (s *Stream) build(o Options) (*service.Stream, error) {
	env := service.GlobalEnvironment().Clone()
	if err := errors.Join(s.sinks.register(env), s.feed.register(env), s.counters.register(env)); err != nil {
		return nil, err
	}
	builder := env.NewStreamBuilder()
	builder.SetThreads(max(o.Threads, 1))
	if o.NoLint {
		builder.DisableLinting()
	}
	if err := builder.SetMetricsYAML(metricsYAML); err != nil {
		return nil, err
	}
	if o.LogLevel == "" {
		builder.SetLogger(s.log.logger())
	} else if err := builder.SetLoggerYAML("level: " + o.LogLevel); err != nil {
		return nil, err
	}
	if err := s.addInput(builder, o.Input); err != nil {
		return nil, err
	}
	for _, yaml := range o.Caches {
		if err := builder.AddCacheYAML(yaml); err != nil {
			return nil, err
		}
	}
	for _, yaml := range o.Processors {
		if err := builder.AddProcessorYAML(yaml); err != nil {
			return nil, err
		}
	}
	output := o.Output
	if output == "" {
		output = sinkName + `: ""`
	}
	if err := builder.AddOutputYAML(output); err != nil {
		return nil, err
	}
	return builder.Build()
}

func (s *Stream) addInput(builder *service.StreamBuilder, yaml string) (err error) {
	if yaml == "" {
		s.send, err = builder.AddBatchProducerFunc()
		return err
	}
	builder.SetHTTPMux(&s.served)
	s.send = s.feed.send
	return builder.AddInputYAML(yaml)
}

func (s *Stream) probe() error {
	ctx, cancel := context.WithTimeout(context.Background(), Patience)
	defer cancel()
	up := make(chan error, 1)
	go func() { up <- s.send(ctx, service.MessageBatch{}) }()
	select {
	case err := <-up:
		return err
	case err := <-s.done:
		return errors.Join(errors.New("the stream ended"), err)
	}
}

// Send sends one batch and waits until all that became of it is written or
// dropped. The error is that of a message that no output took.
func (s *Stream) Send(batch service.MessageBatch) error {
	if len(batch) == 0 {
		return nil
	}
	ctx, cancel := context.WithTimeout(context.Background(), 2*Patience)
	defer cancel()
	return s.send(ctx, batch)
}

// Process sends one batch and returns what was collected of it under "". One
// goroutine at a time may call it.
func (s *Stream) Process(batch service.MessageBatch) ([]Output, error) {
	s.Forget()
	if err := s.Send(batch); err != nil {
		return nil, err
	}
	return s.Collected(""), nil
}

// Stop ends the pipeline, once what is on its way has arrived. What was collected,
// logged and counted stays.
func (s *Stream) Stop() error {
	ctx, cancel := context.WithTimeout(context.Background(), Patience)
	defer cancel()
	err := s.stream.Stop(ctx)
	s.cancel()         // Run may not have come to an end yet
	s.done <- <-s.done // for the next Stop or End
	return err
}

// End ends the pipeline at once, as a process does whose time for stopping is over, and
// waits until nothing of it is left.
func (s *Stream) End() error {
	now, cancel := context.WithCancel(context.Background())
	cancel()
	_ = s.stream.Stop(now) // says that it has not ended yet
	return s.Stop()
}
