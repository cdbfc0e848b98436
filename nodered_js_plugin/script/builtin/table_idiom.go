// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package builtin

// idiomRows are old ways to call a builtin that people still write. They call it by
// its path, with a receiver that is the script's own; what they call is itself a row.
var idiomRows = []Row{
	fn("Array.prototype.concat.apply(array, lists)", takes(Array, Array), Array, "The elements of all lists; today [].concat(...lists) or lists.flat().", fresh, costs(ByContents)),
	fn("Array.prototype.forEach.call(list, callback)", takes(Any, Func), Undefined, "forEach for what is like an array.", calls(1), costs(ByArguments)),
	fn("Array.prototype.join.call(list, separator?)", takes(Any, String), String, "join for what is like an array.", costs(ByContents)),
	fn("Array.prototype.map.call(list, callback)", takes(Any, Func), Array, "map for what is like an array.", calls(1), fresh, costs(ByArguments)),
	fn("Array.prototype.push.apply(array, elements)", takes(Array, Array), Number, "Appends all elements; today array.push(...elements).", changes(FirstArgument), costs(ByArguments)),
	fn("Array.prototype.slice.call(list, start?, end?)", takes(Any, Number, Number), Array, "An array of what is like one; today Array.from(list).", fresh, costs(ByArguments)),
	fn("Math.max.apply(null, values)", takes(Any, Array), Number, "The greatest element; today Math.max(...values).", costs(ByArguments)),
	fn("Math.min.apply(null, values)", takes(Any, Array), Number, "The smallest element; today Math.min(...values).", costs(ByArguments)),
	fn("Object.prototype.hasOwnProperty.call(object, key)", takes(Any, String|Number), Bool, "Whether it has the property itself; today Object.hasOwn(object, key)."),
	fn("Object.prototype.toString.call(value)", takes(Any), String, "\"[object Array]\", \"[object Date]\" and the like."),
	fn("String.fromCharCode.apply(null, codes)", takes(Any, Array), String, "The text of UTF-16 units; today String.fromCharCode(...codes).", costs(ByArguments)),
}
