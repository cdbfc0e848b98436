// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package cache

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/redpanda-data/benthos/v4/public/service"
)

// resource is a store in a cache resource of Benthos. Whether a call that has
// begun still takes effect after its ctx ended is the resource's matter.
type resource struct {
	// open is Resources.AccessCache.
	open func(ctx context.Context, label string, f func(service.Cache)) error
	// generic is Resources.GetGeneric, nil in tests that need no Swapper.
	generic       func(key any) (any, bool)
	label, prefix string
	ttl           *time.Duration
}

func (r *resource) get(ctx context.Context, key string) (json string, ok bool, err error) {
	err = r.access(ctx, func(c service.Cache) error {
		value, err := c.Get(ctx, r.key(key))
		if errors.Is(err, service.ErrKeyNotFound) {
			return nil
		}
		json, ok = string(value), err == nil
		return err
	})
	return json, ok, err
}

func (r *resource) set(ctx context.Context, key, json string) error {
	return r.access(ctx, func(c service.Cache) error {
		return c.Set(ctx, r.key(key), []byte(json), r.ttl)
	})
}

func (r *resource) remove(ctx context.Context, key string) error {
	return r.access(ctx, func(c service.Cache) error {
		err := c.Delete(ctx, r.key(key))
		if err == nil {
			return nil
		}
		// Some caches, file for one, call a missing key an error of their own.
		if _, missing := c.Get(ctx, r.key(key)); errors.Is(missing, service.ErrKeyNotFound) {
			return nil
		}
		return err
	})
}

func (r *resource) access(ctx context.Context, f func(service.Cache) error) error {
	err := ctx.Err()
	if err == nil {
		if gone := r.open(ctx, r.label, func(c service.Cache) { err = f(c) }); gone != nil {
			err = gone
		}
	}
	if err != nil {
		return fmt.Errorf("cache resource %s: %w", r.label, err)
	}
	return nil
}

// key is where a script's key lies in the resource. What a path is made of is
// escaped: keys come from data, and file takes them for names of files.
func (r *resource) key(key string) string {
	switch key {
	case ".":
		key = "%2E"
	case "..":
		key = "%2E%2E"
	default:
		key = pathParts.Replace(key)
	}
	return r.prefix + key
}

var pathParts = strings.NewReplacer("%", "%25", "/", "%2F", `\`, "%5C")
