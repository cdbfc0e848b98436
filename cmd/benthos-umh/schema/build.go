// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package schema

import (
	"maps"
	"slices"
	"strings"
	"unicode"

	"github.com/redpanda-data/benthos/v4/public/service"
)

// An object is a part of a JSON schema.
type object = map[string]any

// variable matches what Benthos replaces before it reads a value: a number may be
// written as ${COUNT:5}.
const variable = `\$\{`

// Build makes a JSON schema, draft 7, of a config. It accepts what `lint` accepts
// of names, shapes and types, and a ${VARIABLE} wherever there is a scalar.
func Build(config *service.ConfigSchema) (map[string]any, error) {
	l, err := list(config)
	if err != nil {
		return nil, err
	}
	definitions := object{}
	for name, components := range l.byType() {
		definitions[name] = componentSchema(name, components)
	}
	schema := objectSchema(l.Config)
	schema["$schema"] = "http://json-schema.org/draft-07/schema#"
	schema["title"] = "benthos-umh config"
	schema["definitions"] = definitions
	return schema, nil
}

// componentSchema is for a field that holds a component: an object with the
// component's name as a key, beside the fields that every component of its type has.
func componentSchema(typeName string, components []component) object {
	properties := object{}
	var one []any
	var names []string
	for _, c := range components {
		s := valueSchema(c.Config)
		describe(s, joined(c.Summary, c.Description), c.Status == "deprecated")
		properties[c.Name] = s
		one = append(one, object{"required": []string{c.Name}})
		names = append(names, c.Name)
	}
	// The older way to name a component.
	properties["type"] = object{"enum": names}
	properties["plugin"] = object{}
	maps.Copy(properties, commonFields(typeName))
	return object{
		"type": "object", "properties": properties, "additionalProperties": false,
		"anyOf": []any{object{"oneOf": one}, object{"required": []string{"type"}}},
	}
}

// commonFields are those that Benthos gives every component of a type and does
// not list.
func commonFields(typeName string) object {
	common := object{"meta": valueSchema(field{Type: "unknown", Kind: kindMap, Description: "Any data about the component that tools want to keep here."})}
	switch typeName {
	case "input", "output", "processor", "cache", "rate_limit":
		common["label"] = valueSchema(field{Type: "string", Description: "A name for the component, unique in the config, for logs, metrics and references: lower-case letters, digits and underscores."})
	}
	switch typeName {
	case "input":
		common["processors"] = valueSchema(field{Type: "processor", Kind: kindArray, Description: "Processors that every message of the input passes before the pipeline."})
	case "output":
		common["processors"] = valueSchema(field{Type: "processor", Kind: kindArray, Description: "Processors that every message passes before it is written."})
	case "metrics":
		common["mapping"] = valueSchema(field{Type: "string", Bloblang: true, Description: "Renames or removes metrics."})
	}
	return common
}

// objectSchema is for an object with these fields and no other.
func objectSchema(fields []field) object {
	properties := object{}
	var required []string
	for _, f := range fields {
		properties[f.Name] = valueSchema(f)
		if f.required() {
			required = append(required, f.Name)
		}
	}
	s := object{"type": "object", "properties": properties, "additionalProperties": false}
	if len(required) > 0 {
		s["required"] = required
	}
	return s
}

// required follows Benthos' lint: only a scalar can be missing.
func (f field) required() bool {
	return !f.IsOptional && !f.IsDeprecated && f.Default == nil && len(f.Children) == 0 && !f.many() && scalarTypes[f.Type] != nil
}

func (f field) many() bool {
	return f.Kind == kindArray || f.Kind == kind2DArray || f.Kind == kindMap
}

// valueSchema is for the value of a field, with all that is known of it.
func valueSchema(f field) object {
	s := kindSchema(f)
	describe(s, f.description(), f.IsDeprecated)
	if f.Default != nil {
		s["default"] = f.Default
	}
	if len(f.Examples) > 0 {
		s["examples"] = f.Examples
	}
	return s
}

func kindSchema(f field) object {
	inner := f
	switch f.Kind {
	case kind2DArray:
		inner.Kind = kindArray
		return object{"type": "array", "items": kindSchema(inner)}
	case kindArray:
		inner.Kind = ""
		return object{"type": "array", "items": kindSchema(inner)}
	case kindMap:
		inner.Kind = ""
		return object{"type": "object", "additionalProperties": kindSchema(inner)}
	}
	if len(f.Children) > 0 {
		return objectSchema(f.Children)
	}
	if scalar := scalarTypes[f.Type]; scalar != nil {
		return scalar(f)
	}
	switch f.Type {
	case "object":
		return object{"type": "object"}
	case "unknown":
		return object{}
	default:
		// A description beside $ref would not be seen.
		return object{"allOf": []any{object{"$ref": "#/definitions/" + f.Type}}}
	}
}

// scalarTypes are the schemas of the scalar types. Benthos reads a number or a
// boolean as text where it wants text.
var scalarTypes = map[string]func(field) object{
	"string": func(f field) object {
		if len(f.Options)+len(f.AnnotatedOptions) > 0 {
			return f.choice()
		}
		return object{"type": []string{"string", "number", "boolean"}}
	},
	"int":   func(field) object { return orVariable(object{"type": "integer"}) },
	"float": func(field) object { return orVariable(object{"type": "number"}) },
	"bool":  func(field) object { return orVariable(object{"type": "boolean"}) },
}

func orVariable(s object) object {
	return object{"anyOf": []any{s, object{"type": "string", "pattern": variable}}}
}

// choice is for a text with options. They bind, in any case of letters, only where
// the field has a lint rule; else they are proposals.
func (f field) choice() object {
	options, meanings := slices.Clone(f.Options), []string{}
	for _, o := range f.AnnotatedOptions {
		options, meanings = append(options, o[0]), append(meanings, o[1])
	}
	enum := object{"enum": options}
	if len(meanings) > 0 {
		enum["enumDescriptions"] = meanings
	}
	if f.Linter == "" {
		return object{"anyOf": []any{enum, object{"type": "string"}}}
	}
	patterns := []string{variable}
	for _, o := range options {
		patterns = append(patterns, "^"+anyCase(o)+"$")
	}
	return object{"anyOf": []any{enum, object{"type": "string", "pattern": strings.Join(patterns, "|")}}}
}

// anyCase is a pattern for a text in upper and lower case. Schemas have no flag
// for it.
func anyCase(text string) string {
	var b strings.Builder
	for _, r := range text {
		switch upper, lower := unicode.ToUpper(r), unicode.ToLower(r); {
		case upper != lower:
			b.WriteString("[" + string(upper) + string(lower) + "]")
		case strings.ContainsRune(`\.+*?()|[]{}^$`, r):
			b.WriteString(`\` + string(r))
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

func (f field) description() string {
	text := f.Description
	switch {
	case f.Bloblang:
		text = joined(text, "A Bloblang mapping.")
	case f.Interpolated:
		text = joined(text, "Supports interpolation functions: `${! … }`.")
	}
	return text
}

func joined(parts ...string) string {
	var there []string
	for _, p := range parts {
		if p = strings.TrimSpace(p); p != "" {
			there = append(there, p)
		}
	}
	return strings.Join(there, "\n\n")
}

// describe adds a description, once as text and once, for editors, as Markdown.
func describe(s object, text string, deprecated bool) {
	if text != "" {
		s["description"], s["markdownDescription"] = text, text
	}
	if deprecated {
		s["deprecated"], s["deprecationMessage"] = true, "deprecated"
	}
}
