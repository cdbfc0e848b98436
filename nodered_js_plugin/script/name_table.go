// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package script

import (
	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/file"
	"github.com/dop251/goja/unistring"
)

// A scopeVariable is one declared name of a script: a parameter, var, let,
// const, function, class or catch parameter.
type scopeVariable struct {
	name string
	// parameter is the parameter of the same name whose value a var starts with,
	// where parameters and body are two scopes.
	parameter *scopeVariable
}

// A nameUse says what a script does with a name.
type nameUse uint8

const (
	nameRead nameUse = 1 << iota
	nameWritten
	nameTypeof
	nameDeleted
)

// A freeName is one place that uses a name which the script does not declare.
type freeName struct {
	name   string
	pos    file.Idx
	use    nameUse
	strict bool
}

// A nameTable says what every identifier of a script means. goja has no Annex B
// semantics: a function in a block is visible in that block only, sloppy or not.
type nameTable struct {
	// refs holds the identifiers that mean a variable of the script.
	refs map[*ast.Identifier]*scopeVariable
	// hidden holds the identifiers of var declarations in blocks that have another
	// variable of that name, which goja then takes.
	hidden map[*ast.Identifier]bool
	// arguments holds the identifiers that mean a function's arguments object.
	arguments map[*ast.Identifier]ast.Node
	free      []freeName
	// argumentsMisused is a place that declares or assigns the name arguments, or
	// uses it in an arrow function, where goja may take another variable for it.
	argumentsMisused file.Idx
	// strict holds the functions in strict mode.
	strict map[ast.Node]bool
}

// resolveNames resolves the names of a script's function.
func resolveNames(fn ast.Expression, strict bool) *nameTable {
	t := &nameTable{
		refs:      map[*ast.Identifier]*scopeVariable{},
		hidden:    map[*ast.Identifier]bool{},
		arguments: map[*ast.Identifier]ast.Node{},
		strict:    map[ast.Node]bool{},
	}
	r := &nameResolver{table: t, visible: map[string][]*scopeVariable{}, strict: strict}
	r.visit(fn)
	return t
}

// nameText is a name as a Go string; goja keeps non-ASCII names as UTF-16.
func nameText(s unistring.String) string { return s.String() }
