// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

// Package streamtest runs a stream in another process of a test's own binary, which a
// test can kill.
package streamtest

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"os/signal"

	_ "github.com/redpanda-data/benthos/v4/public/components/io" // stdout
	_ "github.com/redpanda-data/benthos/v4/public/components/pure"
	"github.com/redpanda-data/benthos/v4/public/service"
)

// environment holds the config of a child. A process that has it is one.
const environment = "BENTHOS_UMH_STREAMTEST"

// Child is the command that runs the stream of a config. The child has the components
// that the test imports.
func Child(config string) *exec.Cmd {
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), environment+"="+config)
	return cmd
}

// Main belongs at the start of TestMain. In a child it runs the stream until its end or
// an interrupt, and never returns.
func Main() {
	config, isChild := os.LookupEnv(environment)
	if !isChild {
		return
	}
	if err := run(config); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(0)
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
