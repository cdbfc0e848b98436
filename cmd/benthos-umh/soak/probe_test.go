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

// A counter is a processor's counter: for messages_errored one of each stage and
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

// goroutines counts the goroutines, apart from those that are left behind in a
// native: these are the ones that run scripts while no message is on its way.
func (p probe) goroutines() (rest, stuck int, err error) {
	profile, err := p.get("/debug/pprof/goroutine?debug=1")
	if err != nil {
		return 0, 0, err
	}
	for _, stack := range strings.Split(profile, "\n\n") {
		match := regexp.MustCompile(`(?m)^(\d+) @ 0x`).FindStringSubmatch(stack)
		if match == nil {
			continue
		}
		n, err := strconv.Atoi(match[1])
		if err != nil {
			return 0, 0, err
		}
		if strings.Contains(stack, "/engine.(*worker[...]).run") {
			stuck += n
		} else {
			rest += n
		}
	}
	return rest, stuck, nil
}
