// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package kafka

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/twmb/franz-go/pkg/kadm"
	"github.com/twmb/franz-go/pkg/kgo"
)

// probe asks a broker before the consumer is started: a consumer tries for ever,
// and tells nobody why.
func (r *Reader) probe(ctx context.Context) error {
	client, err := kgo.NewClient(append(slices.Clone(r.conf.Connection.options), kgo.WithHooks(r.link))...)
	if err != nil {
		return err
	}
	defer client.Close()
	if err := r.link.ping(ctx, client); err != nil {
		return err
	}
	if r.conf.Regexp {
		return nil
	}
	names := slices.Clone(r.conf.Topics)
	for topic := range r.conf.Partitions {
		names = append(names, topic)
	}
	return r.checkTopics(ctx, client, names)
}

// checkTopics fails if none of the topics can be read. If some can, the others are
// read as soon as they are there.
func (r *Reader) checkTopics(ctx context.Context, client *kgo.Client, names []string) error {
	ctx, done := context.WithTimeout(ctx, pingTimeout)
	defer done()
	details, err := kadm.NewClient(client).ListTopics(ctx, names...)
	if err != nil {
		return err
	}
	var failed []string
	for _, name := range names {
		detail := details[name]
		if err = detail.Err; err == nil && !details.Has(name) {
			err = fmt.Errorf("topic %q does not exist, create it or correct its name", name)
		}
		if err != nil {
			failed = append(failed, fmt.Sprintf("topic %q: %v", name, r.conf.Connection.explain(err)))
		}
	}
	switch {
	case len(failed) == 0:
		return nil
	case len(failed) == len(names):
		return fmt.Errorf("%s", strings.Join(failed, "; "))
	}
	r.log.Warnf("%s reads only some of its topics: %s", r.conf.Name, strings.Join(failed, "; "))
	return nil
}
