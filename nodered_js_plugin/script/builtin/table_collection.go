// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package builtin

import "slices"

// collectionRows are those of Map, Set and the iterators.
func collectionRows() []Row {
	other := takes(Set | Map | Object)
	next := func(prototype string) []Row {
		return on(prototype, Iterator, method("next()", nil, Object, "The next element as { value, done }.", changes(Receiver), fresh))
	}
	matches := next("%RegExpStringIteratorPrototype%")
	matches[0].Cost = ByPattern
	return slices.Concat([]Row{
		construct("Map(entries?)", takes(Any), Map, "A map, of what can be iterated as [key, value].", costs(ByArguments)),
	}, on("Map.prototype", Map,
		property("size", Number, "How many keys it has."),
		method("clear()", nil, Undefined, "Removes all keys.", changes(Receiver), costs(ByReceiver)),
		method("delete(key)", takes(Any), Bool, "Removes a key; returns whether it was there.", changes(Receiver)),
		method("entries()", nil, Iterator, "An iterator over [key, value].", fresh),
		method("forEach(callback)", takes(Func), Undefined, "Calls a function with each (value, key).", calls(0), costs(ByReceiver)),
		method("get(key)", takes(Any), Any, "The value under a key."),
		method("has(key)", takes(Any), Bool, "Whether it has the key."),
		method("keys()", nil, Iterator, "An iterator over the keys.", fresh),
		method("set(key, value)", takes(Any, Any), Map, "Puts a value under a key; returns the map.", changes(Receiver)),
		method("values()", nil, Iterator, "An iterator over the values.", fresh),
	), []Row{
		construct("Set(values?)", takes(Any), Set, "A set of what can be iterated.", costs(ByArguments)),
	}, on("Set.prototype", Set,
		property("size", Number, "How many values it has."),
		method("add(value)", takes(Any), Set, "Adds a value; returns the set.", changes(Receiver)),
		method("clear()", nil, Undefined, "Removes all values.", changes(Receiver), costs(ByReceiver)),
		method("delete(value)", takes(Any), Bool, "Removes a value; returns whether it was there.", changes(Receiver)),
		method("difference(other)", other, Set, "The values that are not in the other.", fresh, costs(ByBoth)),
		method("entries()", nil, Iterator, "An iterator over [value, value].", fresh),
		method("forEach(callback)", takes(Func), Undefined, "Calls a function with each value.", calls(0), costs(ByReceiver)),
		method("has(value)", takes(Any), Bool, "Whether it has the value."),
		method("intersection(other)", other, Set, "The values that are in both.", fresh, costs(ByBoth)),
		method("isDisjointFrom(other)", other, Bool, "Whether they have no value in common.", costs(ByBoth)),
		method("isSubsetOf(other)", other, Bool, "Whether the other has all its values.", costs(ByBoth)),
		method("isSupersetOf(other)", other, Bool, "Whether it has all values of the other.", costs(ByBoth)),
		method("keys()", nil, Iterator, "As values.", fresh),
		method("symmetricDifference(other)", other, Set, "The values that are in one of the two.", fresh, costs(ByBoth)),
		method("union(other)", other, Set, "The values of both.", fresh, costs(ByBoth)),
		method("values()", nil, Iterator, "An iterator over the values.", fresh),
	),
		next("%ArrayIteratorPrototype%"), next("%MapIteratorPrototype%"), next("%SetIteratorPrototype%"),
		next("%StringIteratorPrototype%"), matches,
	)
}
