package tag

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/redpanda-data/benthos/v4/public/service"
	"github.com/urfave/cli/v2"

	"github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/inventory"
)

// Command is `tag`, with its only subcommand `try`.
func Command() *cli.Command {
	var o Options
	return &cli.Command{
		Name:  "tag",
		Usage: "Try the tag_processor and nodered_js scripts of a config on sample messages",
		Subcommands: []*cli.Command{{
			Name:  "try",
			Usage: "Run sample messages through the scripts of a config and show what each script did",
			Description: "Reads a message a line from standard input:\n\n" +
				"  {\"payload\": <any JSON>, \"meta\": {\"key\": \"value\"}}\n\n" +
				"\"text\" in place of \"payload\" is for text that is no JSON, \"base64\" for other bytes. " +
				"No input and no output of the config is started. " +
				"The exit code is 1 where a message failed, the config is wrong or a line cannot be read.",
			UsageText: "benthos-umh tag try -c config.yaml [--processor label] < messages.jsonl",
			Flags: []cli.Flag{
				&cli.StringFlag{Name: "config", Aliases: []string{"c"}, Required: true, Usage: "the config", Destination: &o.Config},
				&cli.StringFlag{Name: "processor", Usage: "the label or path of the one processor to run; without it, all of pipeline.processors", Destination: &o.Processor},
				&cli.BoolFlag{Name: "raw", Usage: "each line is a payload as it is", Destination: &o.Raw},
				&cli.BoolFlag{Name: "json", Usage: "print a JSON object for each message", Destination: &o.JSON},
			},
			Action: func(c *cli.Context) error {
				failed, err := Try(o, os.Stdin, c.App.Writer, c.App.ErrWriter)
				if err != nil {
					return err
				}
				if failed > 0 {
					return cli.Exit(fmt.Sprintf("messages that failed: %d", failed), 1)
				}
				return nil
			},
		}},
	}
}

// Options are the flags of `tag try`.
type Options struct {
	// Config is the path of a config.
	Config string
	// Processor is the label or path of the one processor to run, or "".
	Processor string
	// Raw says that each line is a payload as it is.
	Raw  bool
	JSON bool
}

// Try runs every line of in through the processors of a config and shows on out
// what became of it; warnings go to warn. It returns how many messages failed. The
// error is one of the config, of a line that is no message, or of out.
func Try(o Options, in io.Reader, out, warn io.Writer) (failed int, err error) {
	config, err := os.ReadFile(o.Config)
	if err != nil {
		return 0, err
	}
	env, foreign := inventory.Environment(string(config))
	for _, component := range foreign {
		fmt.Fprintf(warn, "note: this binary has no %s, and nothing of it is checked\n", component)
	}
	if err := lint(env, o.Config, config, warn); err != nil {
		return 0, err
	}
	p, err := read(env, string(config), o.Processor)
	if err != nil {
		return 0, err
	}
	p.file(o.Config)
	for _, note := range p.notes {
		fmt.Fprintln(warn, "note: "+note)
	}
	t, err := start(p, func(e LogEntry) { fmt.Fprintln(warn, e.Text) })
	if err != nil {
		return 0, err
	}
	defer t.stop()

	show := printText
	if o.JSON {
		show = func(w io.Writer, r Result) error { return encode(w, r) }
	}
	lines := bufio.NewReader(in)
	for number := 1; ; number++ {
		line, readErr := lines.ReadBytes('\n')
		if readErr != nil && !errors.Is(readErr, io.EOF) {
			return failed, readErr
		}
		if line = bytes.TrimRight(line, "\r\n"); len(bytes.TrimSpace(line)) > 0 {
			m, err := parseSample(line, o.Raw)
			if err != nil {
				return failed, fmt.Errorf("line %d: %w", number, err)
			}
			result, err := t.try(number, m)
			if err != nil {
				return failed, err
			}
			if result.Outcome == Errored {
				failed++
			}
			if err := show(out, result); err != nil {
				return failed, err
			}
		}
		if readErr != nil {
			return failed, nil
		}
	}
}

// lint reports what `lint` would, and fails if that is more than environment
// variables which are not set: a trial rarely has those of the plant.
func lint(env *service.Environment, path string, config []byte, warn io.Writer) error {
	lints, err := env.FullConfigSchema("", "").NewStreamConfigLinter().LintYAML(config)
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	wrong := false
	for _, l := range lints {
		fmt.Fprintf(warn, "%s%s\n", path, l.Error())
		wrong = wrong || l.Type != service.LintMissingEnvVar
	}
	if wrong {
		return errors.New("the config is wrong")
	}
	return nil
}
