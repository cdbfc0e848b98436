// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package mqtt

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
	"github.com/redpanda-data/benthos/v4/public/service"
	"go.uber.org/goleak"

	"github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/peertest"
)

func TestMQTT(t *testing.T) {
	RegisterFailHandler(Fail)
	RunSpecs(t, "mqtt")
}

const (
	// patience is how long a spec waits for what has to happen.
	patience = 30 * time.Second
	// briefPause takes the place of firstPause, so that specs need not wait.
	briefPause = firstPause / 10
)

// Every spec leaves no goroutine behind. What it starts is closed before.
var _ = BeforeEach(func() {
	before := goleak.IgnoreCurrent()
	DeferCleanup(func() {
		Eventually(func() error { return goleak.Find(before) }, patience).Should(Succeed())
	})
})

// A logbook is what was logged.
type logbook struct {
	lock sync.Mutex
	text bytes.Buffer
}

func (l *logbook) Write(p []byte) (int, error) {
	l.lock.Lock()
	defer l.lock.Unlock()
	return io.MultiWriter(&l.text, GinkgoWriter).Write(p)
}

func (l *logbook) String() string {
	l.lock.Lock()
	defer l.lock.Unlock()
	return l.text.String()
}

func (l *logbook) count(text string) int { return strings.Count(l.String(), text) }

func (l *logbook) logger() *service.Logger {
	return service.NewLoggerFromSlog(slog.New(slog.NewTextHandler(l, nil)))
}

// An inlet is an input under test.
type inlet struct {
	*input
	logs *logbook
}

func openInput(yaml string) inlet {
	GinkgoHelper()
	conf, err := inputSpec().ParseYAML(yaml, nil)
	Expect(err).NotTo(HaveOccurred())
	logs := &logbook{}
	in, err := newInput(conf, logs.logger())
	Expect(err).NotTo(HaveOccurred())
	in.first = briefPause
	DeferCleanup(func() { Expect(in.Close(context.Background())).To(Succeed()) })
	return inlet{in, logs}
}

func connectedInput(yaml string) inlet {
	GinkgoHelper()
	in := openInput(yaml)
	Expect(in.Connect(soon())).To(Succeed())
	return in
}

// A received message, with how to acknowledge it.
type received struct {
	*service.Message
	ack service.AckFunc
}

func (r received) text() string {
	payload, _ := r.AsBytes()
	return string(payload)
}

func (r received) meta(key string) any {
	value, _ := r.MetaGetMut(key)
	return value
}

func (r received) accept() {
	GinkgoHelper()
	Expect(r.ack(context.Background(), nil)).To(Succeed())
}

func (in inlet) read() received {
	GinkgoHelper()
	m, ack, err := in.Read(soon())
	Expect(err).NotTo(HaveOccurred())
	return received{m, ack}
}

// An outlet is an output under test.
type outlet struct {
	*output
	logs *logbook
}

func openOutput(yaml string) outlet {
	GinkgoHelper()
	conf, err := outputSpec().ParseYAML(yaml, nil)
	Expect(err).NotTo(HaveOccurred())
	logs := &logbook{}
	out, err := newOutput(conf, logs.logger())
	Expect(err).NotTo(HaveOccurred())
	out.first = briefPause
	DeferCleanup(func() { Expect(out.Close(context.Background())).To(Succeed()) })
	return outlet{out, logs}
}

func connectedOutput(yaml string) outlet {
	GinkgoHelper()
	out := openOutput(yaml)
	Expect(out.Connect(soon())).To(Succeed())
	return out
}

func (o outlet) write(payload string, meta ...string) {
	GinkgoHelper()
	Expect(o.Write(soon(), message(payload, meta...))).To(Succeed())
}

// message has metadata of alternating keys and values.
func message(payload string, meta ...string) *service.Message {
	m := service.NewMessage([]byte(payload))
	for i := 0; i < len(meta); i += 2 {
		m.MetaSetMut(meta[i], meta[i+1])
	}
	return m
}

// soon ends when a spec's patience does.
func soon() context.Context {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	time.AfterFunc(patience, cancel) // goroutines of a spec call this too, and they cannot defer
	return ctx
}

// inVain calls Connect and returns the error that it has to end with.
func inVain(connect func(context.Context) error) string {
	GinkgoHelper()
	err := connect(soon())
	Expect(err).To(HaveOccurred())
	return err.Error()
}

func freePort() string { return strconv.Itoa(peertest.FreePort(GinkgoT())) }
