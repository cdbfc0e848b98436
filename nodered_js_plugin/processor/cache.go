package processor

import (
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
)

// What is wrong with a cache, for lint and for construction.
const (
	emptyResource   = "cache.resource must not be empty; without the field the cache is in memory"
	prefixInMemory  = "cache.prefix needs cache.resource; a cache in memory belongs to one processor"
	limitedResource = "cache.max_entries is for the cache in memory; cache.resource has its own limits"
	negativeEntries = "cache.max_entries must not be negative; 0 is no limit"
	nonPositiveTTL  = "cache.ttl must be longer than 0s; without the field nothing expires"
	cacheLint       = `
let problems = [
  if this.resource.or("none") == "" { "` + emptyResource + `" },
  if this.prefix.or("") != "" && this.resource == null { "` + prefixInMemory + `" },
  if this.max_entries.or(0) != 0 && this.resource != null { "` + limitedResource + `" },
  if this.max_entries.or(0) < 0 { "` + negativeEntries + `" },
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
	if !conf.Contains(fieldCache) {
		return nil, nil
	}
	conf = conf.Namespace(fieldCache)
	prefix, err := conf.FieldString(fieldPrefix)
	if err != nil {
		return nil, err
	}
	maxEntries, err := conf.FieldInt(fieldMaxEntries)
	if err != nil {
		return nil, err
	}
	var ttl *time.Duration
	if conf.Contains(fieldTTL) {
		d, err := conf.FieldDuration(fieldTTL)
		if err != nil {
			return nil, err
		}
		if d <= 0 {
			return nil, errors.New(nonPositiveTTL)
		}
		ttl = &d
	}
	switch {
	case maxEntries < 0:
		return nil, errors.New(negativeEntries)
	case conf.Contains(fieldResource):
		label, err := conf.FieldString(fieldResource)
		if err != nil {
			return nil, err
		}
		switch {
		case label == "":
			return nil, errors.New(emptyResource)
		case maxEntries != 0:
			return nil, errors.New(limitedResource)
		case !mgr.HasCache(label):
			return nil, fmt.Errorf("cache.resource: there is no cache resource with the label %q; declare it under cache_resources", label)
		}
		return cache.NewResource(mgr, label, prefix, ttl), nil
	case prefix != "":
		return nil, errors.New(prefixInMemory)
	}
	limits := cache.Limits{MaxEntries: maxEntries}
	if ttl != nil {
		limits.TTL = *ttl
	}
	return cache.New(limits), nil
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
