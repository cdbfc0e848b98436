// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package eval

import (
	"fmt"
	"time"

	"golang.org/x/text/collate"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/script/ir"
)

// A Host is what scripts see beside their own values. Its methods are called on
// the goroutine of the run.
type Host interface {
	// Payload is msg.payload as it was at the start of the stage.
	Payload() Value
	// Meta is a metadata value; false if there is none of that key.
	Meta(key string) (Value, bool)
	SetMeta(key string, v Value)
	DeleteMeta(key string)
	// MetaKeys are the keys in order, in a slice that never changes.
	MetaKeys() []string
	// MetaLen is how many metadata there are, and how many places for them.
	MetaLen() (n, places int)
	// MetaAt is what is in a place, in order of the keys; false for an empty one.
	MetaAt(i int) (key string, v Value, ok bool)
	// ParseJSON makes the value of a JSON text; false if it is none.
	ParseJSON(text string) (Value, bool)
	// Call is a call of console.* or cache.* by its path.
	Call(m *Machine, path string, args []Value) Value
	// Now is the time in Unix milliseconds.
	Now() float64
	// Random is a number from 0 to 1.
	Random() float64
}

// A Machine runs scripts, one at a time. It keeps its memory from run to run.
type Machine struct {
	host Host
	// Msg is the script's msg.
	Msg *Message
	// global is what the script assigned to the name msg, unset as a rule.
	global Value

	// frames are those of calls by their depth, made when first needed.
	frames []*frame
	stack  []Value
	top    int
	high   int // how much of the stack this run has used
	depth  int
	nested int // see maxNested
	// throwing is the exception that is on its way to a catch.
	throwing *thrown

	// at is where the script stands, as far as a limit's error needs it: the last call or
	// turn of a loop that began.
	at ir.Pos
	// inside: the script runs, so at is near to whatever happens.
	inside bool
	// quantum is the work left before the clock is looked at, deadline when the
	// message's time is over: zero until the first look, which comes in less than a
	// millisecond, and where there is no limit.
	quantum  int
	deadline time.Time
	timeout  time.Duration
	stop     func() error
	budget
	// tail is the long text that was joined last, see appended.
	tail []byte

	// scratch is where texts are made; who uses it takes it away.
	scratch []byte
	// wrappers are the built-ins that the run used as values.
	wrappers map[string]*Func
	// joining are the arrays that are being joined, one inside the other.
	joining []*Arr
	// metaAdded is how many metadata keys the message's scripts added.
	metaAdded int
	// patterns are those that scripts made of texts, by flags and source.
	patterns map[string]*pattern
	// collator is that of localeCompare, made when first needed.
	collator *collate.Collator
}

// workQuantum is how much work, in steps of some nanoseconds each, is done between
// two looks at the clock.
const workQuantum = 20_000

// A Bail ends a run that the Machine cannot go on with: it has to be started again
// in a VM.
type Bail struct {
	Reason string
	// Pos is the last call or turn of a loop that had begun: the place, or a little
	// before it. It is 0 before the first one, and where the script had ended.
	Pos ir.Pos
}

func (b *Bail) Error() string { return "cannot go on: " + b.Reason }

// bail gives the run up.
func bail(reason string) {
	panic(&Bail{Reason: reason})
}

// stood is where the script stood when the run ended, 0 where that is not known.
func (m *Machine) stood() ir.Pos {
	if !m.inside {
		return 0
	}
	m.inside = false
	return m.at
}

// A thrown is a JavaScript exception on its way, as a panic.
type thrown struct{ value Value }

// A Limit is an error of the message that no script can catch.
type Limit struct {
	Kind LimitKind
	Err  error
	// Pos is where the script stood.
	Pos ir.Pos
}

// A LimitKind says what was used up.
type LimitKind uint8

const (
	Timeout LimitKind = iota
	Memory
)

func (l *Limit) Error() string { return l.Err.Error() }

// work charges n steps; out of time it ends the run.
func (m *Machine) work(n int) {
	if m.quantum -= n; m.quantum < 0 {
		m.look()
	}
}

// Work charges work of a host, inside Attempt.
func (m *Machine) Work(steps int) { m.work(steps) }

// turn is the beginning of one more turn of a loop.
func (m *Machine) turn(pos ir.Pos) {
	m.at = pos
	m.work(2)
}

// look is work's slow part.
func (m *Machine) look() {
	m.quantum = workQuantum
	if m.stop != nil {
		if err := m.stop(); err != nil {
			panic(&Limit{Timeout, err, m.at})
		}
	}
	switch now := time.Now(); {
	case m.timeout == 0:
	case m.deadline.IsZero():
		m.deadline = now.Add(m.timeout)
	case now.After(m.deadline):
		panic(&Limit{Timeout, fmt.Errorf("the scripts of one message ran longer than script_timeout (%s)", m.timeout), m.at})
	}
}

// NewMachine makes a Machine for the messages of host.
func NewMachine(host Host) *Machine {
	m := &Machine{host: host, Msg: &Message{}}
	m.Begin(Limits{Memory: 256 << 20})
	return m
}

// Limits are what the scripts of one message may use.
type Limits struct {
	// Timeout is how long they may run; 0 is for ever.
	Timeout time.Duration
	// Memory is how many bytes they may hold at a time; what they allocated and dropped
	// does not count.
	Memory int64
	// Stop, where it is not nil, is asked now and then; an error ends the run, as if the
	// time were over.
	Stop func() error
}

// Begin gives the next runs, those of one message, their limits. A run that goes on
// after a Bail elsewhere has used what it used.
func (m *Machine) Begin(l Limits) {
	m.quantum, m.deadline, m.timeout, m.stop = workQuantum, time.Time{}, l.Timeout, l.Stop
	m.budget.begin(l.Memory)
	m.metaAdded = 0
}

// keptFrames is how many frames an idle Machine keeps.
const keptFrames = 16

// Forget drops what the Machine has of the last message.
func (m *Machine) Forget() {
	clear(m.stack[:min(m.high, len(m.stack))])
	m.high, m.top = 0, 0
	m.frames = m.frames[:min(len(m.frames), keptFrames)]
	clear(m.frames[len(m.frames):cap(m.frames)])
	for _, f := range m.frames {
		*f = frame{m: m}
	}
	m.Msg.reset(m)
	m.global = Value{}
	m.stop, m.tail, m.joining = nil, nil, nil
	m.parts.End()
}

// Text is what String(v) gives, inside Attempt.
func (m *Machine) Text(v Value) string { return m.toText(v) }

// Keys are the names of an object's own enumerable properties, in order, inside
// Attempt, in a slice whose elements never change.
func (m *Machine) Keys(v Value) []string { return m.ownKeys(v) }

// Property is an own property, undefined where there is none, inside Attempt.
func (m *Machine) Property(v Value, key string) Value {
	p, _ := m.ownProperty(v, key)
	return p
}

// At is where the script stands, as far as it matters for what takes long: at the last
// call or turn of a loop that began.
func (m *Machine) At() ir.Pos { return m.at }
