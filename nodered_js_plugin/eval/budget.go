package eval

import (
	"errors"
	"runtime"
	"runtime/metrics"
)

// A budget is what the scripts of one message may hold in memory.
//
// Everything is charged before it is taken, and as long as the sum of all is below the
// limit nothing else is looked at. What scripts drop is not counted back; so when the
// sum reaches the limit, the process is measured: what it holds more than it did early
// in the message is what the message can hold at most, and the rest of the limit is
// granted anew.
type budget struct {
	// bytes may be taken before the limit is looked at again; most is the message's
	// limit.
	bytes, most int64
	// granted is what bytes was last; early says that this was the first part, a quarter,
	// at whose end before was measured: what the process held then.
	// spent is what was taken before that.
	granted, before, spent int64
	early                  bool
}

func (b *budget) begin(limit int64) {
	*b = budget{bytes: limit / 4, most: limit, granted: limit / 4, early: true}
}

var errMemory = errors.New("the scripts of one message took more memory than allowed")

// allocate charges bytes before they are taken.
func (m *Machine) allocate(n int) {
	if m.bytes -= int64(n); m.bytes < 0 {
		m.grant()
	}
	m.work(n >> 5)
}

// grant goes on where the bytes are used up, or ends the run.
func (m *Machine) grant() {
	missing := -m.bytes
	if missing > m.most {
		panic(&Limit{Memory, errMemory, m.at})
	}
	m.spent += m.granted
	runtime.GC() // without it, held would count what the messages before have dropped
	if m.early {
		m.early, m.before = false, held()
		m.granted = m.most - m.granted
	} else {
		// A quarter may have been taken when before was measured.
		m.granted = m.most - m.most/4 - max(held()-m.before, 0)
	}
	// With little left, measuring would be all that goes on.
	if m.granted < m.most/8 || missing > m.granted {
		panic(&Limit{Memory, errMemory, m.at})
	}
	m.bytes = m.granted - missing
}

// held is how many bytes the process held at the last collection.
func held() int64 {
	sample := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(sample)
	return int64(sample[0].Value.Uint64())
}
