// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package processortest

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"time"

	"github.com/redpanda-data/benthos/v4/public/service"
)

// feedName is the input that Stream.Send sends to where Options.Input has it: like
// a queue, it hears of each batch whether it was acknowledged. With `retry: true`,
// what was refused is delivered again until it is taken, and heard of then.
const feedName = "feed"

// A feed is what is sent to the inputs of one pipeline.
type feed struct {
	parcels chan parcel
	served  endpoints
}

// Endpoints are what is served, by path. Unlike a http.ServeMux it takes a path twice:
// an http_server puts another handler in its place when it closes.
type endpoints struct{ sync.Map }

func (e *endpoints) HandleFunc(path string, handler func(http.ResponseWriter, *http.Request)) {
	e.Store(path, http.HandlerFunc(handler))
}

// A parcel is a batch and whom to tell of its acknowledgement.
type parcel struct {
	batch service.MessageBatch
	acked chan error
}

func (f *feed) register(env *service.Environment) error {
	f.parcels = make(chan parcel)
	spec := service.NewConfigSpec().Field(service.NewBoolField("retry").Default(false))
	return env.RegisterBatchInput(feedName, spec, func(conf *service.ParsedConfig, _ *service.Resources) (service.BatchInput, error) {
		retry, err := conf.FieldBool("retry")
		if retry {
			return service.AutoRetryNacksBatched((*feedInput)(f)), err
		}
		return (*feedInput)(f), err
	})
}

type feedInput feed

func (f *feedInput) Connect(context.Context) error { return nil }
func (f *feedInput) Close(context.Context) error   { return nil }

func (f *feedInput) ReadBatch(ctx context.Context) (service.MessageBatch, service.AckFunc, error) {
	select {
	case p := <-f.parcels:
		return p.batch, func(_ context.Context, err error) error {
			p.acked <- err
			return nil
		}, nil
	case <-ctx.Done():
		return nil, nil, ctx.Err()
	}
}

// send is a batch's way from a feed until it is acknowledged or refused.
func (f *feed) send(ctx context.Context, batch service.MessageBatch) error {
	p := parcel{batch, make(chan error, 1)}
	select {
	case f.parcels <- p:
	case <-ctx.Done():
		return ctx.Err()
	}
	select {
	case err := <-p.acked:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Post is the answer to a request to an http_server of Options.Input, without a
// network between. Any number of goroutines may post at the same time.
func (s *Stream) Post(path, body string) (status int, answer string) {
	w, r := httptest.NewRecorder(), httptest.NewRequest(http.MethodPost, path, strings.NewReader(body))
	for deadline := time.Now().Add(Patience); time.Now().Before(deadline); time.Sleep(time.Millisecond) {
		if handler, ok := s.served.Load(path); ok { // before that, the pipeline is not up yet
			handler.(http.Handler).ServeHTTP(w, r)
			return w.Code, w.Body.String()
		}
	}
	return http.StatusNotFound, ""
}
