package processortest

import (
	"context"
	"fmt"
	"slices"
	"sync"

	"github.com/redpanda-data/benthos/v4/public/service"
)

// sinkName is the output that keeps messages for the spec.
const sinkName = "collect"

// An Output is a message as it left the pipeline.
type Output struct {
	Payload string
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

func (s *sinks) clear() {
	s.mu.Lock()
	defer s.mu.Unlock()
	clear(s.out)
}

func (s *sinks) register(env *service.Environment) error {
	s.out = map[string][]Output{}
	spec := service.NewConfigSpec().Field(service.NewStringField("").Default(""))
	return env.RegisterBatchOutput(sinkName, spec, func(conf *service.ParsedConfig, _ *service.Resources) (
		service.BatchOutput, service.BatchPolicy, int, error,
	) {
		name, err := conf.FieldString()
		return &sink{s, name}, service.BatchPolicy{}, 1, err
	})
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
		content, err := m.AsBytes()
		if err != nil {
			return err
		}
		o := Output{Payload: string(content), Meta: map[string]string{}, Err: m.GetError(), Context: m.Context()}
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
