// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/urfave/cli/v2"
)

const (
	defaultReadyURL = "http://localhost:4195/ready"
	readyTimeout    = 5 * time.Second
)

// readyCommand is the health check of a container image that holds nothing but
// this binary.
func readyCommand() *cli.Command {
	return &cli.Command{
		Name:      "ready",
		Usage:     "Ask a running instance whether its inputs and outputs are connected",
		ArgsUsage: "[url]",
		Description: "Exits with 0 if the instance answers 200 at its /ready endpoint, else with 1 and the reason.\n" +
			"The url is " + defaultReadyURL + " where not given: the address of the config's http section.",
		Action: func(c *cli.Context) error {
			if c.NArg() > 1 {
				return cli.Exit("ready takes one url at most", 1)
			}
			url := defaultReadyURL
			if c.NArg() == 1 {
				url = c.Args().First()
			}
			if err := askReady(c.Context, url); err != nil {
				return cli.Exit(err, 1)
			}
			return nil
		},
	}
}

// askReady returns why the instance that serves url is not ready, or nil.
func askReady(ctx context.Context, url string) error {
	ctx, cancel := context.WithTimeout(ctx, readyTimeout)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, http.NoBody)
	if err != nil {
		return err
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return fmt.Errorf("no answer (is http.enabled true, and this http.address?): %w", err)
	}
	defer resp.Body.Close()
	if resp.StatusCode == http.StatusOK {
		return nil
	}
	// The body names the input or output that is not connected.
	reason, _ := io.ReadAll(io.LimitReader(resp.Body, 1024))
	return fmt.Errorf("%s answers %s: %s", url, resp.Status, strings.TrimSpace(string(reason)))
}
