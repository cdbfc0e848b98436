// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package redis

import (
	"context"
	"errors"
	"time"

	"github.com/cenkalti/backoff/v4"
	"github.com/redis/go-redis/v9"
	"github.com/redis/go-redis/v9/maintnotifications"
	"github.com/redpanda-data/benthos/v4/public/service"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/cache"
)

// config is what the fields say.
type config struct {
	server                           server
	kind, master, clientName, prefix string
	// ttl is that of values without one, 0 for ever.
	ttl     time.Duration
	retries *backoff.ExponentialBackOff
}

// store is the cache.
type store struct {
	config
	client     redis.UniversalClient
	connection connection
	mgr        *service.Resources
}

func open(c config, mgr *service.Resources) (*store, error) {
	s := &store{config: c, mgr: mgr, client: redis.NewUniversalClient(&redis.UniversalOptions{
		Addrs:      c.server.addresses,
		Username:   c.server.user,
		Password:   c.server.password,
		DB:         c.server.database,
		TLSConfig:  c.server.tls,
		ClientName: c.clientName,
		MasterName: c.master,

		IsClusterMode: c.kind == kindCluster,
		// Repeating is up to call, which knows what may be repeated.
		MaxRetries:               -1,
		DialerRetries:            1,
		ContextTimeoutEnabled:    true,
		DisableIdentity:          true,
		MaintNotificationsConfig: &maintnotifications.Config{Mode: maintnotifications.ModeDisabled},
	})}
	s.connection = connection{log: mgr.Logger(), addresses: c.server.addresses, encrypted: c.server.tls != nil}
	cache.OfferSwap(mgr, s)
	return s, nil
}

func (s *store) Get(ctx context.Context, key string) (value []byte, err error) {
	err = s.call(ctx, repeatable, func() error {
		value, err = s.client.Get(ctx, s.prefix+key).Bytes()
		return err
	})
	if errors.Is(err, redis.Nil) {
		return nil, service.ErrKeyNotFound
	}
	return value, err
}

func (s *store) Set(ctx context.Context, key string, value []byte, ttl *time.Duration) error {
	return s.call(ctx, repeatable, func() error {
		return s.client.Set(ctx, s.prefix+key, value, s.lifetime(ttl)).Err()
	})
}

func (s *store) Add(ctx context.Context, key string, value []byte, ttl *time.Duration) error {
	args := []any{"set", s.prefix + key, value, "nx"}
	if ttl := s.lifetime(ttl); ttl > 0 {
		args = append(args, "px", ttl.Milliseconds())
	}
	_, err := s.once(ctx, args)
	if errors.Is(err, redis.Nil) {
		return service.ErrKeyAlreadyExists
	}
	return err
}

func (s *store) Delete(ctx context.Context, key string) error {
	return s.call(ctx, repeatable, func() error {
		return s.client.Del(ctx, s.prefix+key).Err()
	})
}

// swap is Swap within the server, where nobody else does anything meanwhile. ARGV is
// whether there is an old value, the old value, whether there is a new one, the new
// one, and its time to live in milliseconds, 0 for ever.
const swap = `
local now = redis.call("GET", KEYS[1])
if ARGV[1] == "1" then
  if now ~= ARGV[2] then return 0 end
elseif now then
  return 0
end
if ARGV[3] == "0" then
  redis.call("DEL", KEYS[1])
elseif ARGV[5] == "0" then
  redis.call("SET", KEYS[1], ARGV[4])
else
  redis.call("SET", KEYS[1], ARGV[4], "PX", ARGV[5])
end
return 1`

// Swap is the method of cache.Swapper.
func (s *store) Swap(ctx context.Context, key string, old, value []byte, ttl *time.Duration) (done bool, err error) {
	// EVAL, not EVALSHA: the script is short, and a server that was restarted knows none.
	n, err := s.once(ctx, []any{
		"eval", swap, 1, s.prefix + key,
		flag(old), old, flag(value), value, s.lifetime(ttl).Milliseconds(),
	})
	return n == int64(1), err
}

func flag(value []byte) string {
	if value == nil {
		return "0"
	}
	return "1"
}

// lifetime is the time to live in whole milliseconds, as the server counts it; 0 is for
// ever.
func (s *store) lifetime(ttl *time.Duration) time.Duration {
	if ttl == nil {
		ttl = &s.ttl
	}
	if *ttl <= 0 {
		return 0
	}
	return max(ttl.Truncate(time.Millisecond), time.Millisecond)
}

func (s *store) Close(context.Context) error {
	cache.OfferSwap(s.mgr, nil)
	return s.client.Close()
}
