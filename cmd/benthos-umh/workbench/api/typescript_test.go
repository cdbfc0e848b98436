// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package api_test

import (
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
)

var update = flag.Bool("update-api", false, "write the page's types")

const pageTypes = "../page/src/api.ts"

// sources are what the page's types are made of; of a file with names, only those.
var sources = []struct {
	file string
	only []string
}{
	{file: "api.go"},
	{file: "../../tag/result.go"},
	{file: "../../tag/sample.go", only: []string{"Content"}},
}

func TestThePageHasTheTypesOfTheServer(t *testing.T) {
	w := typeScript{declared: map[string]bool{}, named: map[string]bool{}}
	w.text.WriteString("// Copyright 2026 The benthos-umh authors\n// SPDX-License-Identifier: Apache-2.0\n\n" +
		"// What the workbench's server and its page speak.\n" +
		"// Made of api.go and package tag by `go test ./cmd/benthos-umh/workbench/api -update-api`: do not edit.\n")
	for _, s := range sources {
		file, err := parser.ParseFile(token.NewFileSet(), s.file, nil, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		w.file(file, s.only)
	}
	w.complete()
	for _, problem := range w.problems {
		t.Error(problem)
	}
	want := w.text.String()
	if *update {
		if err := os.MkdirAll(filepath.Dir(pageTypes), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(pageTypes, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(pageTypes)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != want {
		t.Errorf("%s is not what api.go and package tag say: write it with go test ./cmd/benthos-umh/workbench/api -update-api", pageTypes)
	}
}

// A typeScript is the text of the interfaces so far.
type typeScript struct {
	text strings.Builder
	// declared are the interfaces that are there, named those that others refer to.
	declared, named map[string]bool
	problems        []string
}

func (w *typeScript) problem(format string, args ...any) {
	w.problems = append(w.problems, fmt.Sprintf(format, args...))
}

// complete checks that every interface is there, once.
func (w *typeScript) complete() {
	for name := range w.named {
		if !w.declared[name] {
			w.problem("the type %s is named and not declared", name)
		}
	}
}

// file writes the exported structs of a file, or the ones of these names.
func (w *typeScript) file(file *ast.File, only []string) {
	for _, d := range file.Decls {
		general, ok := d.(*ast.GenDecl)
		if !ok {
			continue
		}
		for _, spec := range general.Specs {
			one, ok := spec.(*ast.TypeSpec)
			if !ok || !one.Name.IsExported() || only != nil && !slices.Contains(only, one.Name.Name) {
				continue
			}
			structure, ok := one.Type.(*ast.StructType)
			if !ok {
				w.problem("%s is no struct", one.Name)
				continue
			}
			doc := one.Doc
			if doc == nil {
				doc = general.Doc
			}
			w.structure(one.Name.Name, doc, structure)
		}
	}
}

func (w *typeScript) structure(name string, doc *ast.CommentGroup, s *ast.StructType) {
	if w.declared[name] {
		w.problem("the type %s is declared twice", name)
	}
	w.declared[name] = true
	var embedded []string
	var members strings.Builder
	for _, field := range s.Fields.List {
		if len(field.Names) == 0 {
			embedded = append(embedded, w.typeOf(field.Type))
			continue
		}
		key, options := jsonTag(field)
		if key == "" || len(field.Names) > 1 {
			w.problem("%s.%s has no JSON name of its own", name, field.Names[0])
			continue
		}
		comment(&members, "  ", field.Doc)
		kind, optional := field.Type, ""
		pointer, isPointer := kind.(*ast.StarExpr)
		if options == "omitempty" {
			optional = "?"
			if isPointer {
				kind = pointer.X // it is left out where it is nil
			}
		}
		fmt.Fprintf(&members, "  %s%s: %s;\n", key, optional, w.typeOf(kind))
	}
	w.text.WriteByte('\n')
	comment(&w.text, "", doc)
	extends := ""
	if len(embedded) > 0 {
		extends = " extends " + strings.Join(embedded, ", ")
	}
	fmt.Fprintf(&w.text, "export interface %s%s {\n%s}\n", name, extends, members.String())
}

func jsonTag(field *ast.Field) (key, options string) {
	if field.Tag == nil {
		return "", ""
	}
	text, err := strconv.Unquote(field.Tag.Value)
	if err != nil {
		return "", ""
	}
	key, options, _ = strings.Cut(reflect.StructTag(text).Get("json"), ",")
	return key, options
}

// plainTypes are what Go's own types are in JSON.
var plainTypes = map[string]string{
	"string": "string", "bool": "boolean", "any": "unknown",
	"int": "number", "int64": "number", "float64": "number",
}

func (w *typeScript) typeOf(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Ident:
		if plain := plainTypes[e.Name]; plain != "" {
			return plain
		}
		w.named[e.Name] = true
		return e.Name
	case *ast.StarExpr:
		return w.typeOf(e.X) + " | null"
	case *ast.SelectorExpr: // of package tag, or a json.RawMessage
		if e.Sel.Name == "RawMessage" {
			return "unknown"
		}
		w.named[e.Sel.Name] = true
		return e.Sel.Name
	case *ast.ArrayType:
		if of, ok := e.Elt.(*ast.Ident); ok && of.Name == "byte" {
			return "string" // in base64
		}
		if _, ok := e.Elt.(*ast.StarExpr); ok {
			return "(" + w.typeOf(e.Elt) + ")[]"
		}
		return w.typeOf(e.Elt) + "[]"
	case *ast.MapType:
		return "Record<" + w.typeOf(e.Key) + ", " + w.typeOf(e.Value) + ">"
	}
	w.problem("a type that has no form in TypeScript: %T", e)
	return "never"
}

func comment(w *strings.Builder, indent string, doc *ast.CommentGroup) {
	if doc == nil {
		return
	}
	lines := strings.Split(strings.TrimSpace(doc.Text()), "\n")
	if len(lines) == 1 {
		fmt.Fprintf(w, "%s/** %s */\n", indent, lines[0])
		return
	}
	fmt.Fprintf(w, "%s/**\n", indent)
	for _, line := range lines {
		fmt.Fprintf(w, "%s\n", strings.TrimRight(indent+" * "+line, " "))
	}
	fmt.Fprintf(w, "%s */\n", indent)
}
