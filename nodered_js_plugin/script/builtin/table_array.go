// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package builtin

import "slices"

// sequence has the methods that arrays and typed arrays share. The result of those
// that make a new sequence is of kind same.
func sequence(same Kind) []Row {
	index := takes(Any, Number)
	return []Row{
		method("at(index)", takes(Number), Any, "The element there; a negative index counts from the end."),
		method("copyWithin(target, start, end?)", takes(Number, Number, Number), same, "Copies a part over another, in place.", changes(Receiver), costs(ByReceiver)),
		method("entries()", nil, Iterator, "An iterator over [index, element].", fresh),
		method("every(test)", takes(Func), Bool, "Whether all elements pass.", calls(0), costs(ByReceiver)),
		method("fill(value, start?, end?)", takes(Any, Number, Number), same, "Sets elements to a value, in place.", changes(Receiver), costs(ByReceiver)),
		method("filter(test)", takes(Func), same, "A new one of the elements that pass.", calls(0), fresh, costs(ByReceiver)),
		method("find(test)", takes(Func), Any, "The first element that passes.", calls(0), costs(ByReceiver)),
		method("findIndex(test)", takes(Func), Number, "Where the first element that passes is, or -1.", calls(0), costs(ByReceiver)),
		method("findLast(test)", takes(Func), Any, "The last element that passes.", calls(0), costs(ByReceiver)),
		method("findLastIndex(test)", takes(Func), Number, "Where the last element that passes is, or -1.", calls(0), costs(ByReceiver)),
		method("forEach(callback)", takes(Func), Undefined, "Calls a function with each element.", calls(0), costs(ByReceiver)),
		method("includes(value, start?)", index, Bool, "Whether it has the value; finds NaN.", costs(ByReceiver)),
		method("indexOf(value, start?)", index, Number, "Where the value is first, or -1.", costs(ByReceiver)),
		method("join(separator?)", takes(String), String, "The elements as one text.", costs(ByContents)),
		method("keys()", nil, Iterator, "An iterator over the indices.", fresh),
		method("lastIndexOf(value, start?)", index, Number, "Where the value is last, or -1.", costs(ByReceiver)),
		method("map(callback)", takes(Func), same, "A new one of what the function makes of each element.", calls(0), fresh, costs(ByReceiver)),
		method("reduce(callback, start?)", takes(Func, Any), Any, "What the function (result, element) makes of all, from the first on.", calls(0), costs(ByReceiver)),
		method("reduceRight(callback, start?)", takes(Func, Any), Any, "As reduce, from the last on.", calls(0), costs(ByReceiver)),
		method("reverse()", nil, same, "Turns the order round, in place.", changes(Receiver), costs(ByReceiver)),
		method("slice(start?, end?)", takes(Number, Number), same, "A copy of a part; negative places count from the end.", fresh, costs(ByReceiver)),
		method("some(test)", takes(Func), Bool, "Whether any element passes.", calls(0), costs(ByReceiver)),
		method("sort(compare?)", takes(Func|Undefined), same, "Sorts in place.", changes(Receiver), calls(0), costs(BySorting)),
		method("toLocaleString()", nil, String, "The elements as one text.", costs(ByContents)),
		method("toReversed()", nil, same, "A copy in the other order.", fresh, costs(ByReceiver)),
		method("toSorted(compare?)", takes(Func|Undefined), same, "A sorted copy.", calls(0), fresh, costs(BySorting)),
		// It calls join, which the array may have of its own.
		method("toString()", nil, Any, "The elements as one text, with commas.", costs(ByContents)),
		method("values()", nil, Iterator, "An iterator over the elements.", fresh),
		method("with(index, value)", takes(Number, Any), same, "A copy with one element replaced.", fresh, costs(ByReceiver)),
	}
}

func arrayRows() []Row {
	return slices.Concat([]Row{
		fn("Array(...elements)", takes(Any), Array, "An array of the elements, or of a length if that is the only argument.", fresh, costs(ByResult)),
		construct("Array(...elements)", takes(Any), Array, "As Array().", costs(ByResult)),
		fn("Array.from(list, callback?)", takes(Any, Func), Array, "An array of what can be iterated or has a length.", calls(1), fresh, costs(ByResult)),
		fn("Array.isArray(value)", takes(Any), Bool, "Whether it is an array."),
		fn("Array.of(...elements)", takes(Any), Array, "An array of the elements.", fresh, costs(ByArguments)),
	}, on("Array.prototype", Array,
		property("length", Number, "How many elements it has."),
		method("concat(...values)", takes(Any), Array, "A new array with the values, or the elements of those that are arrays, appended.", fresh, costs(ByBoth)),
		method("flat(depth?)", takes(Number), Array, "A new array in which arrays inside are replaced by their elements.", fresh, costs(ByContents)),
		method("flatMap(callback)", takes(Func), Array, "As map, then flat.", calls(0), fresh, costs(ByContents)),
		method("pop()", nil, Any, "Removes the last element and returns it.", changes(Receiver)),
		method("push(...elements)", takes(Any), Number, "Appends elements; returns the new length.", changes(Receiver), costs(ByArguments)),
		method("shift()", nil, Any, "Removes the first element and returns it.", changes(Receiver), costs(ByReceiver)),
		method("splice(start, count?, ...elements)", takes(Number, Number, Any), Array, "Replaces a part in place; returns what was there.", changes(Receiver), fresh, costs(ByBoth)),
		method("toSpliced(start, count?, ...elements)", takes(Number, Number, Any), Array, "A copy with a part replaced.", fresh, costs(ByBoth)),
		method("unshift(...elements)", takes(Any), Number, "Puts elements before the first; returns the new length.", changes(Receiver), costs(ByBoth)),
	), on("Array.prototype", Array, sequence(Array)...))
}
