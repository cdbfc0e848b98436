// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package capture

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"

	"github.com/redpanda-data/benthos/v4/public/service"

	"github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/inventory"
	"github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/kafka"
	"github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/uns"
)

// ErrEnded is why there are fewer messages than were asked for: the input has no more.
var ErrEnded = errors.New("the input has no more messages")

// unsWindow is how many of the newest messages of the namespace are looked through at least:
// many may be of other topics.
const unsWindow = 1000

// Capture calls each with up to count messages of the input with a path, one after the other,
// and returns nil when it has called it so often. Each message is each's own. components are
// those of the config.
//
// It ends before that with ErrEnded, with the cause of ctx's end, or with what keeps the input
// from reading: that the broker is not there, for instance. If ctx ends before a message came
// and there was trouble, that is the error.
func Capture(ctx context.Context, components []inventory.Component, path string, count int, each func(*service.Message)) error {
	at := slices.IndexFunc(components, func(c inventory.Component) bool { return c.Type == "input" && c.Path == path })
	if at < 0 {
		return fmt.Errorf("there is no input %s", path)
	}
	if why := refused(components, components[at]); why != "" {
		return errors.New(why)
	}
	if count <= 0 {
		return nil
	}
	conf, err := config(components, components[at])
	if err != nil {
		return err
	}
	c := &collector{left: count, each: each, done: make(chan struct{})}
	log := &troubles{failed: make(chan struct{})}
	stream, err := build(components, conf, int64(count), c.take, log)
	if err != nil {
		return err
	}
	return run(ctx, stream, c, log)
}

// config is the input's, by the rule for it, with the processors of the inputs round it.
func config(components []inventory.Component, c inventory.Component) (map[string]any, error) {
	conf := maps.Clone(c.Config)
	if fields, ok := conf[c.Name].(map[string]any); ok {
		fields = maps.Clone(fields)
		conf[c.Name] = fields
		rule := rules[c.Name]
		maps.Copy(fields, rule.set)
		for _, name := range rule.without {
			delete(fields, name)
		}
		if rule.change != nil {
			rule.change(fields)
		}
		if err := regular(fields["paths"]); err != nil {
			return nil, err
		}
	}
	var processors []any
	for _, round := range enclosing(components, c) {
		own, _ := round.Config["processors"].([]any)
		processors = append(processors, own...)
	}
	conf["processors"] = processors
	return conf, nil
}

// enclosing are an input and those round it, the inner first.
func enclosing(components []inventory.Component, c inventory.Component) (list []inventory.Component) {
	for _, one := range components {
		if one.Type == "input" && (one.Path == c.Path || strings.HasPrefix(c.Path, one.Path+".")) {
			list = append(list, one)
		}
	}
	slices.SortFunc(list, func(a, b inventory.Component) int { return len(b.Path) - len(a.Path) })
	return list
}

// regular refuses what is no file on disk: reading from a pipe takes away what is in it.
func regular(paths any) error {
	list, _ := paths.([]any)
	for _, one := range list {
		path, _ := one.(string)
		files, err := service.Globs(service.OSFS(), path)
		if err != nil {
			return err
		}
		for _, file := range files {
			if info, err := os.Stat(file); err == nil && !info.Mode().IsRegular() {
				return fmt.Errorf("%s is no file on disk: what is read from it here would not reach the running line", file)
			}
		}
	}
	return nil
}

// resource matches the path of one that processors can name.
var resource = regexp.MustCompile(`^(cache|processor|rate_limit)_resources\.\d+$`)

// build makes a stream of the input, with the resources that its processors may name. Caches
// are in memory: the running line may have the others' files open.
func build(components []inventory.Component, conf map[string]any, count int64, take service.MessageBatchHandlerFunc, log slog.Handler) (*service.Stream, error) {
	env := service.GlobalEnvironment().Clone()
	if err := errors.Join(kafka.Watch(env, count), uns.Watch(env, max(count, unsWindow))); err != nil {
		return nil, err
	}
	b := env.NewStreamBuilder()
	b.DisableLinting()
	b.SetThreads(1)
	b.SetLogger(slog.New(log))
	for _, c := range components {
		if !resource.MatchString(c.Path) {
			continue
		}
		var err error
		switch c.Type {
		case "cache":
			err = b.AddCacheYAML(inventory.Verbatim(map[string]any{"label": c.Label, "memory": map[string]any{}}))
		case "processor":
			err = b.AddResourcesYAML(inventory.Verbatim(map[string]any{"processor_resources": []any{c.Config}}))
		case "rate_limit":
			err = b.AddRateLimitYAML(inventory.Verbatim(c.Config))
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", c.ID(), err)
		}
	}
	if err := errors.Join(b.SetMetricsYAML("none: {}"), b.AddInputYAML(inventory.Verbatim(conf)), b.AddBatchConsumerFunc(take)); err != nil {
		return nil, err
	}
	return b.Build()
}
