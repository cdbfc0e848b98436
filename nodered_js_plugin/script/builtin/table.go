// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package builtin

import (
	"slices"
	"strings"
	"sync"
)

// An index finds the rows by what a script writes.
type index struct {
	rows    []*Row
	byPath  map[Form]map[string]*Row
	methods map[string][]*Row
}

var table = sync.OnceValue(func() *index {
	x := &index{byPath: map[Form]map[string]*Row{FormFunction: {}, FormConstructor: {}, FormConstant: {}}, methods: map[string][]*Row{}}
	for _, row := range slices.Concat(
		globalRows, numberRows(), mathRows, stringRows(), regexpRows(), arrayRows(), objectRows(), jsonRows,
		dateRows(), collectionRows(), bufferRows(), errorRows(), idiomRows, hostRows,
	) {
		x.add(&row)
	}
	return x
})

func (x *index) add(row *Row) {
	x.rows = append(x.rows, row)
	switch row.Form {
	case FormFunction, FormConstant:
		x.byPath[row.Form][row.Name] = row
	case FormConstructor:
		x.byPath[FormConstructor][strings.TrimPrefix(row.Name, "new ")] = row
	case FormMethod:
		x.methods[row.Member()] = append(x.methods[row.Member()], row)
	}
}

// Rows returns all rows, in the order of the documentation. The caller must not
// change the slice.
func Rows() []*Row { return table().rows }

// Function returns the row of what is called by a path, such as "Math.round",
// "parseFloat", "cache.get", "Array.prototype.slice.call"; nil if there is none.
func Function(path string) *Row { return table().byPath[FormFunction][path] }

// Constructor returns the row of what new makes, such as "Date"; nil if there is
// none. Any such name may also stand to the right of instanceof.
func Constructor(name string) *Row { return table().byPath[FormConstructor][name] }

// Constant returns the row of a constant, such as "Math.PI" or "NaN"; nil if
// there is none.
func Constant(path string) *Row { return table().byPath[FormConstant][path] }

// Methods returns the rows of all methods of a name, such as those of String and
// Array for "slice"; nil if there is none. The caller must not change the slice.
func Methods(name string) []*Row { return table().methods[name] }

// Properties returns the rows of all properties of a name, such as "length"; nil if
// there is none.
func Properties(name string) (rows []*Row) {
	for _, row := range table().rows {
		if row.Form == FormProperty && row.Member() == name {
			rows = append(rows, row)
		}
	}
	return rows
}
