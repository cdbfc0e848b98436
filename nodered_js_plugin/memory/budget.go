package memory

import (
	"fmt"
	"math"

	"github.com/dustin/go-humanize"
)

// A Budget is what the scripts of one message may hold in memory. Its owner takes
// from what is granted, before or while memory is taken, and comes back when that is
// used up.
//
// What scripts drop is not counted back; so when all is used up, the process is
// measured: what it holds more than it did early in the message is what the message
// can hold at most, and the rest of the limit is granted anew.
type Budget struct {
	most int64
	// granted is what was granted last; early says that this was the first part, a
	// quarter, at whose end before is measured: what the process held then.
	granted, before int64
	early           bool
}

// Begin starts with a limit in bytes, 0 for none, and gives the first part of it.
func (b *Budget) Begin(limit int64) (granted int64) {
	if limit == 0 {
		limit = math.MaxInt64
	}
	*b = Budget{most: limit, granted: limit / 4, early: true}
	return b.granted
}

// Next is called where the granted bytes are used up and missing more are wanted. It
// gives what may be taken from here on, the missing bytes included. The error, which
// names the setting, is for the message: its scripts took too much. It collects the
// garbage, which takes milliseconds: without that, it would count what earlier
// messages have dropped.
func (b *Budget) Next(missing int64) (granted int64, err error) {
	if missing > b.most {
		return 0, b.exceeded()
	}
	least, most := heldNow()
	if b.early {
		b.early, b.before = false, most
	}
	// A quarter may have been taken when before was measured.
	b.granted = b.most - b.most/4 - max(least-b.before, 0)
	// With little left, measuring would be all that goes on.
	if b.granted < b.most/8 || missing > b.granted {
		return 0, b.exceeded()
	}
	b.granted = min(b.granted, headroom())
	if b.granted < missing {
		return 0, ErrProcess
	}
	return b.granted, nil
}

func (b *Budget) exceeded() error {
	return fmt.Errorf("the scripts of one message took more memory than script_memory (%s) allows", humanize.Bytes(uint64(b.most)))
}

// ErrProcess is why a message fails that is within its own limit.
var ErrProcess = fmt.Errorf("the scripts of the message took more memory than the process can spare: it may use %d %% of its own limit", usable)
