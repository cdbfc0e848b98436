// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package eval

var _ = register(map[string]nativeFunc{
	"Array.prototype.at":            arrayAt,
	"Array.prototype.concat":        arrayConcat,
	"Array.prototype.every":         arrayEvery,
	"Array.prototype.fill":          arrayFill,
	"Array.prototype.filter":        arrayFilter,
	"Array.prototype.find":          search(theElement, undefined),
	"Array.prototype.findIndex":     search(theIndex, NumberValue(-1)),
	"Array.prototype.findLast":      searchLast(theElement, undefined),
	"Array.prototype.findLastIndex": searchLast(theIndex, NumberValue(-1)),
	"Array.prototype.flat":          arrayFlat,
	"Array.prototype.flatMap":       arrayFlatMap,
	"Array.prototype.forEach":       arrayForEach,
	"Array.prototype.includes":      arrayIncludes,
	"Array.prototype.indexOf":       arrayIndexOf,
	"Array.prototype.join":          arrayJoin,
	"Array.prototype.lastIndexOf":   arrayLastIndexOf,
	"Array.prototype.map":           arrayMap,
	"Array.prototype.pop":           arrayPop,
	"Array.prototype.push":          arrayPush,
	"Array.prototype.reduce":        reduce(1),
	"Array.prototype.reduceRight":   reduce(-1),
	"Array.prototype.reverse":       arrayReverse,
	"Array.prototype.shift":         arrayShift,
	"Array.prototype.slice":         arraySlice,
	"Array.prototype.some":          search(func(int, Value) Value { return yes }, no),
	"Array.prototype.sort":          arraySort,
	"Array.prototype.splice":        arraySplice,
	"Array.prototype.toReversed":    arrayToReversed,
	"Array.prototype.toSorted":      arrayToSorted,
	"Array.prototype.toSpliced":     arrayToSpliced,
	"Array.prototype.toString": func(m *Machine, this Value, _ []Value) Value {
		return arrayJoin(m, this, nil)
	},
	"Array.prototype.unshift": arrayUnshift,
	"Array.prototype.with":    arrayWith,
})
