// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package soak

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"strconv"
	"strings"
)

// A probe reads what the binary says of itself.
type probe struct {
	service string // the address of its HTTP service
}

func (p probe) get(path string) (string, error) {
	resp, err := http.Get("http://" + p.service + path)
	if err != nil {
		return "", err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return "", err
	}
	if resp.StatusCode != http.StatusOK {
		return "", fmt.Errorf("%s: %s", path, resp.Status)
	}
	return string(body), nil
}

// A counter is a processor's counter: for message_failures one of each stage and
// reason, written "stage/reason" in kind, which else is "".
type counter struct {
	name, label, kind string
}

var series = regexp.MustCompile(`^(\w+)\{(.*)\}$`)

// counters are the counters of all labelled processors.
func (p probe) counters() (map[counter]int, error) {
	body, err := p.get("/metrics")
	if err != nil {
		return nil, err
	}
	var values map[string]json.RawMessage
	if err := json.Unmarshal([]byte(body), &values); err != nil {
		return nil, err
	}
	counters := map[counter]int{}
	for key, value := range values {
		match := series.FindStringSubmatch(key)
		if match == nil {
			continue
		}
		labels := map[string]string{}
		for _, pair := range regexp.MustCompile(`(\w+)="([^"]*)"`).FindAllStringSubmatch(match[2], -1) {
			labels[pair[1]] = pair[2]
		}
		// Timers are objects, not counts.
		count, err := strconv.Atoi(string(value))
		if err != nil || labels["label"] == "" {
			continue
		}
		c := counter{name: match[1], label: labels["label"]}
		if labels["reason"] != "" {
			c.kind = labels["stage"] + "/" + labels["reason"]
		}
		counters[c] += count
	}
	return counters, nil
}

// liveHeap is how many bytes are in use after a garbage collection.
func (p probe) liveHeap() (float64, error) {
	profile, err := p.get("/debug/pprof/heap?gc=1&debug=1")
	if err != nil {
		return 0, err
	}
	match := regexp.MustCompile(`(?m)^# HeapAlloc = (\d+)$`).FindStringSubmatch(profile)
	if match == nil {
		return 0, fmt.Errorf("the heap profile has no HeapAlloc")
	}
	return strconv.ParseFloat(match[1], 64)
}

// goroutines are how many goroutines there are of each kind while no message is on
// its way. Those that serve the test's own connections are not among them.
type goroutines struct {
	// stuck are left behind in a native: they run scripts.
	stuck int
	// idle are workers that wait for their pool's next batch.
	idle int
	rest int
}

func (p probe) goroutines() (count goroutines, err error) {
	profile, err := p.get("/debug/pprof/goroutine?debug=1")
	if err != nil {
		return goroutines{}, err
	}
	for _, stack := range strings.Split(profile, "\n\n") {
		match := regexp.MustCompile(`(?m)^(\d+) @ 0x`).FindStringSubmatch(stack)
		if match == nil {
			continue
		}
		n, err := strconv.Atoi(match[1])
		if err != nil {
			return goroutines{}, err
		}
		switch {
		case strings.Contains(stack, "/engine.(*worker[...]).run"):
			count.stuck += n
		case strings.Contains(stack, "/engine.(*worker[...]).loop"):
			count.idle += n
		case strings.Contains(stack, "net/http.(*conn).serve"), strings.Contains(stack, "net/http.(*connReader).backgroundRead"):
		default:
			count.rest += n
		}
	}
	return count, nil
}
