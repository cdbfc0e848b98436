package types

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/dop251/goja/parser"

	"github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/inventory"
	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/script"
)

// A fileScript is a script of a config, on its lines.
type fileScript struct {
	// name tells it from the config's others: an identifier.
	name string
	// condition says that it is an if.
	condition bool
	source    string
	place     inventory.Place
}

// Scripts are the scripts of a YAML config as one JavaScript module: a function
// for each, which stands on the script's own lines of the config, so that what an
// editor or tsc says of a line is said of the config's line.
func Scripts(config string) (string, error) {
	list, err := find(config)
	if err != nil {
		return "", err
	}
	// What is first in the config is first here, whatever contains what.
	slices.SortStableFunc(list, func(a, b fileScript) int { return a.place.Line - b.place.Line })
	w := writer{}
	w.WriteString("// @ts-check")
	for _, s := range list {
		w.add(s)
	}
	w.WriteString("\n" + w.close + "\nexport {};\n")
	return w.String(), nil
}

func find(config string) (list []fileScript, err error) {
	env, _ := inventory.Environment(config)
	components, err := inventory.Read(env, config)
	if err != nil {
		return nil, err
	}
	for _, s := range inventory.Scripts(config, components) {
		list = append(list, fileScript{
			name:      identifier(s.Processor.ID() + "_" + s.Path),
			condition: s.Kind == script.Condition,
			source:    s.Source,
			place:     s.Place,
		})
	}
	return list, nil
}

var noIdentifier = regexp.MustCompile(`[^A-Za-z0-9_]+`)

func identifier(text string) string { return noIdentifier.ReplaceAllString(text, "_") }

// A writer knows on which line it is.
type writer struct {
	strings.Builder
	// close is what ends the function that was written last. It stands on a line of
	// its own, which a comment at the script's end does not reach.
	close string
}

// add writes a function on the script's lines, or right away where the lines
// before have gone beyond them.
func (w *writer) add(s fileScript) {
	opening, closing := s.wrapping()
	head := strings.TrimLeft(w.close+" "+opening, " ")
	w.close = closing
	if s.place.Indent > 0 {
		// The line before a block is that of its key.
		w.WriteString(strings.Repeat("\n", max(s.place.Line-1-w.line(), 1)))
		w.WriteString(head + "\n")
	} else {
		w.WriteString(strings.Repeat("\n", max(s.place.Line-w.line(), 1)))
		w.WriteString(head + " ")
	}
	lines := strings.Split(strings.TrimSuffix(s.source, "\n"), "\n")
	for i, line := range lines {
		if i > 0 {
			w.WriteString("\n")
		}
		if line != "" {
			w.WriteString(strings.Repeat(" ", s.place.Indent) + line)
		}
	}
}

func (w *writer) line() int { return strings.Count(w.String(), "\n") + 1 }

// wrapping is what stands round a script. A comment with types is seen, wherever
// it stands in a line, only before a function that is an expression.
func (s fileScript) wrapping() (opening, closing string) {
	switch {
	case !s.condition:
		return fmt.Sprintf("(/** @returns {UmhResult} */ function %s() {", s.name), "});"
	case isExpression(s.source):
		return fmt.Sprintf("(function %s() { return (", s.name), "); });"
	default:
		return fmt.Sprintf("(function %s() {", s.name), "});"
	}
}

// isExpression reports whether an if is one expression, not statements.
func isExpression(source string) bool {
	_, err := parser.ParseFile(nil, "", "("+source+"\n)", 0, parser.WithDisableSourceMaps)
	return err == nil
}
