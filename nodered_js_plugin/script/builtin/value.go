// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package builtin

import (
	"strings"

	"github.com/dop251/goja"
)

// Wrappable reports whether a function of the script's own that only calls the
// builtin can stand for it where a script uses it as a value: list.map(Number).
func (r *Row) Wrappable() bool {
	return r.Form == FormFunction && !r.Exact && !strings.HasSuffix(r.Name, ".call") && !strings.HasSuffix(r.Name, ".apply")
}

// Value is the number that a constant is.
func (r *Row) Value() float64 {
	v, err := goja.New().RunString(r.Name)
	if err != nil {
		panic(err)
	}
	return v.ToFloat()
}
