// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package prometheus

import (
	"context"
	"fmt"
	"net/http"
	"time"

	prom "github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/push"
	"github.com/redpanda-data/benthos/v4/public/service"
)

// pushTimeout is how long a gateway may take. The last push holds up the end of
// the process.
const pushTimeout = 5 * time.Second

// A pusher sends the metrics to a push gateway, on its interval until it is
// closed, and once at the end.
type pusher struct {
	gateway *push.Pusher
	log     *service.Logger
	stop    context.CancelFunc
	stopped chan struct{}
}

func newPusher(o pushOptions, metrics prom.Gatherer, log *service.Logger) *pusher {
	gateway := push.New(o.url, o.job).
		Gatherer(metrics).
		Client(&http.Client{Timeout: pushTimeout})
	if o.username != "" || o.password != "" {
		gateway.BasicAuth(o.username, o.password)
	}
	ctx, stop := context.WithCancel(context.Background())
	p := &pusher{gateway: gateway, log: log, stop: stop, stopped: make(chan struct{})}
	go p.run(ctx, o.interval)
	return p
}

func (p *pusher) run(ctx context.Context, interval time.Duration) {
	defer close(p.stopped)
	if interval <= 0 {
		return
	}
	ticks := time.NewTicker(interval)
	defer ticks.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticks.C:
			if err := p.gateway.PushContext(ctx); err != nil && ctx.Err() == nil {
				p.log.Errorf("metrics: %v", pushError(err))
			}
		}
	}
}

func (p *pusher) close(ctx context.Context) error {
	p.stop()
	<-p.stopped
	if err := p.gateway.PushContext(ctx); err != nil {
		return pushError(err)
	}
	return nil
}

func pushError(err error) error {
	return fmt.Errorf("field %s: the metrics were not pushed: %w", fieldPushURL, err)
}
