// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package script

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/file"
	"github.com/dop251/goja/parser"
)

// A Finding is something in a script that runs but is wrong, or looks wrong.
type Finding struct {
	// Stage is the script's.
	Stage string
	// Line and Column are those of the script's text, from 1. Columns count code points.
	Line, Column int
	// Text is one sentence: what is wrong, and what to write instead.
	Text string
	// Rule names the check, for lint-ignore comments.
	Rule string
	// Certain: it fails, or does not do what was meant, for every message that gets
	// there. Other findings may be what the author wants.
	Certain bool
}

// maxFindings is how many findings a script has at most. They cost time and memory, and
// nobody reads more.
const maxFindings = 100

// The rules of Findings.
const (
	ruleUnknownName     = "unknown-name"
	ruleNoReturn        = "no-return"
	ruleBadReturn       = "bad-return"
	ruleReturnLineBreak = "return-line-break"
	ruleUnreachable     = "unreachable"
	ruleAssignment      = "assignment-in-condition"
	ruleMessageMember   = "message-member"
	ruleMetadataKey     = "metadata-key"
	ruleDataContract    = "data-contract"
)

// Findings are what is wrong or suspicious in the script, in source order, without what
// a lint-ignore comment silences. The script is parsed again for them, so that nothing
// of this is kept for a script that runs.
func (s *Script) Findings() []Finding {
	f, err := newFinder(s)
	if err != nil {
		return nil // the script compiled, so it parses
	}
	f.unknownNames()
	f.returns()
	f.unreachable(f.body)
	f.assignments()
	f.message()
	f.builtinMembers()
	f.returnedLiterals()
	slices.SortStableFunc(f.list, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
	return slices.DeleteFunc(f.list, f.ignored)
}

// A finder looks for findings in the tree of a script as its author wrote it.
type finder struct {
	script *Script
	fn     ast.Expression
	// body are the statements of fn.
	body  []ast.Statement
	names *nameTable
	// knownNames is what known has found.
	knownNames []string
	list       []Finding
}

func newFinder(s *Script) (*finder, error) {
	f := &finder{script: s}
	if s.kind == Condition {
		// The tree of parseCondition has returns that nobody wrote.
		tree, err := parser.ParseFile(nil, s.Stage, s.Source, 0, parser.WithDisableSourceMaps)
		if err != nil {
			return nil, err
		}
		f.body = tree.Body
		f.fn = &ast.ArrowFunctionLiteral{
			Start: 1, ParameterList: &ast.ParameterList{}, DeclarationList: tree.DeclarationList,
			Body: &ast.BlockStatement{LeftBrace: 1, List: tree.Body},
		}
	} else {
		fn, err := parseBody(s)
		if err != nil {
			return nil, err
		}
		f.fn, f.body = fn, fn.(*ast.FunctionLiteral).Body.List
	}
	f.names = resolveNames(f.fn, s.kind == StrictBody)
	return f, nil
}

func (f *finder) add(at file.Idx, rule string, certain bool, text string) {
	if f.full() {
		return
	}
	p := f.script.lines.at(int(at) - 1)
	f.list = append(f.list, Finding{f.script.Stage, p.Line, p.Column, text, rule, certain})
}

func (f *finder) full() bool { return len(f.list) >= maxFindings }

// text is the source of an expression if it is a short one in one line, else "".
func (f *finder) text(n ast.Node) string {
	from, to := int(n.Idx0())-1, int(n.Idx1())-1
	if from < 0 || to > len(f.script.Source) || from >= to || to-from > 80 {
		return ""
	}
	if text := f.script.Source[from:to]; !strings.ContainsAny(text, lineEnds) {
		return text
	}
	return ""
}

// ignoreComment matches a comment that silences the findings of a line.
var ignoreComment = regexp.MustCompile(`//\s*lint-ignore(?:\s*:\s*([a-z, -]+))?\s*$`)

// ignored reports whether a comment silences a finding: at the end of its line, or alone
// on the line above.
func (f *finder) ignored(one Finding) bool {
	if ignores(f.script.lines.line(one.Line), one.Rule) {
		return true
	}
	if one.Line == 1 {
		return false
	}
	above := f.script.lines.line(one.Line - 1)
	return strings.HasPrefix(strings.TrimSpace(above), "//") && ignores(above, one.Rule)
}

// maxComment is how many bytes of a line's end are searched for a comment.
const maxComment = 300

func ignores(line, rule string) bool {
	line = line[max(0, len(line)-maxComment):]
	match := ignoreComment.FindStringSubmatch(line)
	if match == nil {
		return false
	}
	rules := strings.FieldsFunc(match[1], func(r rune) bool { return r == ',' || r == ' ' })
	return len(rules) == 0 || slices.Contains(rules, rule)
}
