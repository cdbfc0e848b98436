// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package inventory_test

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/urfave/cli/v2"

	"github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/inventory"
)

// options are what a command line gives.
func options(args ...string) (o inventory.LoadOptions, err error) {
	app := &cli.App{Name: "x", Flags: inventory.Flags(), Writer: io.Discard, ErrWriter: io.Discard, Action: func(c *cli.Context) (err error) {
		o, err = inventory.OptionsOf(c)
		return err
	}}
	return o, app.Run(append([]string{"x"}, args...))
}

func TestOptionsOf(t *testing.T) {
	file := filepath.Join(t.TempDir(), "vars.yaml")
	if err := os.WriteFile(file, []byte("IP: 10.0.0.1\nPORT: 502\na: { b: 1, c: 2 }\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		args []string
		want string
	}{
		{nil, `map[string]interface {}(nil)`},
		{[]string{"--var", "A=1,2", "--var", "B=", "--var", "C=x=y"}, `map[string]interface {}{"A":"1,2", "B":"", "C":"x=y"}`},
		{[]string{"--var", "a.b=1", "--var", "a.c=2"}, `map[string]interface {}{"a":map[string]interface {}{"b":"1", "c":"2"}}`},
		{[]string{"--var", "ON=true", "--var", "OFF=false", "--var", "N=007"}, `map[string]interface {}{"N":"007", "OFF":false, "ON":true}`},
		{[]string{"--var", "IP=::1", "--vars", file, "--var", "a.b=x"}, `map[string]interface {}{"IP":"::1", "PORT":502, "a":map[string]interface {}{"b":"x", "c":2}}`},
	} {
		o, err := options(tt.args...)
		if got := fmt.Sprintf("%#v", o.Vars); err != nil || got != tt.want {
			t.Errorf("%q: %v\ngot  %s\nwant %s", tt.args, err, got, tt.want)
		}
	}
	if o, err := options("--bridge", "press"); err != nil || o.Bridge != "press" {
		t.Error(o, err)
	}
	for _, wrong := range [][]string{{"--var", "A"}, {"--var", "=1"}, {"--var", "a..b=1"}, {"--var", "a=1", "--var", "a.b=2"}, {"--vars", "no-such-file.yaml"}, {"--vars", os.DevNull, "--var", ".=1"}} {
		if _, err := options(wrong...); err == nil {
			t.Errorf("%q is taken", wrong)
		}
	}
}
