package tag

import (
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"

	"github.com/redpanda-data/benthos/v4/public/service"

	"github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/inventory"
)

// lint reports what `lint` would, and fails if that is anything.
func lint(env *service.Environment, d inventory.Document, warn io.Writer) error {
	lints, err := env.FullConfigSchema("", "").NewStreamConfigLinter().LintYAML([]byte(d.Text))
	if err != nil {
		return fmt.Errorf("%s: %w", d, err)
	}
	for _, l := range lints {
		if names := unsetVariables.FindStringSubmatch(l.What); names != nil {
			for name := range strings.FieldsSeq(names[1]) {
				fmt.Fprintf(warn, "%s(%d,1) the environment variable %s is not set: set it, or give it a default as in ${%[3]s:text}; "+
					"in a template literal of JavaScript, write ${ %[3]s } with blanks\n", d.File, d.Line(lineOfVariable(d.Text, name)), name)
			}
			continue
		}
		fmt.Fprintf(warn, "%s(%d,%d) %s\n", d.File, d.Line(l.Line), l.Column, l.What)
	}
	if len(lints) > 0 {
		return errors.New("the config is wrong")
	}
	return nil
}

// unsetVariables matches what Benthos says of environment variables.
var unsetVariables = regexp.MustCompile(`^required environment variables were not set: \[(.*)\]$`)

func lineOfVariable(text, name string) int {
	before, _, found := strings.Cut(text, "${"+name+"}")
	if !found {
		return 1
	}
	return 1 + strings.Count(before, "\n")
}
