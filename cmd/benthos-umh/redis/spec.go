// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package redis

import (
	"errors"
	"fmt"
	"time"

	"github.com/cenkalti/backoff/v4"
	"github.com/redis/go-redis/v9/logging"
	"github.com/redpanda-data/benthos/v4/public/service"
)

const (
	fieldURL        = "url"
	fieldKind       = "kind"
	fieldMaster     = "master"
	fieldClientName = "client_name"
	fieldTLS        = "tls"
	fieldPrefix     = "prefix"
	fieldDefaultTTL = "default_ttl"
	fieldRetries    = "retries"

	kindSimple   = "simple"
	kindCluster  = "cluster"
	kindFailover = "failover"
)

func init() {
	// The client would write to standard error in its own format. What it says there
	// the calls return as errors too.
	logging.Disable()
	service.MustRegisterCache("redis", spec(), func(conf *service.ParsedConfig, mgr *service.Resources) (service.Cache, error) {
		c, err := parse(conf)
		if err != nil {
			return nil, err
		}
		return open(c, mgr)
	})
}

func spec() *service.ConfigSpec {
	return service.NewConfigSpec().
		Stable().
		Summary("Keeps values in a Redis server, where other processes find them.").
		Description(`
Several processes may share the values: `+"`cache.update`"+` of the scripts is exact across them, and its function may run more than once. The server connects when the first value is asked for, and again whenever it was away.

A write whose answer is lost may have arrived. It is repeated where that does no harm; `+"`add`"+` and `+"`cache.update`"+` are not, and fail.

What survives a kill or a power cut of the server is the server's matter: see its setting `+"`appendfsync`"+`.`).
		Fields(
			service.NewURLField(fieldURL).
				Description("The server, with user, password and number of the database where it has them. A cluster and sentinels are a list of such URLs, separated by commas; user, password and database are those of the first. `rediss` is TLS. Characters such as `@`, `/` and `#` in a password have to be escaped: `%40`, `%2F`, `%23`. The URL is never logged.").
				Example("redis://localhost:6379").
				Example("redis://:${REDIS_PASSWORD}@localhost:6379/1").
				Example("redis://a:6379,redis://b:6379"),
			service.NewStringEnumField(fieldKind, kindSimple, kindCluster, kindFailover).
				Description("One server, a cluster, or servers that sentinels watch: then `url` names the sentinels.").
				Default(kindSimple).
				Advanced(),
			service.NewStringField(fieldMaster).
				Description("The name of the master that the sentinels watch; for the kind `failover`.").
				Example("mymaster").
				Default("").
				Advanced(),
			service.NewStringField(fieldClientName).
				Description("How the server lists the connections.").
				Default("redpanda-connect").
				Advanced(),
			service.NewTLSToggledField(fieldTLS),
			service.NewStringField(fieldPrefix).
				Description("Comes before every key.").
				Optional(),
			service.NewDurationField(fieldDefaultTTL).
				Description("How long a value lives that is written without a time to live of its own. If unset, for ever.").
				Example("24h").
				Optional().
				Advanced(),
			service.NewBackOffField(fieldRetries, false, defaultRetries()).
				Description("How often and how long a call is repeated while the server cannot be reached.").
				Advanced(),
		)
}

func defaultRetries() *backoff.ExponentialBackOff {
	b := backoff.NewExponentialBackOff()
	b.InitialInterval, b.MaxInterval, b.MaxElapsedTime = 500*time.Millisecond, time.Second, 5*time.Second
	return b
}

// parse reads the config. No error has the URL in it, which may hold a password.
func parse(conf *service.ParsedConfig) (c config, err error) {
	url, err := conf.FieldString(fieldURL)
	if err != nil {
		return c, err
	}
	if c.kind, err = conf.FieldString(fieldKind); err != nil {
		return c, err
	}
	if c.server, err = parseURL(url, c.kind); err != nil {
		return c, fmt.Errorf("field %s: %w", fieldURL, err)
	}
	if c.master, err = conf.FieldString(fieldMaster); err != nil {
		return c, err
	}
	if (c.master != "") != (c.kind == kindFailover) {
		return c, errors.New("field " + fieldMaster + ": is needed for the kind failover, and for no other")
	}
	if c.clientName, err = conf.FieldString(fieldClientName); err != nil {
		return c, err
	}
	tls, enabled, err := conf.FieldTLSToggled(fieldTLS)
	if err != nil {
		return c, err
	}
	if enabled {
		c.server.tls = tls
	}
	if conf.Contains(fieldPrefix) {
		if c.prefix, err = conf.FieldString(fieldPrefix); err != nil {
			return c, err
		}
	}
	if conf.Contains(fieldDefaultTTL) {
		if c.ttl, err = conf.FieldDuration(fieldDefaultTTL); err != nil {
			return c, err
		}
		if c.ttl <= 0 {
			return c, errors.New("field " + fieldDefaultTTL + ": must be longer than 0s; without the field nothing expires")
		}
	}
	c.retries, err = conf.FieldBackOff(fieldRetries)
	return c, err
}
