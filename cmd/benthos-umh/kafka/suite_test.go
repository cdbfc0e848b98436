// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package kafka_test

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
	_ "github.com/redpanda-data/benthos/v4/public/components/pure"
	"github.com/redpanda-data/benthos/v4/public/service"
	"github.com/twmb/franz-go/pkg/kfake"
	"github.com/twmb/franz-go/pkg/kgo"
	"go.uber.org/goleak"

	_ "github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/kafka"
	"github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/peertest"
)

func TestKafka(t *testing.T) {
	RegisterFailHandler(Fail)
	SetDefaultEventuallyTimeout(patience)
	RunSpecs(t, "kafka_franz and redpanda")
}

// patience is how long something may take before a spec gives up on it.
const patience = 30 * time.Second

var _ = BeforeEach(func() {
	before := goleak.IgnoreCurrent()
	DeferCleanup(func() {
		Eventually(func() error { return goleak.Find(before) }).Should(Succeed(), "goroutines outlive Close")
	})
})

// cluster starts a broker that ends with the spec.
func cluster(opts ...kfake.Opt) *kfake.Cluster {
	GinkgoHelper()
	c, err := kfake.NewCluster(append([]kfake.Opt{kfake.NumBrokers(1)}, opts...)...)
	Expect(err).NotTo(HaveOccurred())
	DeferCleanup(c.Close)
	return c
}

func freePort() int { return peertest.FreePort(GinkgoT()) }

// A log collects what a component logs.
type logBuffer struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (l *logBuffer) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.buf.Write(b)
}

func (l *logBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.buf.String()
}

// lines counts the lines that hold a text.
func (l *logBuffer) lines(text string) int {
	n := 0
	for line := range strings.Lines(l.String()) {
		if strings.Contains(line, text) {
			n++
		}
	}
	return n
}

// A component is an input or an output of its own, without a stream.
type component struct {
	log  *logBuffer
	res  *service.Resources
	stop func()
}

func run(add func(*service.ResourceBuilder) error) component {
	GinkgoHelper()
	c := component{log: &logBuffer{}}
	b := service.NewResourceBuilder()
	b.SetLogger(slog.New(slog.NewTextHandler(c.log, nil)))
	Expect(add(b)).To(Succeed())
	res, closeAll, err := b.Build()
	Expect(err).NotTo(HaveOccurred())
	c.res = res
	c.stop = sync.OnceFunc(func() {
		ctx, done := context.WithTimeout(context.Background(), patience)
		defer done()
		Expect(closeAll(ctx)).To(Succeed())
	})
	DeferCleanup(c.stop)
	return c
}

type input struct{ component }

// startInput runs an input; %s in the config is the broker's address.
func startInput(address, config string) input {
	GinkgoHelper()
	in := input{run(func(b *service.ResourceBuilder) error {
		return b.AddInputYAML("label: in\n" + strings.ReplaceAll(config, "%s", address))
	})}
	// An input that is a resource starts when it is first asked for.
	Expect(in.res.AccessInput(context.Background(), "in", func(*service.ResourceInput) {})).To(Succeed())
	return in
}

type delivery struct {
	batch service.MessageBatch
	ack   service.AckFunc
}

func (d delivery) accept() {
	GinkgoHelper()
	Expect(d.ack(context.Background(), nil)).To(Succeed())
}

func (d delivery) texts() (texts []string) {
	for _, msg := range d.batch {
		texts = append(texts, text(msg))
	}
	return texts
}

func text(msg *service.Message) string {
	b, err := msg.AsBytes()
	Expect(err).NotTo(HaveOccurred())
	return string(b)
}

// tryRead returns false if nothing comes for a while.
func (in input) tryRead(atMost time.Duration) (d delivery, ok bool) {
	ctx, done := context.WithTimeout(context.Background(), atMost)
	defer done()
	err := in.res.AccessInput(ctx, "in", func(i *service.ResourceInput) {
		var err error
		d.batch, d.ack, err = i.ReadBatch(ctx)
		ok = err == nil
	})
	Expect(err).NotTo(HaveOccurred())
	return d, ok
}

func (in input) read() delivery {
	GinkgoHelper()
	d, ok := in.tryRead(patience)
	Expect(ok).To(BeTrue(), "no message comes; the log says:\n%s", in.log)
	return d
}

type output struct{ component }

func startOutput(address, config string) output {
	GinkgoHelper()
	return output{run(func(b *service.ResourceBuilder) error {
		return b.AddOutputYAML("label: out\n" + strings.ReplaceAll(config, "%s", address))
	})}
}

// startStream runs a stream that writes one message to an output, and returns its log.
// Unlike an output of startOutput it ends while no broker is there.
func startStream(address, config string) *logBuffer {
	GinkgoHelper()
	log, b := &logBuffer{}, service.NewStreamBuilder()
	b.SetLogger(slog.New(slog.NewTextHandler(log, nil)))
	Expect(b.AddInputYAML(`generate: { mapping: 'root = "1"', count: 1 }`)).To(Succeed())
	Expect(b.AddOutputYAML(strings.ReplaceAll(config, "%s", address))).To(Succeed())
	stream, err := b.Build()
	Expect(err).NotTo(HaveOccurred())
	ended := make(chan error, 1)
	go func() { ended <- stream.Run(context.Background()) }()
	DeferCleanup(func() {
		_ = stream.StopWithin(time.Second) // with an error: the message was not written
		Eventually(ended).Should(Receive())
	})
	return log
}

func (o output) write(batch ...*service.Message) (err error) {
	GinkgoHelper()
	ctx, done := context.WithTimeout(context.Background(), patience)
	defer done()
	Expect(o.res.AccessOutput(ctx, "out", func(o *service.ResourceOutput) {
		err = o.WriteBatch(ctx, batch)
	})).To(Succeed())
	return err
}

func message(value string, meta ...string) *service.Message {
	msg := service.NewMessage([]byte(value))
	for i := 0; i < len(meta); i += 2 {
		msg.MetaSetMut(meta[i], meta[i+1])
	}
	return msg
}

func client(address string, opts ...kgo.Opt) *kgo.Client {
	GinkgoHelper()
	c, err := kgo.NewClient(append([]kgo.Opt{kgo.SeedBrokers(address)}, opts...)...)
	Expect(err).NotTo(HaveOccurred())
	return c
}

// fill writes the numbers from first on to each partition of a topic.
func fill(address, topic string, partitions, first, count int) {
	GinkgoHelper()
	c := client(address, kgo.RecordPartitioner(kgo.ManualPartitioner()))
	defer c.Close()
	var records []*kgo.Record
	for p := range partitions {
		for i := range count {
			records = append(records, &kgo.Record{Topic: topic, Partition: int32(p), Value: []byte(strconv.Itoa(first + i))})
		}
	}
	Expect(c.ProduceSync(context.Background(), records...).FirstErr()).To(Succeed())
}

// contents are the records of a topic in the order of their partitions.
func contents(address, topic string, count int) (records []*kgo.Record) {
	GinkgoHelper()
	c := client(address, kgo.ConsumeTopics(topic))
	defer c.Close()
	ctx, done := context.WithTimeout(context.Background(), patience)
	defer done()
	for len(records) < count && ctx.Err() == nil {
		records = append(records, c.PollFetches(ctx).Records()...)
	}
	Expect(records).To(HaveLen(count))
	return records
}

// committed is the offset of a group, -1 if it has none.
func committed(c *kfake.Cluster, group, topic string, partition int32) func() int64 {
	return func() int64 {
		info := c.GroupInfo(group)
		if info == nil {
			return -1
		}
		commit, ok := info.Commits[topic][partition]
		if !ok {
			return -1
		}
		return commit.Offset
	}
}

func at(msg *service.Message) string {
	partition, _ := msg.MetaGet("kafka_partition")
	return fmt.Sprintf("%s/%s", partition, text(msg))
}
