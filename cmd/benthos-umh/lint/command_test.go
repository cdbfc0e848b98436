// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package lint_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/urfave/cli/v2"

	"github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/lint"
)

const (
	clean      = "pipeline: {processors: [{nodered_js: {code: return msg;}}]}\n"
	suspicious = "pipeline: {processors: [{nodered_js: {code: msg.payload = msg.topic; return msg;}}]}\n"
	wrong      = "pipeline: {processors: [{nodered_js: {code: return msg);}}]}\n"

	theWarning = `suspicious.yaml(1,63) warning: code, line 1:19: msg has no member topic, only payload and meta; write msg.meta.topic for metadata, or msg.payload.topic for a part of the value [message-member]
1 | msg.payload = msg.topic; return msg;
  |                   ^
`
	theError = `wrong.yaml(1,55) code, line 1:11: SyntaxError: Unexpected token )
1 | return msg);
  |           ^
`
	unread = "open none.yaml: no such file or directory\n"
)

// run is the command in a folder with some configs.
func run(t *testing.T, arguments ...string) (code int, stdout, stderr string) {
	t.Helper()
	dir := t.TempDir()
	for name, text := range map[string]string{
		"clean.yaml": clean, "suspicious.yaml": suspicious, "wrong.yaml": wrong,
		"folder/deep/wrong.yml": wrong, "folder/readme.txt": "no YAML: [",
		"tab.yaml":      "pipeline:\n\tprocessors: []\n",
		"page.md":       "# A page\n\n```yaml\n" + clean + "```\n\nand\n\n```yaml\n# ${NOT_SET}\n" + wrong + "```\n",
		"open.md":       "```yaml\na: 1\n",
		"vars.yaml":     "input: {file: {paths: [\"${FROM_A_FILE}\"]}}\n",
		".env":          "FROM_A_FILE=x\n",
		"own.yaml":      "pipeline: {processors: [{own_template: {}}]}\n",
		"template.yaml": "name: own_template\ntype: processor\nmapping: 'root.mapping = \"root = this\"'\n",
	} {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	t.Chdir(dir)
	var out, err bytes.Buffer
	app := &cli.App{
		Name: "benthos-umh", Writer: &out, ErrWriter: &err, Commands: []*cli.Command{lint.Command()},
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "config", Aliases: []string{"c"}},
			&cli.StringSliceFlag{Name: "resources", Aliases: []string{"r"}},
		},
		ExitErrHandler: func(_ *cli.Context, failure error) {
			var exit cli.ExitCoder
			if errors.As(failure, &exit) {
				code = exit.ExitCode()
				err.WriteString(exit.Error())
			}
		},
	}
	_ = app.Run(append([]string{"benthos-umh"}, arguments...)) // the handler has the error
	return code, out.String(), err.String()
}

func TestCommand(t *testing.T) {
	for _, c := range []struct {
		arguments string
		code      int
		stdout    string
		stderr    string
	}{
		{"lint clean.yaml", 0, "", ""},
		{"lint suspicious.yaml", 0, "", theWarning},
		{"lint --strict suspicious.yaml", 1, "", theWarning},
		{"lint --strict clean.yaml", 0, "", ""},
		{"lint wrong.yaml", 1, "", theError},
		{"lint clean.yaml wrong.yaml suspicious.yaml", 1, "", theError + theWarning},
		{"lint s*.yaml ?lean.yaml", 0, "", theWarning},
		{"lint folder/...", 1, "", "folder/deep/" + strings.ReplaceAll(theError, "wrong.yaml", "wrong.yml")},
		{"lint --verbose clean.yaml suspicious.yaml wrong.yaml", 1, "clean.yaml: OK\nsuspicious.yaml: OK\nwrong.yaml: FAILED\n", theWarning + theError},
		{"lint --verbose --strict suspicious.yaml", 1, "suspicious.yaml: FAILED\n", theWarning},
		{"lint none.yaml", 2, "", unread},
		{"lint clean.yaml none.yaml", 1, "", unread},
		{"lint", 2, "", "there is nothing to check: name a config, a pattern, or a folder followed by /...\n"},
		{"lint nothing*.yaml", 2, "", "there is nothing to check: name a config, a pattern, or a folder followed by /...\n"},
		{"lint --none clean.yaml", 2, "", "flag provided but not defined: -none"},
		{"lint tab.yaml", 1, "", "tab.yaml(2,1) YAML does not allow tabs for indentation: use blanks\n"},
		{"lint -r wrong.yaml clean.yaml", 1, "", theError},
		{"-r wrong.yaml lint clean.yaml", 1, "", theError},
		{"-c wrong.yaml lint", 1, "", theError},
		{"lint page.md", 1, "", strings.ReplaceAll(theError, "wrong.yaml(1", "page.md(11")},
		{"lint open.md", 1, "", "open.md(1,1) the block of YAML has no end: ```\n"},
		{"lint vars.yaml", 1, "", "vars.yaml(1,25) the environment variable FROM_A_FILE is not set; set it, or write ${FROM_A_FILE:default}\n"},
		{"lint --skip-env-var-check vars.yaml", 0, "", ""},
		{"lint -e .env vars.yaml", 0, "", ""},
		{"lint --labels clean.yaml", 1, "", "clean.yaml(1,1) label is required for nodered_js\n"},
		{"lint -e none.yaml clean.yaml", 2, "", "open none.yaml: no such file or directory"},
		{"lint own.yaml", 0, "", "own.yaml(1,26) note: this binary has no processor own_template, so its fields are not checked\n"},
		{"lint -t template.yaml own.yaml", 0, "", ""}, // which all that follow have, too
	} {
		t.Run(c.arguments, func(t *testing.T) {
			t.Setenv("FROM_A_FILE", "")
			os.Unsetenv("FROM_A_FILE")
			code, stdout, stderr := run(t, strings.Fields(c.arguments)...)
			if code != c.code || stdout != c.stdout || stderr != c.stderr {
				t.Errorf("exit code %d, want %d; standard output\n%swant\n%sstandard error\n%swant\n%s", code, c.code, stdout, c.stdout, stderr, c.stderr)
			}
		})
	}
}
