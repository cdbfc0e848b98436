// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package redis

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"testing"

	_ "github.com/redpanda-data/benthos/v4/public/components/io"
	_ "github.com/redpanda-data/benthos/v4/public/components/pure"
	"github.com/redpanda-data/benthos/v4/public/service"
	"go.uber.org/goleak"

	_ "github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin"
)

// childConfig is the config that a child process of a test runs instead of the tests.
const childConfig = "REDIS_TEST_CONFIG"

func TestMain(m *testing.M) {
	if config := os.Getenv(childConfig); config != "" {
		if err := run(config); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	goleak.VerifyTestMain(m)
}

func run(config string) error {
	builder := service.NewStreamBuilder()
	if err := builder.SetYAML(config); err != nil {
		return err
	}
	stream, err := builder.Build()
	if err != nil {
		return err
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	return stream.Run(ctx)
}
