// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package processor

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/redpanda-data/benthos/v4/public/service"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/cache"
)

const (
	fieldCache      = "cache"
	fieldResource   = "resource"
	fieldPrefix     = "prefix"
	fieldTTL        = "ttl"
	fieldMaxEntries = "max_entries"
	fieldUnreadable = "on_unreadable"

	unreadableError   = "error"
	unreadableMissing = "missing"
)

// What is wrong with a cache, for lint and for construction.
const (
	emptyResource      = "cache.resource must not be empty; without the field the cache is in memory"
	prefixInMemory     = "cache.prefix needs cache.resource; a cache in memory belongs to one processor"
	limitedResource    = "cache.max_entries is for the cache in memory; cache.resource has its own limits"
	negativeEntries    = "cache.max_entries must not be negative; 0 is no limit"
	unreadableInMemory = "cache.on_unreadable needs cache.resource; in memory every value can be read"
	nonPositiveTTL     = "cache.ttl must be longer than 0s; without the field nothing expires"
	cacheLint          = `
let problems = [
  if this.resource.or("none") == "" { "` + emptyResource + `" },
  if this.prefix.or("") != "" && this.resource == null { "` + prefixInMemory + `" },
  if this.max_entries.or(0) != 0 && this.resource != null { "` + limitedResource + `" },
  if this.max_entries.or(0) < 0 { "` + negativeEntries + `" },
  if this.on_unreadable.or("error") != "error" && this.resource == null { "` + unreadableInMemory + `" },
]
root = if this.type() == "object" { $problems.filter(p -> p != null) }`
)

func cacheField() *service.ConfigField {
	return service.NewObjectField(fieldCache,
		service.NewStringField(fieldResource).
			Description("Label of a cache resource (`cache_resources`) that keeps the values, as JSON. So they survive a restart (`file`, or a cache outside the process) and are shared with every processor that names the same resource and prefix. What the resource fails with fails the message, with the reason `cache`.").
			Example("state").
			Optional(),
		service.NewStringField(fieldPrefix).
			Description("Comes before every key in the resource, so that processors which share it keep apart. In the keys themselves `/`, `\\` and `%` become `%2F`, `%5C` and `%25`: a key from data is never a path.").
			Example("line3_").
			Default(""),
		service.NewDurationField(fieldTTL).
			Description("How long a key lives after it was last written. A resource that knows no expiry, such as `file`, ignores it; not set, the resource's own default counts. In memory nothing expires where it is not set.").
			Example("24h").
			Optional(),
		service.NewIntField(fieldMaxEntries).
			Description("How many keys the cache in memory holds before the one goes that was not used for longest: written, read or asked for. `0` is no limit.").
			Example(10_000).
			Default(0),
		service.NewStringEnumField(fieldUnreadable, unreadableError, unreadableMissing).
			Description("What becomes of a value in the resource that is no JSON, such as the empty file that a kill leaves behind. `error` fails every message that reads it, with the reason `cache`, until the value is deleted; `missing` takes its key for one that is not there, so that the next `cache.set` or `cache.update` replaces it. Either way the log names the key once.").
			LintRule(`root = if !["error", "missing"].contains(this) { ["cache.on_unreadable must be error or missing, not '%s'".format(this)] }`).
			Example(unreadableMissing).
			Default(unreadableError),
	).
		Description("Where `cache` in the scripts keeps its values. Without this field: in memory, for this processor alone, without limits, until the process ends.").
		LintRule(cacheLint).
		Optional().
		Advanced()
}

// OpenCache makes the Cache of Options from the field cache; nil where it is not
// set. It refuses values that make no sense and labels that mgr has no resource
// for, naming the field.
func OpenCache(conf *service.ParsedConfig, mgr *service.Resources) (*cache.Cache, error) {
	c, err := parseCache(conf)
	switch {
	case err != nil || !c.given:
		return nil, err
	case !c.inResource:
		return cache.New(c.limits), nil
	case !mgr.HasCache(c.resource):
		return nil, fmt.Errorf("cache.resource: there is no cache resource with the label %q; declare it under cache_resources", c.resource)
	}
	// Benthos makes a resource when it is first used. One that cannot be made is to end
	// the start, and not to fail each message.
	if err := mgr.AccessCache(context.Background(), c.resource, func(service.Cache) {}); err != nil {
		return nil, fmt.Errorf("cache.resource: %w", err)
	}
	resource := cache.NewResource(mgr, c.resource, c.prefix, c.ttl)
	resource.UnreadableMissing = c.unreadableMissing
	return resource, nil
}

// A cacheConfig is the field cache.
type cacheConfig struct {
	// given says that the field is there, inResource that it names a resource.
	given, inResource bool
	resource, prefix  string
	unreadableMissing bool
	ttl               *time.Duration
	limits            cache.Limits
}

// parseCache reads the field cache and refuses values that make no sense, naming the field.
func parseCache(conf *service.ParsedConfig) (c cacheConfig, err error) {
	if c.given = conf.Contains(fieldCache); !c.given {
		return c, nil
	}
	if c.prefix, err = conf.FieldString(fieldCache, fieldPrefix); err != nil {
		return c, err
	}
	if c.limits.MaxEntries, err = conf.FieldInt(fieldCache, fieldMaxEntries); err != nil {
		return c, err
	}
	if conf.Contains(fieldCache, fieldTTL) {
		if c.limits.TTL, err = conf.FieldDuration(fieldCache, fieldTTL); err != nil {
			return c, noDuration(conf, fieldCache, fieldTTL)
		}
		if c.limits.TTL <= 0 {
			return c, errors.New(nonPositiveTTL)
		}
		ttl := c.limits.TTL
		c.ttl = &ttl
	}
	unreadable, err := conf.FieldString(fieldCache, fieldUnreadable)
	if err != nil {
		return c, err
	}
	c.unreadableMissing = unreadable == unreadableMissing
	if c.inResource = conf.Contains(fieldCache, fieldResource); c.inResource {
		if c.resource, err = conf.FieldString(fieldCache, fieldResource); err != nil {
			return c, err
		}
	}
	switch {
	case c.limits.MaxEntries < 0:
		return c, errors.New(negativeEntries)
	case c.inResource && c.resource == "":
		return c, errors.New(emptyResource)
	case c.inResource && c.limits.MaxEntries != 0:
		return c, errors.New(limitedResource)
	case !c.inResource && c.prefix != "":
		return c, errors.New(prefixInMemory)
	case unreadable != unreadableError && unreadable != unreadableMissing:
		return c, fmt.Errorf("cache.on_unreadable must be error or missing, not %q", unreadable)
	case !c.inResource && c.unreadableMissing:
		return c, errors.New(unreadableInMemory)
	}
	return c, nil
}

// unreadable is what the log says of a stored value that is no JSON.
func unreadable(key string, missing bool) string {
	if missing {
		return fmt.Sprintf("cache: the stored value of %q is no JSON; its key counts as missing, as on_unreadable says", key)
	}
	return fmt.Sprintf("cache: the stored value of %q is no JSON; messages that read it fail until it is deleted, or cache.on_unreadable is missing", key)
}

// cacheMetrics are the metrics of one processor's cache. Safe for concurrent use.
type cacheMetrics struct {
	cache        *cache.Cache
	hits, misses *service.MetricCounter
	// evictions and entries are nil for a resource, which has metrics of its own.
	evictions *service.MetricCounter
	entries   *service.MetricGauge

	// mu: whoever sets the gauge last has looked last.
	mu sync.Mutex
}

// newCacheMetrics registers them. All are shown as 0 from the start.
func newCacheMetrics(c *cache.Cache, m *service.Metrics) *cacheMetrics {
	metrics := &cacheMetrics{cache: c, hits: m.NewCounter("cache_hits"), misses: m.NewCounter("cache_misses")}
	metrics.hits.Incr(0)
	metrics.misses.Incr(0)
	if c.InMemory() {
		metrics.evictions, metrics.entries = m.NewCounter("cache_evictions"), m.NewGauge("cache_entries")
		metrics.evictions.Incr(0)
		metrics.entries.Set(0)
	}
	return metrics
}

// add counts what happened since the last call, once per batch.
func (m *cacheMetrics) add() {
	if !m.cache.Used() {
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	usage := m.cache.TakeUsage()
	add(m.hits, usage.Hits)
	add(m.misses, usage.Misses)
	if m.cache.InMemory() {
		add(m.evictions, usage.Evictions)
		m.entries.Set(int64(usage.Entries))
	}
}
