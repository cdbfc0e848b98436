package tag

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/redpanda-data/benthos/v4/public/service"
)

// kinds are the processors that can be tried.
var kinds = []string{"tag_processor", "nodered_js"}

// A target is a processor of a config that can be tried.
type target struct {
	// name is its label, or where it has none its path.
	name, path string
	kind       string
	label      string
	config     map[string]any
}

// A plan is what of a config is run.
type plan struct {
	targets []target
	// caches are the config's cache resources by label, as this run has them.
	caches []map[string]any
	// notes say what differs from a run of the config.
	notes []string
}

// read makes a plan of a config. A wanted processor is named by label or path; ""
// takes the only one, or all of pipeline.processors, in order. The error names
// what there is to choose from.
func read(config, wanted string) (plan, error) {
	builder := service.NewStreamBuilder()
	builder.DisableLinting() // lint says what is wrong with more than the first fault
	if err := builder.SetYAML(config); err != nil {
		return plan{}, err
	}
	var (
		p    plan
		all  []target
		seen []*service.WalkedComponent
	)
	err := builder.WalkComponents(func(c *service.WalkedComponent) error {
		seen = append(seen, c)
		switch {
		case c.ComponentType == "cache" && c.Label != "":
			return p.addCache(c)
		case c.ComponentType == "processor" && slices.Contains(kinds, c.Name):
			conf, err := fields(c)
			if err != nil {
				return err
			}
			t := target{name: c.Label, path: c.Path, kind: c.Name, label: c.Label, config: conf}
			if t.name == "" {
				t.name = c.Path
			}
			all = append(all, t)
		}
		return nil
	})
	if err != nil {
		return plan{}, err
	}
	if p.targets, err = choose(all, wanted); err != nil {
		return plan{}, err
	}
	p.notes = append(p.notes, between(p.targets, seen)...)
	return p, nil
}

func fields(c *service.WalkedComponent) (map[string]any, error) {
	content, err := c.ConfigAny()
	if err != nil {
		return nil, err
	}
	conf, ok := content.(map[string]any)
	if !ok {
		return nil, fmt.Errorf("%s: no object", c.Path)
	}
	return conf, nil
}

// addCache takes a cache resource over such that a trial changes nothing outside.
func (p *plan) addCache(c *service.WalkedComponent) error {
	conf, err := fields(c)
	if err != nil {
		return err
	}
	if c.Name != "memory" {
		conf = map[string]any{"label": c.Label, "memory": map[string]any{}}
		p.notes = append(p.notes, fmt.Sprintf("the cache %s (%s) is replaced by an empty one in memory", c.Label, c.Name))
	}
	p.caches = append(p.caches, conf)
	return nil
}

// inPipeline matches the path of a processor that is not inside another one.
var inPipeline = regexp.MustCompile(`^pipeline\.processors\.\d+$`)

func choose(all []target, wanted string) ([]target, error) {
	if wanted != "" {
		for _, t := range all {
			if wanted == t.name || wanted == t.path {
				return []target{t}, nil
			}
		}
		return nil, fmt.Errorf("the config has no processor %q to try%s", wanted, listed(all))
	}
	nested := slices.ContainsFunc(all, func(t target) bool { return !inPipeline.MatchString(t.path) })
	switch {
	case len(all) == 0:
		return nil, errors.New("the config has neither a tag_processor nor a nodered_js to try")
	case len(all) > 1 && nested:
		return nil, errors.New("the config has several processors to try, choose one with --processor" + listed(all))
	}
	return all, nil
}

func listed(all []target) string {
	var b strings.Builder
	for _, t := range all {
		fmt.Fprintf(&b, "\n  %s (%s)", t.name, t.kind)
	}
	return b.String()
}

// between says which processors of the pipeline stand between the targets: a run
// has them, a trial does not.
func between(targets []target, seen []*service.WalkedComponent) (notes []string) {
	if len(targets) < 2 {
		return nil
	}
	inside := false
	for _, c := range seen {
		if !inPipeline.MatchString(c.Path) {
			continue
		}
		switch c.Path {
		case targets[0].path:
			inside = true
		case targets[len(targets)-1].path:
			return notes
		default:
			if inside && !slices.Contains(kinds, c.Name) {
				notes = append(notes, fmt.Sprintf("%s (%s) stands between the processors and is not run", c.Path, c.Name))
			}
		}
	}
	return notes
}
