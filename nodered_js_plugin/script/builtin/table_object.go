// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package builtin

import "slices"

func objectRows() []Row {
	key := takes(String | Number)
	return slices.Concat([]Row{
		fn("Object(value?)", takes(Any), Any, "The value if it is an object, else an object around it."),
		construct("Object(value?)", takes(Any), Any, "As Object().", aliases),
		fn("Object.assign(target, ...sources)", takes(Any, Any), Any, "Copies all properties into the target and returns it.", changes(FirstArgument), costs(ByArguments)),
		fn("Object.create(null)", takes(Null), Object, "An object that inherits nothing. Any other argument costs a VM for each message.", exact, fresh),
		fn("Object.entries(object)", takes(Any), Array, "The properties as [key, value].", fresh, costs(ByArguments)),
		fn("Object.freeze(object)", takes(Any), Any, "Makes it unchangeable and returns it.", changes(FirstArgument), costs(ByArguments)),
		fn("Object.fromEntries(entries)", takes(Any), Object, "An object of what can be iterated as [key, value].", fresh, costs(ByArguments)),
		fn("Object.getOwnPropertyNames(object)", takes(Any), Array, "The names of all its own properties.", fresh, costs(ByArguments)),
		fn("Object.hasOwn(object, key)", takes(Any, String|Number), Bool, "Whether it has the property itself."),
		fn("Object.is(a, b)", takes(Any, Any), Bool, "Whether they are the same; NaN is NaN, and 0 is not -0.", costs(ByArguments)),
		fn("Object.isExtensible(object)", takes(Any), Bool, "Whether properties can be added."),
		fn("Object.isFrozen(object)", takes(Any), Bool, "Whether it is frozen.", costs(ByArguments)),
		fn("Object.isSealed(object)", takes(Any), Bool, "Whether it is sealed.", costs(ByArguments)),
		fn("Object.keys(object)", takes(Any), Array, "The names of its properties.", fresh, costs(ByArguments)),
		fn("Object.preventExtensions(object)", takes(Any), Any, "Forbids new properties and returns it.", changes(FirstArgument)),
		fn("Object.seal(object)", takes(Any), Any, "Forbids new properties and deletion, and returns it.", changes(FirstArgument), costs(ByArguments)),
		fn("Object.values(object)", takes(Any), Array, "The values of its properties.", fresh, costs(ByArguments)),
	}, on("Object.prototype", Any,
		method("hasOwnProperty(key)", key, Bool, "Whether it has the property itself."),
		method("isPrototypeOf(value)", takes(Any), Bool, "Whether the value inherits from it."),
		method("propertyIsEnumerable(key)", key, Bool, "Whether it has the property itself and loops see it."),
		method("toLocaleString()", nil, Any, "What its toString gives.", costs(ByContents)),
		method("toString()", nil, String, "\"[object Object]\" and the like."),
		method("valueOf()", nil, Any, "The object itself."),
	), on("Function.prototype", Func,
		property("length", Number, "How many parameters it has."),
		property("name", String, "Its name."),
		method("toString()", nil, String, "Its source."),
	))
}

// aliases takes back that what a constructor makes is new.
func aliases(r *Row) { r.Fresh = false }

var jsonRows = []Row{
	fn("JSON.isRawJSON(value)", takes(Any), Bool, "Whether JSON.rawJSON made it."),
	fn("JSON.parse(text, reviver?)", takes(String, Func), Any, "The value of a JSON text; throws if it is none.", calls(1), fresh, costs(ByArguments)),
	fn("JSON.rawJSON(text)", takes(String), Object, "What JSON.stringify writes as this very text: a number with all its digits.", fresh, costs(ByArguments)),
	fn("JSON.stringify(value, replacer?, indent?)", takes(Any, Func|Array|Null|Undefined, Number|String), String|Undefined,
		"The value as JSON text; calls toJSON of objects that have it.", calls(1), costs(ByContents)),
}
