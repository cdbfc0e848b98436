// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package soak

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
)

// A sort of message: where it goes, what its script does, and what must become of
// it.
type sort struct {
	to, do string
	// share is how many of it are in a batch that has any.
	share int
	// every is how many batches there are for one that has any.
	every int
	// outcome is "processed", "dropped", or "stage/reason" of a failure.
	outcome string
}

var sorts = []sort{
	{"tags", "number", 44, 1, "processed"},
	{"tags", "convert", 12, 1, "processed"},
	{"tags", "split", 4, 1, "processed"},
	{"tags", "heartbeat", 4, 1, "dropped"},
	{"script", "double", 16, 1, "processed"},
	{"bad", "throw", 2, 1, "defaults/throw"},
	{"bad", "undefined", 2, 1, "defaults/throw"},
	{"bad", "number", 2, 1, "defaults/bad_return"},
	{"bad", "condition", 2, 1, "condition 1 if/throw"},
	{"bad", "nameless", 2, 1, "topic/missing_field"},
	{"bad", "blank", 2, 1, "topic/invalid_topic"},
	{"bad", "text", 2, 1, "value/bad_value"},
	{"slow", "sum", 1, 1, "processed"},
	{"hostile", "pollute", 2, 1, "processed"},
	{"hostile", "cycle", 1, 1, "defaults/bad_value"},
	{"hostile", "getter", 1, 1, "defaults/throw"},
	{"hostile", "nest", 1, 5, "defaults/throw"},
	{"hostile", "eval", 1, 5, "defaults/throw"},
	{"hostile", "sparse", 1, 5, "defaults/bad_value"},
	{"hostile", "recurse", 1, 10, "defaults/stack_overflow"},
	{"hostile", "giant", 1, 50, "processed"},
	{"runaway", "loop", 1, 100, "defaults/timeout"},
	stuck,
}

// stuck messages are given up while a native of theirs still runs, unless the
// machine is fast enough to end it meanwhile.
var stuck = sort{"runaway", "stuck", 1, 1000, "defaults/timeout"}

// sharing are the processors whose scripts may share VMs.
var sharing = []string{"tags", "script", "bad", "slow"}

// posters are how many batches are on their way at a time: enough for two threads
// never to wait.
const posters = 4

// A load sends batches and remembers how many messages of each sort it sent.
type load struct {
	url     string
	client  *http.Client
	batches int
	sent    map[sort]int
}

func newLoad(address string) *load {
	return &load{
		url:    "http://" + address + "/batch",
		client: &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: posters}},
		sent:   map[sort]int{},
	}
}

// total is how many messages were sent.
func (l *load) total() (n int) {
	for _, count := range l.sent {
		n += count
	}
	return n
}

// sendUntil sends whole batches until there were n messages in all, and returns
// when the last batch is acknowledged: no message is on its way then.
func (l *load) sendUntil(n int) error {
	batches := make(chan string)
	failed := make(chan error, posters)
	var broken atomic.Bool
	var busy sync.WaitGroup
	for range posters {
		busy.Go(func() {
			for batch := range batches {
				if err := l.post(batch); err != nil && !broken.Swap(true) {
					failed <- err
				}
			}
		})
	}
	for l.total() < n && !broken.Load() {
		batches <- l.next()
	}
	close(batches)
	busy.Wait()
	close(failed)
	return <-failed
}

// next is the next batch: its sorts mixed, a line for each message.
func (l *load) next() string {
	var lines []string
	for position := 0; ; position++ {
		before := len(lines)
		for _, s := range sorts {
			// The rare sorts are first met in the middle of their interval, so that short
			// runs have them too and the start is not a pile of them.
			if position >= s.share || l.batches%s.every != s.every/20 {
				continue
			}
			n := l.total()
			lines = append(lines, fmt.Sprintf(
				`{"to":%q,"do":%q,"n":%d,"value":%d.5,"unit":"°F","quality":"Good","source":{"node":"ns=2;s=Press.%d","server":"opc.tcp://press:4840"}}`,
				s.to, s.do, n, n%500, n%100))
			l.sent[s]++
		}
		if len(lines) == before {
			break
		}
	}
	l.batches++
	return strings.Join(lines, "\n")
}

func (l *load) post(batch string) error {
	resp, err := l.client.Post(l.url, "application/x-ndjson", strings.NewReader(batch))
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	answer, err := io.ReadAll(resp.Body)
	if err != nil {
		return err
	}
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("%s: %s", resp.Status, answer)
	}
	return nil
}
