// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package main_test

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
	"github.com/urfave/cli/v2"

	"github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/lint"
	"github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/tag"
)

var updateMistakes = flag.Bool("update-mistakes", false, "write what the commands say now into testdata/mistakes.txt")

const mistakesFile = "testdata/mistakes.txt"

// A mistake is a section of testdata/mistakes.txt: a config with something wrong in it, and
// what lint, tag try and a start say.
type mistake struct{ name, config, said string }

const (
	mistakeHead = "=== "
	outputHead  = "--- "
)

func readMistakes() (intro string, list []mistake) {
	text, err := os.ReadFile(mistakesFile)
	if err != nil {
		panic(err)
	}
	sections := strings.Split("\n"+string(text), "\n"+mistakeHead)
	for _, section := range sections[1:] {
		name, rest, _ := strings.Cut(section, "\n")
		config, said, _ := strings.Cut(rest, outputHead)
		list = append(list, mistake{name, strings.TrimRight(config, "\n") + "\n", strings.TrimRight(outputHead+said, "\n")})
	}
	return strings.TrimPrefix(sections[0], "\n"), list
}

// around is what stands below each config, so that it runs: one message with the payload 1.
const around = `input:
  generate:
    count: 1
    interval: ""
    mapping: |
      root = 1
      meta location_path = "acme"
      meta data_contract = "_raw"
      meta tag_name = "pv"
output: {drop: {}}
http: {enabled: false}
logger: {add_timestamp: false, static_fields: {}}
`

const oneMessage = `{"payload": 1, "meta": {"location_path": "acme", "data_contract": "_raw", "tag_name": "pv"}}`

var (
	milliseconds = regexp.MustCompile(` *\d+\.\d{3} ms`)
	presentTime  = regexp.MustCompile(`"timestamp_ms":\d+`)
	information  = regexp.MustCompile(`(?m)^level=info .*\n`)
)

// sayings are what the three commands say of a config.
func sayings(config string) string {
	dir := filepath.Dir(tempFile("config.yaml", strings.ReplaceAll(config, `\t`, "\t")+around))
	writeFile(filepath.Join(dir, "messages.jsonl"), oneMessage)
	lint, linted := ownCommand(dir, "lint", "config.yaml")
	try, tried := ownCommand(dir, "tag", "try", "-c", "config.yaml", "messages.jsonl")
	run, ran := asProcess(dir, "-c", "config.yaml")
	return strings.Join([]string{
		saying("lint config.yaml", lint, linted), saying("tag try -c config.yaml messages.jsonl", try, tried), saying("-c config.yaml", run, ran),
	}, "\n")
}

func saying(command string, code int, said string) string {
	said = presentTime.ReplaceAllString(said, `"timestamp_ms":0`)
	said = information.ReplaceAllString(milliseconds.ReplaceAllString(said, ""), "")
	return strings.TrimRight(fmt.Sprintf("%sbenthos-umh %s, exit code %d\n%s", outputHead, command, code, said), "\n")
}

// ownCommand runs a command of ours in this process, which is five times faster.
func ownCommand(dir string, args ...string) (code int, said string) {
	var out bytes.Buffer
	app := &cli.App{Writer: &out, ErrWriter: &out, Commands: []*cli.Command{lint.Command(), tag.Command()}, ExitErrHandler: func(*cli.Context, error) {}}
	for i, arg := range args {
		if strings.Contains(arg, ".") {
			args[i] = filepath.Join(dir, arg)
		}
	}
	err := app.Run(append([]string{"benthos-umh"}, args...))
	var exit cli.ExitCoder
	switch {
	case errors.As(err, &exit):
		code = exit.ExitCode()
	case err != nil:
		code = 1
	}
	if err != nil && err.Error() != "" {
		fmt.Fprintln(&out, err)
	}
	return code, strings.ReplaceAll(out.String(), dir+string(filepath.Separator), "")
}

func asProcess(dir string, args ...string) (code int, said string) {
	cmd := brief(command(args...))
	cmd.Dir = dir
	out, err := cmd.CombinedOutput()
	var exit *exec.ExitError
	if err != nil {
		Expect(err).To(BeAssignableToTypeOf(exit))
	}
	return cmd.ProcessState.ExitCode(), string(out)
}

var _ = Describe("a mistake in a config", func() {
	_, list := readMistakes()
	if *updateMistakes {
		return
	}
	for _, m := range list {
		It("is named by lint, tag try and a start: "+m.name, func() {
			Expect(sayings(m.config)).To(Equal(m.said))
		})
	}
	It("is one of many", func() {
		Expect(len(list)).To(BeNumerically(">=", 100))
	})
})

var _ = Describe("the file of mistakes", func() {
	It("is written anew with -update-mistakes", func() {
		intro, list := readMistakes()
		if !*updateMistakes {
			Expect(intro).To(ContainSubstring("-update-mistakes"))
			return
		}
		var b strings.Builder
		b.WriteString(intro)
		for _, m := range list {
			b.WriteString("\n" + mistakeHead + m.name + "\n" + m.config + sayings(m.config) + "\n")
		}
		writeFile(mistakesFile, b.String())
	})
})
