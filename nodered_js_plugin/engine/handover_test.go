// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package engine

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/script"
)

// runHandedOver is runNumbers for an unwatched pool, whose steps hand the script over.
func runHandedOver(ctx context.Context, p *Pool[*numberHost], n int) (failures []error, stats Stats, err error) {
	failures = make([]error, n)
	stats, err = p.Do(ctx, n, &work[*numberHost]{
		step: func(l *Lease[*numberHost], i int) {
			l.Host.n = i
			err := l.Run(i, func() error {
				if l.Watched() {
					return errors.New("the step is watched from the start")
				}
				return nil
			})
			if err == nil {
				err = l.RunWatched(i, func() error {
					if !l.Watched() {
						return errors.New("nobody watches the script")
					}
					_, err := l.Call(0)
					return err
				})
			}
			if errors.Is(err, ErrAbandoned) {
				return
			}
			failures[i] = err
			if l.Watched() {
				failures[i] = errors.New("the step is watched to its end")
			}
		},
		fail: func(_ *numberHost, i int, err error) { failures[i] = err },
	})
	return failures, stats, err
}

func unwatchedPool(t *testing.T, timeout time.Duration, source string) *Pool[*numberHost] {
	t.Helper()
	p := numberPool(t, timeout, source)
	p.unwatched = true
	t.Cleanup(p.Close)
	return p
}

func TestHandedOverScriptsRunInTheVMOfTheBatch(t *testing.T) {
	defer noneLeft(t)()
	p := unwatchedPool(t, patience, `return cache.get("")`)
	defer p.Close()
	for range 3 {
		failures, stats, err := runHandedOver(t.Context(), p, 10)
		if err != nil || errors.Join(failures...) != nil {
			t.Fatal(err, failures)
		}
		if stats.Hits+stats.Misses != 1 || stats.Discards != 0 {
			t.Errorf("%+v", stats)
		}
	}
	if len(p.workers.list) != 1 {
		t.Errorf("%d idle workers", len(p.workers.list))
	}
}

func TestAHandedOverScriptThatHangsFailsAlone(t *testing.T) {
	for name, c := range map[string]struct {
		hang      string
		grace     time.Duration
		abandoned int64
	}{
		"a loop":   {`for (;;) {}`, patience, 0},
		"a native": {`/^(a+)+\1$/.test("a".repeat(40) + "b")`, 20 * time.Millisecond, 1},
	} {
		t.Run(name, func(t *testing.T) {
			p := unwatchedPool(t, 50*time.Millisecond, `if (cache.get("") % 3 === 1) { `+c.hang+` } return 1`)
			p.grace = c.grace
			failures, stats, err := runHandedOver(t.Context(), p, 5)
			if err != nil {
				t.Fatal(err)
			}
			for i, failure := range failures {
				if i%3 != 1 {
					if failure != nil {
						t.Errorf("message %d: %v", i, failure)
					}
				} else if reasonOf(failure) != script.Timeout || !strings.Contains(failure.Error(), "script_timeout") {
					t.Errorf("message %d: %v", i, failure)
				}
			}
			if stats.Discards != 2 || stats.Abandoned != 2*c.abandoned || stats.Misses != 2 {
				t.Errorf("%+v", stats)
			}
		})
	}
}

func TestAHandedOverScriptEndsWithItsContext(t *testing.T) {
	p := unwatchedPool(t, 0, `if (cache.get("") === 1) { for (;;) {} } return 1`)
	ctx, cancel := context.WithCancel(t.Context())
	time.AfterFunc(20*time.Millisecond, cancel)
	failures, _, err := runHandedOver(ctx, p, 3)
	if !errors.Is(err, context.Canceled) || failures[2] != nil {
		t.Error(err, failures)
	}
}

func TestAPanicInAHandedOverCallFailsOnlyItsMessage(t *testing.T) {
	p := unwatchedPool(t, patience, `return 1`)
	for range 2 {
		var failed error
		_, err := p.Do(t.Context(), 1, &work[*numberHost]{
			step: func(l *Lease[*numberHost], i int) {
				failed = l.RunWatched(i, func() error { panic("oops") })
			},
			fail: func(_ *numberHost, _ int, err error) { t.Error(err) },
		})
		if err != nil || reasonOf(failed) != script.Internal {
			t.Error(err, failed)
		}
	}
}
