// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package prometheus

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"

	. "github.com/onsi/gomega"
)

// patience is how long a push may take to arrive.
const patience = 30 * time.Second

type pushed struct {
	Method, Path       string
	Username, Password string
	Body               string
}

// gateway is a push gateway that answers with a status.
func gateway(t *testing.T, status int) (url string, pushes <-chan pushed) {
	received := make(chan pushed, 100)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		p := pushed{Method: r.Method, Path: r.URL.Path, Body: string(body)}
		p.Username, p.Password, _ = r.BasicAuth()
		w.WriteHeader(status)
		received <- p
	}))
	t.Cleanup(server.Close)
	return server.URL, received
}

func TestMetricsArePushedOnTheIntervalAndAtTheEnd(t *testing.T) {
	g := NewWithT(t)
	url, pushes := gateway(t, http.StatusOK)
	e, _ := mustNew(t, "push_url: "+url+`
push_interval: 5ms
push_job_name: line3
push_basic_auth: { username: press, password: secret }`)
	hits := e.NewCounterCtor("vm_pool_hits")()
	hits.Incr(1)

	for range 2 {
		var p pushed
		g.Eventually(pushes, patience).Should(Receive(&p))
		g.Expect(p).To(And(
			HaveField("Method", http.MethodPut), HaveField("Path", "/metrics/job/line3"),
			HaveField("Username", "press"), HaveField("Password", "secret"),
		))
		g.Expect(p.Body).To(ContainSubstring("vm_pool_hits"))
	}

	g.Expect(e.Close(t.Context())).To(Succeed())
	g.Expect(pushes).NotTo(BeEmpty())
	for len(pushes) > 0 {
		<-pushes
	}
	g.Consistently(pushes, "50ms").ShouldNot(Receive(), "no push comes after the last one")
}

func TestMetricsArePushedOnceWithoutAnInterval(t *testing.T) {
	g := NewWithT(t)
	url, pushes := gateway(t, http.StatusOK)
	e, _ := mustNew(t, "push_url: "+url)
	g.Consistently(pushes, "20ms").ShouldNot(Receive())
	g.Expect(e.Close(t.Context())).To(Succeed())
	var p pushed
	g.Expect(pushes).To(Receive(&p))
	g.Expect(p).To(And(HaveField("Path", "/metrics/job/benthos_push"), HaveField("Username", ""), HaveField("Password", "")))
	g.Expect(pushes).NotTo(Receive())
}

func TestAGatewayThatRefusesIsLoggedAndHoldsNothingUp(t *testing.T) {
	g := NewWithT(t)
	url, pushes := gateway(t, http.StatusTeapot)
	path := filepath.Join(t.TempDir(), "metrics.prom")
	e, log := mustNew(t, "push_url: "+strings.Replace(url, "http://", "http://user:hidden@", 1)+"\npush_interval: 5ms\nfile_output_path: "+path)
	var p pushed
	g.Eventually(pushes, patience).Should(Receive(&p))
	g.Expect(p).To(And(HaveField("Username", "user"), HaveField("Password", "hidden")), "a login in the URL counts")
	g.Eventually(func() string { return fmt.Sprint(log()) }, patience).Should(ContainSubstring("push_url: the metrics were not pushed"))

	g.Expect(e.Close(t.Context())).To(MatchError(ContainSubstring("push_url")))
	g.Expect(path).To(BeAnExistingFile(), "the file is written all the same")
	g.Expect(fmt.Sprint(log())).NotTo(ContainSubstring("hidden"))
}
