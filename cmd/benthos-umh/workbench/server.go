// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package workbench

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"slices"
	"strconv"
	"sync"

	"github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/inventory"
	"github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/types"
	"github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/workbench/api"
)

// Limits of what may be asked in bytes of JSON. Text may grow sixfold in there.
const (
	maxQuestion   = 32 << 20
	maxSampleText = 6*maxSampleBytes + 1024
	maxManyTexts  = 300 << 20
)

// Options say what a [Server] is opened on.
type Options struct {
	// Config is the path of a config, "" for the example. Load is how to read it.
	Config string
	Load   inventory.LoadOptions
	// Files have samples. A single one is where they are kept.
	Files []string
	// Page has index.html and what belongs to it.
	Page fs.FS
}

// A Server answers what the page asks.
type Server struct {
	options Options
	samples *samples
	runs    runs
	// Notes are what to know of the files with samples.
	Notes []string

	mu     sync.Mutex // for what follows, and while a file is written
	config *config
	past   past
	file   samplesFile
}

// New makes a Server. The error is of a config or samples that cannot be read; a config
// that is wrong is shown as such.
func New(o Options) (*Server, error) {
	s := &Server{options: o, samples: newSamples()}
	c, err := readConfig(o.Config, o.Load)
	if err != nil {
		return nil, err
	}
	s.use(c)
	return s, s.readSamples()
}

// Handler is the API and the page, for requests that a [guard] has let through.
func (s *Server) Handler() http.Handler {
	mux := http.NewServeMux()
	answer := func(pattern string, f func(r *http.Request) (any, error)) {
		mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
			result, err := f(r)
			if err != nil {
				fail(w, err)
				return
			}
			writeJSON(w, http.StatusOK, result)
		})
	}
	answer("GET /api/state", s.getState)
	answer("POST /api/reload", s.reload)
	mux.HandleFunc("POST /api/run", s.run)
	answer("GET /api/results/{sample}", s.result)
	answer("GET /api/samples", func(*http.Request) (any, error) { return s.samplesState(""), nil })
	answer("POST /api/samples", s.addSamples)
	answer("DELETE /api/samples", s.clearSamples)
	answer("GET /api/samples/{id}", s.getSample)
	answer("PUT /api/samples/{id}", s.setSample)
	answer("DELETE /api/samples/{id}", s.removeSample)
	mux.HandleFunc("GET /api/samples.jsonl", s.download)
	answer("POST /api/samples/keep", s.keepSamples)
	mux.HandleFunc("POST /api/capture", s.captureMessages)
	answer("POST /api/preview", s.preview)
	answer("POST /api/save", s.save)
	answer("POST /api/test", s.keepTest)
	mux.HandleFunc("/api/", func(w http.ResponseWriter, r *http.Request) {
		fail(w, problem(http.StatusNotFound, "there is no "+r.Method+" "+r.URL.Path))
	})
	mux.Handle("/", page{s.options.Page})
	return mux
}

func (s *Server) opened() *config {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.config
}

func (s *Server) getState(*http.Request) (any, error) { return s.state(s.opened()), nil }

func (s *Server) state(c *config) api.State {
	return api.State{
		Config: c.Config, Declarations: types.Declarations, SamplesFile: s.samplesFile(),
		MaxSamples: maxSamples, MaxSampleBytes: maxSampleBytes,
	}
}

// reload reads the config from disk once more.
func (s *Server) reload(*http.Request) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c, err := readConfig(s.options.Config, s.options.Load)
	if err != nil {
		return nil, wrong(err)
	}
	s.use(c)
	return s.state(c), nil
}

// use makes a config the one that is open. The caller has locked s.mu.
func (s *Server) use(c *config) {
	s.config = c
	s.past.add(c)
}

// maxPast is how many texts of the config are remembered.
const maxPast = 10

// A past is the last configs that were open: a page may have a draft of an older one.
type past []*config

func (p *past) add(c *config) {
	*p = append(*p, c)
	if len(*p) > maxPast {
		*p = slices.Clone((*p)[1:])
	}
}

// text is the text of the file in a version.
func (p past) text(version string) (string, bool) {
	for _, c := range p {
		if c.Version == version {
			return c.Text, true
		}
	}
	return "", false
}

// An answer is an error with a status and a body.
type answer struct {
	status int
	body   any
	text   string
}

func (a *answer) Error() string { return a.text }

func problem(status int, text string) error { return &answer{status, api.Problem{Error: text}, text} }

// wrong is the problem of what the user asked for and cannot have.
func wrong(err error) error { return problem(http.StatusUnprocessableEntity, err.Error()) }

func fail(w http.ResponseWriter, err error) {
	var a *answer
	if !errors.As(err, &a) {
		a = &answer{http.StatusInternalServerError, api.Problem{Error: err.Error()}, ""}
	}
	writeJSON(w, a.status, a.body)
}

func writeJSON(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(v) // the page has gone
}

// question reads the body of a request, of at most so many bytes.
func question(r *http.Request, limit int64, into any) error {
	body := http.MaxBytesReader(nil, r.Body, limit)
	decoder := json.NewDecoder(body)
	decoder.DisallowUnknownFields()
	err := decoder.Decode(into)
	if err == nil {
		if _, err = decoder.Token(); errors.Is(err, io.EOF) {
			return nil
		}
		err = errors.New("something follows the JSON")
	}
	var long *http.MaxBytesError
	if errors.As(err, &long) {
		return problem(http.StatusRequestEntityTooLarge, fmt.Sprintf("that is more than %d MB", limit>>20))
	}
	return problem(http.StatusBadRequest, "the request is not as it has to be: "+err.Error())
}

// number is a number in the path of a request.
func number(r *http.Request, name string) (int, error) {
	n, err := strconv.Atoi(r.PathValue(name))
	if err != nil {
		return 0, problem(http.StatusNotFound, "there is no "+r.URL.Path)
	}
	return n, nil
}
