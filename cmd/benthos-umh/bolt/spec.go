// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package bolt

import (
	"errors"
	"fmt"
	"time"

	"github.com/redpanda-data/benthos/v4/public/service"
)

const (
	fieldPath       = "path"
	fieldBucket     = "bucket"
	fieldDefaultTTL = "default_ttl"
)

// lockTimeout is how long a start waits for the process before it to let go of the file.
const lockTimeout = 5 * time.Second

func init() {
	service.MustRegisterCache("bolt", spec(), func(conf *service.ParsedConfig, _ *service.Resources) (service.Cache, error) {
		return parse(conf)
	})
}

func spec() *service.ConfigSpec {
	return service.NewConfigSpec().
		Stable().
		Summary("Keeps values in one file, which survives kills and power cuts.").
		Description(`
A write is acknowledged once it is on the disk: after a kill or a power cut the file holds every acknowledged write, and of a write that was under way all or nothing. Writes that come at the same time go to the disk together. A write takes as long as the disk needs for two syncs.

One process has the file at a time. A second one waits for five seconds and then does not start. Several resources of one process may use the same file.

Values that have expired are not returned, and are removed in the background. The file does not shrink: space that became free is used for later values. To make it smaller, stop the process and run `+"`bbolt compact -o new.db state.db`"+` (the command of go.etcd.io/bbolt).`).
		Fields(
			service.NewStringField(fieldPath).
				Description("The file. It is created if there is none; its directory has to exist.").
				Example("/var/lib/benthos-umh/state.db"),
			service.NewStringField(fieldBucket).
				Description("The part of the file that holds the values. Resources with different buckets keep apart.").
				Default("cache").
				Advanced(),
			service.NewDurationField(fieldDefaultTTL).
				Description("How long a value lives that is written without a time to live of its own. If unset, for ever.").
				Example("24h").
				Optional().
				Advanced(),
		)
}

func parse(conf *service.ParsedConfig) (*store, error) {
	path, err := conf.FieldString(fieldPath)
	if err != nil {
		return nil, err
	}
	if path == "" {
		return nil, errors.New("field " + fieldPath + ": must not be empty")
	}
	s := &store{}
	if s.bucket, err = conf.FieldString(fieldBucket); err != nil {
		return nil, err
	}
	if s.bucket == "" {
		return nil, errors.New("field " + fieldBucket + ": must not be empty")
	}
	if conf.Contains(fieldDefaultTTL) {
		if s.ttl, err = conf.FieldDuration(fieldDefaultTTL); err != nil {
			return nil, err
		}
		if s.ttl <= 0 {
			return nil, fmt.Errorf("field %s: must be longer than 0s; without the field nothing expires", fieldDefaultTTL)
		}
	}
	s.file, err = share(path, lockTimeout)
	return s, err
}
