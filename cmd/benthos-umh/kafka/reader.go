// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package kafka

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/redpanda-data/benthos/v4/public/service"
	"github.com/twmb/franz-go/pkg/kgo"
)

// A ReaderConfig says what a Reader reads and how it hands it out.
type ReaderConfig struct {
	// Name is the component's, for the log.
	Name       string
	Connection Connection
	// Consume are the options of the consumer but topics and group.
	Consume []kgo.Opt
	// Topics are read; as patterns if Regexp is set, then without those of Exclude.
	Topics  []string
	Regexp  bool
	Exclude []string
	// Partitions are read without a group.
	Partitions map[string]map[int32]kgo.Offset
	// Group is the consumer group, none if empty: then nothing is committed.
	Group            string
	CommitPeriod     time.Duration
	RebalanceTimeout time.Duration

	// Limit bounds the records in flight per partition. A batch of the Policy that is
	// larger goes alone.
	Limit int
	// Ordered lets one batch per partition be in flight at a time.
	Ordered bool
	// BatchRecords and BatchBytes bound a batch if there is no Policy. 0 is no bound.
	BatchRecords, BatchBytes int
	// Policy makes batches, unless it does nothing.
	Policy service.BatchPolicy
	// BufferBytes bounds about what waits per partition to be handed out.
	BufferBytes int

	// Keep says whether a record is wanted; nil keeps all.
	Keep func(*kgo.Record) bool
	// Message makes a message of a record.
	Message func(r *kgo.Record, lag int64) *service.Message
}

// A Reader is a service.BatchInput. Each batch is of one partition.
type Reader struct {
	conf       ReaderConfig
	period     time.Duration
	res        *service.Resources
	log        *service.Logger
	lag        *service.MetricGauge
	link       *link
	membership membership

	// connectMu lets one Connect or Close run at a time.
	connectMu sync.Mutex
	client    *kgo.Client
	stop      context.CancelFunc
	tasks     sync.WaitGroup
	closing   chan struct{}

	// readMu lets one ReadBatch run at a time.
	readMu sync.Mutex
	turn   int
	// wake tells ReadBatch, room the poll loop, and settled a rebalance that
	// something changed.
	wake, room, settled chan struct{}

	// commitMu lets one commit run at a time. It is taken before mu.
	commitMu      sync.Mutex
	commitFailure string

	mu         sync.Mutex
	partitions map[source]*partition
	order      []*partition
	queued     int
	fetchTold  map[source]string
}

// NewReader checks the options. It opens no connection.
func NewReader(conf ReaderConfig, res *service.Resources) (*Reader, error) {
	r := &Reader{
		conf: conf, res: res, log: res.Logger(),
		lag:        res.Metrics().NewGauge("kafka_lag", "topic", "partition"),
		link:       newLink(res.Logger(), conf.Name, conf.Connection),
		closing:    make(chan struct{}),
		wake:       make(chan struct{}, 1),
		room:       make(chan struct{}, 1),
		settled:    make(chan struct{}, 1),
		partitions: map[source]*partition{},
		fetchTold:  map[source]string{},
	}
	r.membership.r = r
	if conf.Policy.Period != "" {
		var err error
		if r.period, err = time.ParseDuration(conf.Policy.Period); err != nil {
			return nil, fmt.Errorf("batching.period: %w", err)
		}
	}
	if err := kgo.ValidateOpts(r.options()...); err != nil {
		return nil, err
	}
	return r, nil
}

func (r *Reader) options() []kgo.Opt {
	opts := slices.Concat(r.conf.Connection.options, r.conf.Consume, []kgo.Opt{
		kgo.WithHooks(r.link, &r.membership),
		kgo.MaxDecompressBatchBytes(maxDecompressed),
	})
	if len(r.conf.Topics) > 0 {
		opts = append(opts, kgo.ConsumeTopics(r.conf.Topics...))
	}
	if r.conf.Regexp {
		opts = append(opts, kgo.ConsumeRegex())
		if len(r.conf.Exclude) > 0 {
			opts = append(opts, kgo.ConsumeExcludeTopics(r.conf.Exclude...))
		}
	}
	if len(r.conf.Partitions) > 0 {
		opts = append(opts, kgo.ConsumePartitions(r.conf.Partitions))
	}
	if r.conf.Group != "" {
		opts = append(opts,
			kgo.ConsumerGroup(r.conf.Group),
			kgo.RebalanceTimeout(r.conf.RebalanceTimeout),
			kgo.DisableAutoCommit(),
			kgo.BlockRebalanceOnPoll(),
			kgo.OnPartitionsAssigned(r.membership.joined),
			kgo.OnPartitionsRevoked(r.onRevoked),
			kgo.OnPartitionsLost(r.onLost),
		)
	}
	return opts
}

// maxDecompressed bounds the memory that one compressed batch of the broker takes.
const maxDecompressed = 256 << 20

// Connect waits for a broker. After a lost connection the client is the same as
// before, and a member of its group still.
func (r *Reader) Connect(ctx context.Context) error {
	r.connectMu.Lock()
	defer r.connectMu.Unlock()
	select {
	case <-r.closing:
		return service.ErrEndOfInput
	default:
	}
	return r.link.establish(ctx, r.tryConnect)
}

func (r *Reader) tryConnect(ctx context.Context) error {
	if r.client != nil {
		if err := r.link.ping(ctx, r.client); err != nil {
			return err
		}
		return r.membership.check()
	}
	if err := r.probe(ctx); err != nil {
		return err
	}
	client, err := kgo.NewClient(r.options()...)
	if err != nil {
		return err
	}
	r.client = client
	background, stop := context.WithCancel(context.Background())
	r.stop = stop
	r.tasks.Go(func() { r.poll(background, client) })
	r.tasks.Go(func() { r.link.watch(background, client) })
	if r.conf.Group != "" {
		r.tasks.Go(func() { r.commitLoop(background, client) })
	}
	return nil
}

// Close commits what is acknowledged and leaves the group.
func (r *Reader) Close(ctx context.Context) error {
	r.connectMu.Lock()
	defer r.connectMu.Unlock()
	select {
	case <-r.closing:
		return nil
	default:
	}
	close(r.closing)
	if r.client == nil {
		return nil
	}
	r.stop()
	r.tasks.Wait()
	ctx, done := context.WithTimeout(ctx, closeTimeout)
	defer done()
	if r.conf.Group != "" && !r.link.isLost() {
		r.commit(ctx, r.client, nil)
		_ = r.client.LeaveGroupContext(ctx)
	}
	r.client.CloseAllowingRebalance()
	r.mu.Lock()
	left := r.order
	r.mu.Unlock()
	for _, p := range left {
		p.closeBatcher(ctx)
	}
	return nil
}

// closeTimeout bounds what a broker that does not answer costs at the end.
const closeTimeout = 10 * time.Second
