// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package engine

import (
	"cmp"
	"slices"
	"sync"
	"time"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/memory"
)

// goja allocates without asking anybody, so somebody has to look: the watchdog, one
// for the process. It charges what the process allocates to the messages whose scripts
// run in VMs meanwhile, and has those interrupted that take more than they may.
//
// Most messages end before it looks, and cost nothing.
const (
	// firstLook is how often it looks for messages that take long.
	firstLook = 5 * time.Millisecond
	// nextLook is how often it looks at these. A machine allocates some megabytes
	// meanwhile.
	nextLook = time.Millisecond
	// quiet is after how long without any worker it goes away.
	quiet = 50 * time.Millisecond
	// collectAgain is how often it collects garbage at most where the process has little
	// memory left.
	collectAgain = 100 * time.Millisecond
	// suspicious is how many bytes a message must have been charged to be taken for the
	// reason why the process has little memory left.
	suspicious = 16 << 20
)

// A suspect is a worker, as the watchdog sees it. It is comparable.
type suspect interface {
	// running is when the scripts began of the message that runs, 0 for none, and what
	// it may take. No two messages of a worker begin at the same time.
	running() (began int64, a *allowance)
	// exceeded has the message failed that began then.
	exceeded(began int64, err error)
	// inSlot is the number of the function that its stack begins with, see slots.
	inSlot() int
}

type watchdog struct {
	mu      sync.Mutex
	workers map[suspect]struct{}
	awake   bool
}

var theWatchdog = &watchdog{workers: map[suspect]struct{}{}}

// add has the watchdog look at a worker that begins a batch.
func (d *watchdog) add(s suspect) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.workers[s] = struct{}{}
	if !d.awake {
		d.awake = true
		go d.watch()
	}
}

// remove is for a worker whose batch has ended, or that is abandoned.
func (d *watchdog) remove(s suspect) {
	d.mu.Lock()
	defer d.mu.Unlock()
	delete(d.workers, s)
}

// A look is what the watchdog saw.
type look struct {
	began     map[suspect]int64
	allocated int64
	// long are the messages that it has seen before.
	long []suspect
	// ending is the message that was made to fail last, until it has ended: its memory
	// is about to be free, so nobody else is judged.
	ending suspect
}

// watch looks until there has been nothing to look at for a while.
func (d *watchdog) watch() {
	var last look
	var collected, busy time.Time
	for {
		wait := firstLook
		if len(last.long) > 0 {
			wait = nextLook
		}
		time.Sleep(wait)
		now := time.Now()
		seen, works := d.look(last)
		if works {
			busy = now
		} else if now.Sub(busy) > quiet && d.sleep() {
			return
		}
		if len(seen.long) > 0 && seen.ending == nil {
			seen.judge(last)
			if memory.Tight() && now.Sub(collected) > collectAgain {
				collected = now
				seen.relieve()
			}
		}
		last = seen
	}
}

// look finds the messages that run. works reports whether there is a worker.
func (d *watchdog) look(last look) (now look, works bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	now.began = map[suspect]int64{}
	for s := range d.workers {
		began, _ := s.running()
		if began == 0 {
			continue
		}
		now.began[s] = began
		if last.began[s] == began {
			now.long = append(now.long, s)
		}
	}
	if s := last.ending; s != nil && now.began[s] == last.began[s] {
		now.ending = s
	}
	if len(now.began) > 0 {
		now.allocated = memory.Allocated()
	}
	return now, len(d.workers) > 0
}

// sleep ends the watchdog if there is no worker.
func (d *watchdog) sleep() bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.awake = len(d.workers) > 0
	return !d.awake
}

// judge charges what was allocated since the last look to the messages that ran all
// the time, in equal parts.
func (now *look) judge(last look) {
	part := (now.allocated - last.allocated) / int64(len(now.long))
	for _, s := range now.long {
		began, a := s.running()
		if began != now.began[s] {
			continue
		}
		if err := a.charge(part); err != nil {
			now.fail(s, err)
			return
		}
	}
}

// relieve has one message failed if the process has little memory left.
func (now *look) relieve() {
	if err := memory.Spare(); err == nil {
		return
	}
	most := slices.MaxFunc(now.long, func(a, b suspect) int { return cmp.Compare(shareOf(a), shareOf(b)) })
	if shareOf(most) > suspicious {
		now.end(most, memory.ErrProcess)
	}
}

func shareOf(s suspect) int64 {
	_, a := s.running()
	if a == nil {
		return 0
	}
	return a.share()
}

// fail has a message failed: s's, unless another one holds more, or none holds much.
func (now *look) fail(s suspect, err error) {
	if _, a := s.running(); a != nil { // it may have ended
		now.end(culprit(s, now.long, a.limit), err)
	}
}

// end has a message failed; guilty may be nil. All that are left begin anew: what was
// charged to them may have been its.
func (now *look) end(guilty suspect, err error) {
	theWatchdog.mu.Lock()
	if _, works := theWatchdog.workers[guilty]; works {
		guilty.exceeded(now.began[guilty], err)
		now.ending = guilty
	}
	theWatchdog.mu.Unlock()
	for _, other := range now.long {
		if _, a := other.running(); other != guilty && a != nil {
			a.forgive()
		}
	}
}
