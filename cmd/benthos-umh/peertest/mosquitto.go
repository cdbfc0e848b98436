// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package peertest

import (
	"fmt"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strings"
)

// A Mosquitto is an MQTT broker that can be started, and started again.
type Mosquitto struct {
	program, config string
	// Port is where it listens on 127.0.0.1.
	Port int
}

// PrepareMosquitto writes the config of a broker. lines are those beside its listener and its
// user. Where Mosquitto is not installed, the test is skipped.
func PrepareMosquitto(t TB, lines ...string) *Mosquitto {
	t.Helper()
	program, err := exec.LookPath("mosquitto")
	if err != nil {
		if program, err = exec.LookPath("/usr/sbin/mosquitto"); err != nil {
			t.Skip("mosquitto is not installed (Debian package mosquitto)")
		}
	}
	me, err := user.Current()
	must(t, err)
	m := &Mosquitto{program: program, config: filepath.Join(t.TempDir(), "mosquitto.conf"), Port: FreePort(t)}
	lines = append([]string{
		"user " + me.Username, // the one it changes to if root starts it
		fmt.Sprintf("listener %d 127.0.0.1", m.Port),
	}, lines...)
	must(t, os.WriteFile(m.config, []byte(strings.Join(lines, "\n")+"\n"), 0o600))
	return m
}

// Command runs the broker until it is killed.
func (m *Mosquitto) Command() *exec.Cmd { return exec.Command(m.program, "-c", m.config) }

// Address is host and port.
func (m *Mosquitto) Address() string { return fmt.Sprintf("127.0.0.1:%d", m.Port) }

// Reachable is nil once the broker takes connections.
func (m *Mosquitto) Reachable() error {
	conn, err := net.Dial("tcp", m.Address())
	if err == nil {
		_ = conn.Close()
	}
	return err
}
