// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package workbench

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/http"
	"os/exec"
	"os/signal"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/urfave/cli/v2"

	"github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/inventory"
)

// firstPort is the port of the workbench; where it is taken, one of the next.
const (
	firstPort = 4196
	manyPorts = 20
)

// Command is `workbench`, a subcommand of `tag`. files are those of the page.
func Command(files fs.FS) *cli.Command {
	return &cli.Command{
		Name:  "workbench",
		Usage: "Open a page in the browser that shows what scripts do while you write them",
		Description: "Serves one page on 127.0.0.1 and prints its link. It needs no internet, and touches no file\n" +
			"but those that are named: scripts are saved into the config, messages into the file of messages.\n" +
			"Messages are read as `tag try` reads them, from one file or several, or pasted in the page.\n" +
			"No output of the config is started.\n\n" +
			"On another address than 127.0.0.1, the link has a token that is needed to open it. It is not\n" +
			"encrypted: only use it in a network that you trust.",
		UsageText: "benthos-umh tag workbench [-c config.yaml] [messages.jsonl ...]",
		Flags: append([]cli.Flag{
			&cli.StringFlag{Name: "config", Aliases: []string{"c"}, Usage: "the config: one of Benthos, or a config.yaml of umh-core; without it, an example"},
			&cli.StringFlag{Name: "address", Usage: "the `HOST:PORT` to serve the page on, in place of 127.0.0.1 and a free port"},
			&cli.StringFlag{Name: "open", Value: "no", Usage: "open the page in the browser: yes or no"},
		}, inventory.Flags()...),
		Action: func(c *cli.Context) error {
			o := Options{Config: c.String("config"), Files: c.Args().Slice(), Page: files}
			for _, one := range o.Files {
				if strings.HasPrefix(one, "-") && one != "-" {
					return fmt.Errorf("%s stands after a file: write flags first, then the files with messages", one)
				}
			}
			var err error
			if o.Load, err = inventory.OptionsOf(c); err != nil {
				return err
			}
			open := c.String("open")
			if open != "yes" && open != "no" {
				return errors.New("write --open yes or --open no")
			}
			ctx, stop := signal.NotifyContext(c.Context, syscall.SIGINT, syscall.SIGTERM)
			defer stop()
			warn := func(text string) { fmt.Fprintln(c.App.ErrWriter, "note: "+text) }
			return Serve(ctx, o, c.String("address"), warn, func(link string) {
				fmt.Fprintf(c.App.Writer, "the workbench is at %s, Ctrl+C ends it\n", link)
				if open == "yes" {
					_ = browse(link) // the link is there to be opened by hand
				}
			})
		},
	}
}

// Serve serves the workbench on an address, "" for the usual one, until the context ends.
// warn is told what to know of the files, ready the link once the page can be opened.
func Serve(ctx context.Context, o Options, address string, warn, ready func(text string)) error {
	s, err := newUntil(ctx, o)
	if s == nil {
		return err
	}
	s.captureAtStart(ctx)
	for _, note := range s.Notes {
		warn(note)
	}
	listener, err := listen(address)
	if err != nil {
		return err
	}
	at, _ := listener.Addr().(*net.TCPAddr) // listen asks for no other
	guard := NewGuard(at, address)
	base, cancel := context.WithCancel(ctx)
	server := &http.Server{
		Handler:           guard.Protect(s.Handler()),
		ReadHeaderTimeout: 10 * time.Second,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    64 << 10,
		BaseContext:       func(net.Listener) context.Context { return base },
	}
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	ready(guard.Link(shownHost(at, address)))
	select {
	case err = <-failed:
	case <-ctx.Done():
	}
	cancel()
	soon, done := context.WithTimeout(context.Background(), time.Second)
	defer done()
	if server.Shutdown(soon) != nil {
		_ = server.Close() // what runs still is lost, as the user wants
	}
	s.mu.Lock() // a file that is being written is written to its end
	defer s.mu.Unlock()
	return err
}

// newUntil is New, which takes long where a file is long, and for ever where standard input
// does not end. When the context ends, there is neither a Server nor an error.
func newUntil(ctx context.Context, o Options) (*Server, error) {
	type made struct {
		server *Server
		err    error
	}
	ready := make(chan made, 1)
	go func() {
		s, err := New(o)
		ready <- made{s, err}
	}()
	select {
	case one := <-ready:
		if one.err != nil {
			return nil, one.err
		}
		return one.server, nil
	case <-ctx.Done():
		return nil, nil
	}
}

// listen listens on an address; on "", on the first port of the workbench that is free.
func listen(address string) (net.Listener, error) {
	if address != "" {
		if _, _, err := net.SplitHostPort(address); err != nil {
			return nil, fmt.Errorf("--address %s: write HOST:PORT", address)
		}
		return net.Listen("tcp", address)
	}
	var first error
	for port := range manyPorts {
		l, err := net.Listen("tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(firstPort+port)))
		if err == nil {
			return l, nil
		}
		if first == nil {
			first = err
		}
	}
	return nil, first
}

// shownHost is the host that the link has: the one that was asked for, or of an address
// that stands for all of the machine's, one that others reach.
func shownHost(at *net.TCPAddr, asked string) string {
	if !at.IP.IsUnspecified() {
		if host, _, err := net.SplitHostPort(asked); err == nil && host != "" {
			return host
		}
		return at.IP.String()
	}
	addresses, _ := net.InterfaceAddrs() // where there is none, the link is for this machine
	for _, one := range addresses {
		if n, ok := one.(*net.IPNet); ok && n.IP.IsGlobalUnicast() && n.IP.To4() != nil {
			return n.IP.String()
		}
	}
	return "127.0.0.1"
}

// browse opens a link in the user's browser.
func browse(link string) error {
	switch runtime.GOOS {
	case "windows":
		return exec.Command("rundll32", "url.dll,FileProtocolHandler", link).Start()
	case "darwin":
		return exec.Command("open", link).Start()
	}
	return exec.Command("xdg-open", link).Start()
}
