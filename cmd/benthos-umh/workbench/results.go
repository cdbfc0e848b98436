// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package workbench

import (
	"net/http"
	"sync"
)

// maxResults is how many bytes of results of the last run are kept, as JSON.
var maxResults = 128 << 20

// results are those of one run. Safe for concurrent use.
type results struct {
	mu sync.Mutex
	// details are api.Details as JSON by sample; nil is one that was not kept.
	details map[int][]byte
	left    int
}

func newResults(budget int) *results { return &results{details: map[int][]byte{}, left: budget} }

// add keeps the result of a sample if there is room.
func (r *results) add(sample int, detail []byte) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(detail) > r.left {
		r.details[sample] = nil
		return
	}
	r.left -= len(detail)
	r.details[sample] = detail
}

// get is the result of a sample. The error says why there is none.
func (r *results) get(sample int) ([]byte, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	detail, ran := r.details[sample]
	switch {
	case !ran:
		return nil, problem(http.StatusNotFound, "this message was not run")
	case detail == nil:
		return nil, problem(http.StatusGone, "there are more results than are kept: run once more with this message chosen")
	}
	return detail, nil
}
