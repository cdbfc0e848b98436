// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package hostile

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/redpanda-data/benthos/v4/public/service"

	_ "github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin"
	_ "github.com/united-manufacturing-hub/benthos-umh/tag_processor_plugin"
)

// A job is one pair to run in one way: what the parent asks a child for.
type job struct {
	Kind, Pair int
	Way        way
	// Limit is the script_timeout of pairs that have none of their own.
	Limit time.Duration
	// Linger is how long an abandoned native is watched.
	Linger time.Duration
}

// A result is what became of a pair in a child that survived it.
type result struct {
	Reason, Text string
	// Messages is how many came of the hostile one.
	Messages int
	// Neighbour is what is wrong with the message behind; "" is nothing.
	Neighbour string
	Took      time.Duration
	Peak      usage
}

// serve runs the pairs that it reads, one after the other, and writes what became of
// each.
func serve(jobs io.Reader, results io.Writer) error {
	in, out := json.NewDecoder(jobs), json.NewEncoder(results)
	for {
		var j job
		if err := in.Decode(&j); err == io.EOF {
			return nil
		} else if err != nil {
			return err
		}
		r, err := corpus[j.Kind].pairs[j.Pair].run(j)
		if err != nil {
			r = result{Reason: "no config", Text: err.Error()}
		}
		if err := out.Encode(r); err != nil {
			return err
		}
	}
}

// run sends the hostile message and an ordinary one, as a batch, through a stream.
// Time and memory are taken until the batch comes out; memory for longer where a native
// was abandoned, which may go on to take more.
func (p *pair) run(j job) (r result, err error) {
	sink := &sink{want: p.want}
	stream, send, err := startStream(p.processor(j), sink)
	if err != nil {
		return r, err
	}
	defer func() {
		// Abandoned workers end with the process; nobody waits for them.
		now, cancel := context.WithCancel(context.Background())
		cancel()
		_ = stream.Stop(now)
	}()
	ordinary := "7"
	batch := service.MessageBatch{service.NewMessage([]byte(p.payload())), service.NewMessage([]byte(ordinary))}
	batch[0].MetaSetMut("role", "attack")
	batch[1].MetaSetMut("role", "neighbour")
	if p.at != inNodeRED {
		ordinary = `{"timestamp_ms":7,"value":7}`
	}
	memory := watchMemory()
	defer close(memory.end)
	sink.memory, sink.began = memory, startStopwatch()
	err = send(context.Background(), batch)
	r = sink.result
	if r.Messages == 0 {
		r.Reason = dropped
	}
	if sink.neighbour != ordinary {
		r.Neighbour = fmt.Sprintf("is %q", sink.neighbour)
	}
	if r.stuck() && j.Linger > 0 {
		time.Sleep(j.Linger)
		r.Peak = memory.growth()
	}
	return r, err
}

// stuck says whether a native was abandoned.
func (r *result) stuck() bool { return strings.Contains(r.Text, "could not be interrupted") }

// startStream runs a stream with one processor. It logs everything, to nowhere: what
// a script prints has to be made.
func startStream(processor string, s *sink) (*service.Stream, service.MessageBatchHandlerFunc, error) {
	builder := service.NewStreamBuilder()
	builder.SetLogger(slog.New(slog.NewJSONHandler(io.Discard, &slog.HandlerOptions{Level: slog.LevelDebug})))
	if err := builder.SetMetricsYAML("none: {}"); err != nil {
		return nil, nil, err
	}
	send, err := builder.AddBatchProducerFunc()
	if err != nil {
		return nil, nil, err
	}
	if err := builder.AddProcessorYAML(processor); err != nil {
		return nil, nil, err
	}
	if err := builder.AddBatchConsumerFunc(s.take); err != nil {
		return nil, nil, err
	}
	stream, err := builder.Build()
	if err != nil {
		return nil, nil, err
	}
	go func() { _ = stream.Run(context.Background()) }()
	// An empty batch goes nowhere, but waits until the stream is up.
	return stream, send, send(context.Background(), service.MessageBatch{})
}

// A sink is the output: it judges messages and keeps none.
type sink struct {
	want      []outcome
	memory    *watch
	began     stopwatch
	result    result
	neighbour string
}

func (s *sink) take(_ context.Context, batch service.MessageBatch) error {
	s.result.Took, s.result.Peak = s.began.elapsed(), s.memory.growth()
	for _, m := range batch {
		if role, _ := m.MetaGet("role"); role == "neighbour" {
			s.neighbour = judgeNeighbour(m)
			continue
		}
		s.result.Messages++
		if reason, flagged := m.MetaGet("umh_error_reason"); flagged {
			s.result.Reason = reason
			s.result.Text, _ = m.MetaGet("umh_error_message")
		} else if s.result.Reason == "" {
			s.result.Reason = passed
			if s.expectsValue() {
				s.result.Text = written(m)
			}
		}
	}
	return nil
}

// expectsValue says whether the value matters: writing a huge one takes time and memory
// that no script took.
func (s *sink) expectsValue() bool {
	return slices.ContainsFunc(s.want, func(o outcome) bool { return o.reason == passed && o.text != "" })
}

// judgeNeighbour is the body of a message that is as it should be, else what is wrong.
func judgeNeighbour(m *service.Message) string {
	if err := m.GetError(); err != nil {
		return err.Error()
	}
	if probe, _ := m.MetaGet("probe"); probe != probed {
		return "probe: " + probe
	}
	return written(m)
}

const mostText = 300

// written is a message's body, as an output would write it, cut.
func written(m *service.Message) string {
	body, err := m.AsBytes()
	if err != nil {
		return err.Error()
	}
	return strings.ToValidUTF8(string(body[:min(len(body), mostText)]), "")
}

// childVariable says that this process is a child.
const childVariable = "HOSTILE_CHILD"

func serveIfChild() {
	if os.Getenv(childVariable) == "" {
		return
	}
	if err := serve(os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(0)
}
