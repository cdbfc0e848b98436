// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package builtin

import "slices"

// errorRows are those of Error and its kinds, which may be made with and without new.
func errorRows() []Row {
	var rows []Row
	for _, e := range []struct{ name, doc string }{
		{"Error", "An error to throw."},
		{"EvalError", "A kind of Error."},
		{"RangeError", "The Error of a number out of range."},
		{"ReferenceError", "The Error of a name that nothing defines."},
		{"SyntaxError", "The Error of a text that cannot be parsed."},
		{"TypeError", "The Error of a value of the wrong kind."},
		{"URIError", "The Error of decodeURIComponent."},
	} {
		signature, args := e.name+"(message?, options?)", takes(String, Object)
		rows = append(rows, construct(signature, args, Error, e.doc), fn(signature, args, Error, e.doc, fresh))
		rows = append(rows, on(e.name+".prototype", Error,
			property("message", Any, "What it was made with."),
			property("name", Any, "The name of its kind."),
		)...)
	}
	return slices.Concat(rows, []Row{
		fn("Error.isError(value)", takes(Any), Bool, "Whether it is an error."),
	}, on("Error.prototype", Error,
		property("cause", Any, "The option cause that it was made with."),
		property("stack", Any, "Name, message and the lines where it was made."),
		method("toString()", nil, String, "Name and message.", costs(ByReceiver)),
	))
}
