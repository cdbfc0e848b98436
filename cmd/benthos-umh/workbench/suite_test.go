// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package workbench_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime/debug"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
	_ "github.com/redpanda-data/benthos/v4/public/components/io"
	_ "github.com/redpanda-data/benthos/v4/public/components/pure"

	_ "github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/mqtt"
	_ "github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/uns"
	"github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/workbench"
	"github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/workbench/api"
	_ "github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin"
	_ "github.com/united-manufacturing-hub/benthos-umh/tag_processor_plugin"
)

func init() { debug.SetGCPercent(400) } // it makes many VMs, and measures no memory

func TestWorkbench(t *testing.T) {
	RegisterFailHandler(Fail)
	RunSpecs(t, "benthos-umh tag workbench")
}

var pageFiles = fstest.MapFS{
	"index.html": {Data: []byte(`<meta name="csp-nonce" content="__NONCE__">`)},
	"app.js":     {Data: []byte(`"use strict"`)},
}

// A bench is a workbench that a spec has opened.
type bench struct {
	*httptest.Server
	folder string
}

// open opens a workbench on a config, and on files that are written beside it.
func open(config string, files ...string) *bench {
	GinkgoHelper()
	folder := GinkgoT().TempDir()
	o := workbench.Options{Config: filepath.Join(folder, "config.yaml"), Page: pageFiles}
	Expect(os.WriteFile(o.Config, []byte(config), 0o600)).To(Succeed())
	for i, text := range files {
		name := filepath.Join(folder, "samples"+strconv.Itoa(i+1)+".jsonl")
		Expect(os.WriteFile(name, []byte(text), 0o600)).To(Succeed())
		o.Files = append(o.Files, name)
	}
	b := openWith(o)
	b.folder = folder
	return b
}

func openWith(o workbench.Options) *bench {
	GinkgoHelper()
	s, err := workbench.New(o)
	Expect(err).NotTo(HaveOccurred())
	server := httptest.NewServer(s.Handler())
	DeferCleanup(server.Close)
	return &bench{Server: server}
}

func (b *bench) path(name string) string { return filepath.Join(b.folder, name) }

func (b *bench) file(name string) string {
	GinkgoHelper()
	text, err := os.ReadFile(b.path(name))
	Expect(err).NotTo(HaveOccurred())
	return string(text)
}

func (b *bench) request(ctx context.Context, method, path string, body any) *http.Response {
	GinkgoHelper()
	var text bytes.Buffer
	if body != nil {
		Expect(json.NewEncoder(&text).Encode(body)).To(Succeed())
	}
	r, err := http.NewRequestWithContext(ctx, method, b.URL+path, &text)
	Expect(err).NotTo(HaveOccurred())
	r.Header.Set("Content-Type", "application/json")
	response, err := b.Client().Do(r)
	Expect(err).NotTo(HaveOccurred())
	DeferCleanup(response.Body.Close)
	return response
}

// ask asks for a T, which there has to be.
func ask[T any](b *bench, method, path string, body any) (result T) {
	GinkgoHelper()
	response := b.request(context.Background(), method, path, body)
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	Expect(err).NotTo(HaveOccurred())
	Expect(response.StatusCode).To(Equal(http.StatusOK), string(text))
	Expect(json.Unmarshal(text, &result)).To(Succeed(), string(text))
	return result
}

// refused asks for what there is not, and gives the reason.
func (b *bench) refused(status int, method, path string, body any) string {
	GinkgoHelper()
	var p api.Problem
	response := b.request(context.Background(), method, path, body)
	defer response.Body.Close()
	Expect(response.StatusCode).To(Equal(status))
	Expect(json.NewDecoder(response.Body).Decode(&p)).To(Succeed())
	Expect(p.Error).NotTo(BeEmpty())
	return p.Error
}

// An outcome is what the events of a run were.
type outcome struct {
	checked api.Checked
	rows    []api.Row
	results []api.Detail
	done    api.Done
	// names are the events' in order, each once.
	names []string
}

func (b *bench) run(q api.RunRequest) (o outcome) {
	GinkgoHelper()
	b.follow(context.Background(), "/api/run", q, func(name string, data []byte) {
		GinkgoHelper()
		if len(o.names) == 0 || o.names[len(o.names)-1] != name {
			o.names = append(o.names, name)
		}
		switch name {
		case "checked":
			Expect(json.Unmarshal(data, &o.checked)).To(Succeed())
		case "rows":
			var rows []api.Row
			Expect(json.Unmarshal(data, &rows)).To(Succeed())
			o.rows = append(o.rows, rows...)
		case "result":
			var d api.Detail
			Expect(json.Unmarshal(data, &d)).To(Succeed())
			o.results = append(o.results, d)
		case "done":
			Expect(json.Unmarshal(data, &o.done)).To(Succeed())
		default:
			Fail("an event " + name)
		}
	})
	return o
}

// follow calls on with each event of an answer, until it ends.
func (b *bench) follow(ctx context.Context, path string, q any, on func(name string, data []byte)) {
	GinkgoHelper()
	response := b.request(ctx, "POST", path, q)
	defer response.Body.Close()
	Expect(response.StatusCode).To(Equal(http.StatusOK))
	Expect(response.Header.Get("Content-Type")).To(Equal("text/event-stream"))
	lines := bufio.NewReader(response.Body)
	name := ""
	for {
		line, err := lines.ReadString('\n')
		if err != nil {
			return
		}
		field, value, _ := strings.Cut(strings.TrimSuffix(line, "\n"), ": ")
		switch field {
		case "event":
			name = value
		case "data":
			on(name, []byte(value))
		}
	}
}

// draft is the scripts of one processor.
func draft(path string, s api.Scripts) api.Draft {
	return api.Draft{Processors: []api.DraftProcessor{{Path: path, Scripts: s}}}
}

const first = "pipeline.processors.0"

// code is a draft for the first processor, a nodered_js.
func code(script string) api.Draft { return draft(first, api.Scripts{Code: script}) }
