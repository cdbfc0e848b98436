// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package kafka

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"

	"github.com/redpanda-data/benthos/v4/public/service"
	"github.com/twmb/franz-go/pkg/kerr"
	"github.com/twmb/franz-go/pkg/kgo"
)

// A WriterConfig says how a Writer makes records and sends them.
type WriterConfig struct {
	// Name is the component's, for the log.
	Name       string
	Connection Connection
	// Produce are the options of the producer.
	Produce []kgo.Opt
	// MaxMessageBytes is what the client sends at most, and TooLarge what to do about
	// a message that has more.
	MaxMessageBytes int
	TooLarge        string
	// MaxBufferedRecords is what the client holds.
	MaxBufferedRecords int
	// Records makes the records of a batch: what it returns gives that of message i.
	Records func(batch service.MessageBatch) func(i int) (*kgo.Record, error)
	// Ready prepares the broker, on each connection; nil does nothing.
	Ready func(context.Context, *kgo.Client) error
}

// A Writer is a service.BatchOutput. A message that fails is an error of its own, so
// that the others of its batch are not sent again.
type Writer struct {
	conf WriterConfig
	link *link

	connectMu sync.Mutex
	client    *kgo.Client
	stop      context.CancelFunc
	tasks     sync.WaitGroup

	// sendMu keeps the records of batches apart.
	sendMu sync.Mutex

	// Batches whose WriteBatch has returned since the broker was lost. The client
	// still sends them.
	leftMu sync.Mutex
	left   []*sending
}

// NewWriter checks the options. It opens no connection.
func NewWriter(conf WriterConfig, res *service.Resources) (*Writer, error) {
	w := &Writer{conf: conf, link: newLink(res.Logger(), conf.Name, conf.Connection)}
	if err := kgo.ValidateOpts(w.options()...); err != nil {
		return nil, err
	}
	return w, nil
}

func (w *Writer) options() []kgo.Opt {
	return slices.Concat(w.conf.Connection.options, w.conf.Produce, []kgo.Opt{kgo.WithHooks(w.link)})
}

// Connect waits for a broker. After a lost connection the client is the same as
// before, with what it has not sent yet.
func (w *Writer) Connect(ctx context.Context) error {
	w.connectMu.Lock()
	defer w.connectMu.Unlock()
	return w.link.establish(ctx, w.tryConnect)
}

func (w *Writer) tryConnect(ctx context.Context) error {
	client := w.client
	if client == nil {
		var err error
		if client, err = kgo.NewClient(w.options()...); err != nil {
			return err
		}
	}
	err := w.link.ping(ctx, client)
	if err == nil && w.conf.Ready != nil {
		err = w.conf.Ready(ctx, client)
	}
	if err != nil {
		if w.client == nil {
			client.Close()
		}
		return err
	}
	if w.client == nil {
		w.client = client
		background, stop := context.WithCancel(context.Background())
		w.stop = stop
		w.tasks.Go(func() { w.link.watch(background, client) })
	}
	return nil
}

// WriteBatch sends a batch and waits until the broker has it.
//
// If the broker is lost meanwhile it returns ErrNotConnected, so that Benthos says
// so, connects, and comes again with the same batch. The client goes on sending in
// the background, and the second call waits for that: nothing is sent twice or out
// of order.
func (w *Writer) WriteBatch(ctx context.Context, batch service.MessageBatch) error {
	lost := w.link.lostSignal()
	if w.link.isLost() {
		return service.ErrNotConnected
	}
	s := w.prepare(batch)
	if former := w.adopt(s); former != nil {
		s = former
	} else {
		w.start(s)
	}
	select {
	case <-s.sent:
		return w.result(ctx, batch, s)
	case <-ctx.Done():
		return ctx.Err()
	case <-lost:
		w.leave(s)
		return service.ErrNotConnected
	}
}

// prepare makes the records of a batch. A message that gives none has an error.
func (w *Writer) prepare(batch service.MessageBatch) *sending {
	s, records := newSending(len(batch)), w.conf.Records(batch)
	for i := range batch {
		record, err := records(i)
		if err != nil {
			s.errs[i] = err
			continue
		}
		s.records[i] = record
		s.open++
	}
	return s
}

// start sends a batch. The client blocks those who send more than it may hold: that
// is waited for elsewhere, so that WriteBatch can end.
func (w *Writer) start(s *sending) {
	if w.client.BufferedProduceRecords()+int64(len(s.records)) <= int64(w.conf.MaxBufferedRecords) {
		w.send(s)
		return
	}
	w.tasks.Go(func() { w.send(s) })
}

// send hands the records to the client, in the order of the batch.
func (w *Writer) send(s *sending) {
	w.sendMu.Lock()
	defer w.sendMu.Unlock()
	for i, record := range s.records {
		if record != nil {
			w.client.Produce(context.Background(), record, func(_ *kgo.Record, err error) { s.finish(i, err) })
		}
	}
	s.finish(-1, nil)
}

// result makes an error of those of the messages.
func (w *Writer) result(ctx context.Context, batch service.MessageBatch, s *sending) error {
	w.sendAlone(ctx, s)
	var batchErr *service.BatchError
	for i, err := range s.errs {
		if err == nil {
			continue
		}
		if s.records[i] != nil {
			err = w.explain(s.records[i], err)
		}
		if batchErr == nil {
			batchErr = service.NewBatchError(batch, err)
		}
		batchErr = batchErr.Failed(i, err)
	}
	if batchErr == nil {
		return nil
	}
	return batchErr
}

// sendAlone sends records again whose request was too large for the broker, each in
// a request of its own: one of them may be too large, the others only came with it.
func (w *Writer) sendAlone(ctx context.Context, s *sending) {
	var refused []int
	for i, err := range s.errs {
		if errors.Is(err, kerr.MessageTooLarge) && recordBytes(s.records[i]) < w.conf.MaxMessageBytes {
			refused = append(refused, i)
		}
	}
	if len(refused) < 2 {
		return
	}
	for _, i := range refused {
		s.errs[i] = w.client.ProduceSync(ctx, s.records[i]).FirstErr()
	}
}

func (w *Writer) explain(r *kgo.Record, err error) error {
	if errors.Is(err, kerr.MessageTooLarge) {
		return fmt.Errorf("topic %q: a message of %d bytes is too large: %s: %w", r.Topic, recordBytes(r), w.conf.TooLarge, err)
	}
	return fmt.Errorf("topic %q: %w", r.Topic, w.conf.Connection.explain(err))
}

// Close ends the client. What is not sent by then has not been acknowledged.
func (w *Writer) Close(context.Context) error {
	w.connectMu.Lock()
	defer w.connectMu.Unlock()
	if w.client == nil {
		return nil
	}
	w.stop()
	w.client.Close()
	w.tasks.Wait()
	return nil
}
