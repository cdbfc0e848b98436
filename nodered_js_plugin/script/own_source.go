// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package script

import (
	"cmp"
	"slices"
	"strings"

	"github.com/dop251/goja/ast"
)

// functionTexts are the source texts of all functions and classes below a script's
// function, the longest first. They are what a function becomes as a string, and
// errors of the engine quote the values that they are about.
func functionTexts(fn ast.Expression) (list []string) {
	eachNode(fn, func(n ast.Node) {
		switch f := n.(type) {
		case *ast.FunctionLiteral:
			list = append(list, f.Source)
		case *ast.ArrowFunctionLiteral:
			list = append(list, f.Source)
		case *ast.ClassLiteral:
			list = append(list, f.Source)
		}
	})
	slices.SortStableFunc(list, func(a, b string) int { return cmp.Compare(len(b), len(a)) })
	return list
}

// maxThrown is how many bytes an error keeps of what a script threw.
const maxThrown = 8 << 10

// ThrownText is an error for what the script threw, as text, without any of the
// script's source in it.
func (s *Script) ThrownText(text string) error {
	longest := 0
	if len(s.functions) > 0 {
		longest = len(s.functions[0])
	}
	if limit := maxThrown + longest; len(text) > limit {
		text = text[:limit]
	}
	for _, source := range s.functions {
		if source != "" {
			text = strings.ReplaceAll(text, source, "[function]")
		}
	}
	if len(text) > maxThrown {
		text = strings.ToValidUTF8(text[:maxThrown], "") + "…"
	}
	return thrownText(text)
}
