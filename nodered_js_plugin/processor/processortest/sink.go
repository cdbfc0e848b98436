// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package processortest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"

	"github.com/redpanda-data/benthos/v4/public/service"
)

// sinkName is the output that keeps messages for the spec, refuserName one that
// takes none, or none at once.
const (
	sinkName    = "collect"
	refuserName = "refuse"
)

// errRefused is what refuserName answers.
var errRefused = errors.New("the output is down")

// An Output is a message as it left the pipeline.
type Output struct {
	Payload string
	// Structured is what AsStructured gives if the message was handed on structured;
	// nil if it was handed on as bytes.
	Structured any
	// Meta are the metadata. A value that is no string is replaced by a text that
	// says so.
	Meta map[string]string
	// Err is the message's error mark.
	Err     error
	Context context.Context
}

// String leaves out the context, which is long and says nothing.
func (o Output) String() string {
	return fmt.Sprintf("{%s %v error: %v}", o.Payload, o.Meta, o.Err)
}

// sinks are what the outputs of one pipeline collected.
type sinks struct {
	mu  sync.Mutex
	out map[string][]Output
}

// Collected is everything that was written to `collect: name`, in order.
func (s *sinks) Collected(name string) []Output {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.out[name])
}

// Forget empties what was collected.
func (s *sinks) Forget() {
	s.mu.Lock()
	defer s.mu.Unlock()
	clear(s.out)
}

func (s *sinks) register(env *service.Environment) error {
	s.out = map[string][]Output{}
	spec := service.NewConfigSpec().Field(service.NewStringField("").Default(""))
	return errors.Join(s.registerRefuser(env), env.RegisterBatchOutput(sinkName, spec,
		func(conf *service.ParsedConfig, _ *service.Resources) (service.BatchOutput, service.BatchPolicy, int, error) {
			name, err := conf.FieldString()
			return &sink{s, name}, service.BatchPolicy{}, 1, err
		}))
}

func (s *sinks) registerRefuser(env *service.Environment) error {
	spec := service.NewConfigSpec().Fields(service.NewBoolField("once").Default(false), service.NewStringField("name").Default(""))
	return env.RegisterBatchOutput(refuserName, spec, func(conf *service.ParsedConfig, _ *service.Resources) (
		service.BatchOutput, service.BatchPolicy, int, error,
	) {
		once, err := conf.FieldBool("once")
		name, err2 := conf.FieldString("name")
		return &refuser{&sink{s, name}, once, map[string]bool{}}, service.BatchPolicy{}, 1, errors.Join(err, err2)
	})
}

// A refuser is an output that takes no message, or each only when it comes for the
// second time; of a batch it then refuses the others alone.
type refuser struct {
	*sink
	once bool
	seen map[string]bool
}

func (r *refuser) WriteBatch(ctx context.Context, batch service.MessageBatch) error {
	if !r.once {
		return errRefused
	}
	refused := service.NewBatchError(batch, errRefused)
	var taken service.MessageBatch
	for i, m := range batch {
		content, err := m.AsBytes()
		if err != nil {
			return err
		}
		tag, _ := m.MetaGet("tag_name")
		if id := tag + " " + string(content); !r.seen[id] {
			r.seen[id] = true
			_ = refused.Failed(i, errRefused)
			continue
		}
		taken = append(taken, m)
	}
	if err := r.sink.WriteBatch(ctx, taken); err != nil || refused.IndexedErrors() == 0 {
		return err
	}
	return refused
}

// A sink is one output of a pipeline.
type sink struct {
	*sinks
	name string
}

func (s *sink) Connect(context.Context) error { return nil }
func (s *sink) Close(context.Context) error   { return nil }

func (s *sink) WriteBatch(_ context.Context, batch service.MessageBatch) error {
	for _, m := range batch {
		var structured any
		if m.HasStructured() {
			structured, _ = m.AsStructured() // needs no parsing, which alone can fail
		}
		content, err := m.AsBytes()
		if err != nil {
			return err
		}
		o := Output{Payload: string(content), Structured: structured, Meta: map[string]string{}, Err: m.GetError(), Context: m.Context()}
		_ = m.MetaWalkMut(func(key string, value any) error {
			if text, ok := value.(string); ok {
				o.Meta[key] = text
			} else {
				o.Meta[key] = fmt.Sprintf("no string but %T: %v", value, value)
			}
			return nil
		})
		s.mu.Lock()
		s.out[s.name] = append(s.out[s.name], o)
		s.mu.Unlock()
	}
	return nil
}
