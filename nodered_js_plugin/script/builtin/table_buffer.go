// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package builtin

import "slices"

// A typedArray is a constructor of typed arrays, with what its elements are.
type typedArray struct {
	name    string
	element Kind
	doc     string
}

var typedArrays = []typedArray{
	{"Int8Array", Number, "signed 8-bit integers"},
	{"Uint8Array", Number, "bytes"},
	{"Uint8ClampedArray", Number, "bytes, with greater numbers taken for 255"},
	{"Int16Array", Number, "signed 16-bit integers"},
	{"Uint16Array", Number, "unsigned 16-bit integers"},
	{"Int32Array", Number, "signed 32-bit integers"},
	{"Uint32Array", Number, "unsigned 32-bit integers"},
	{"Float32Array", Number, "32-bit floats"},
	{"Float64Array", Number, "64-bit floats"},
	{"BigInt64Array", BigInt, "signed 64-bit integers"},
	{"BigUint64Array", BigInt, "unsigned 64-bit integers"},
}

func typedArrayRows() (rows []Row) {
	for _, t := range typedArrays {
		rows = append(rows,
			construct(t.name+"(source?, offset?, length?)", takes(Any, Number, Number), Buffer, "An array of "+t.doc+", of a length, a list, or a view of an ArrayBuffer.", aliases, costs(ByResult)),
			fn(t.name+".from(list, callback?)", takes(Any, Func), Buffer, "One of what can be iterated or has a length.", calls(1), fresh, costs(ByResult)),
			fn(t.name+".of(...elements)", takes(t.element), Buffer, "One of the elements.", fresh, costs(ByArguments)),
			constant(t.name+".BYTES_PER_ELEMENT", Number, "How many bytes an element has."),
		)
		rows = append(rows, on(t.name+".prototype", Buffer, property("BYTES_PER_ELEMENT", Number, "How many bytes an element has."))...)
	}
	options := takes(String, Object)
	rows = append(rows,
		fn("Uint8Array.fromBase64(text, options?)", options, Buffer, "The bytes of a Base64 text.", fresh, costs(ByArguments)),
		fn("Uint8Array.fromHex(text)", takes(String), Buffer, "The bytes of a hexadecimal text.", fresh, costs(ByArguments)),
	)
	return append(rows, on("Uint8Array.prototype", Buffer,
		method("setFromBase64(text, options?)", options, Object, "Fills it from a Base64 text; returns { read, written }.", changes(Receiver), fresh, costs(ByArguments)),
		method("setFromHex(text)", takes(String), Object, "Fills it from a hexadecimal text; returns { read, written }.", changes(Receiver), fresh, costs(ByArguments)),
		method("toBase64(options?)", takes(Object), String, "The bytes as Base64.", costs(ByReceiver)),
		method("toHex()", nil, String, "The bytes in hexadecimal.", costs(ByReceiver)),
	)...)
}

// dataViewRows are the accessors of a DataView, a pair for each type of element.
func dataViewRows() (rows []Row) {
	for _, e := range []struct {
		name  string
		value Kind
		doc   string
	}{
		{"BigInt64", BigInt, "a signed 64-bit integer"},
		{"BigUint64", BigInt, "an unsigned 64-bit integer"},
		{"Float32", Number, "a 32-bit float"},
		{"Float64", Number, "a 64-bit float"},
		{"Int8", Number, "a signed byte"},
		{"Int16", Number, "a signed 16-bit integer"},
		{"Int32", Number, "a signed 32-bit integer"},
		{"Uint8", Number, "a byte"},
		{"Uint16", Number, "an unsigned 16-bit integer"},
		{"Uint32", Number, "an unsigned 32-bit integer"},
	} {
		rows = append(rows,
			method("get"+e.name+"(offset, littleEndian?)", takes(Number, Bool), e.value, "Reads "+e.doc+"."),
			method("set"+e.name+"(offset, value, littleEndian?)", takes(Number, e.value, Bool), Undefined, "Writes "+e.doc+".", changes(Receiver)),
		)
	}
	return rows
}

// bufferRows are those of ArrayBuffer, DataView and the typed arrays.
func bufferRows() []Row {
	memory := []Row{
		property("buffer", Buffer, "The ArrayBuffer below."),
		property("byteLength", Number, "How many bytes it has."),
		property("byteOffset", Number, "Where it begins in its buffer."),
	}
	return slices.Concat([]Row{
		construct("ArrayBuffer(length)", takes(Number), Buffer, "Memory of so many bytes.", costs(ByResult)),
		fn("ArrayBuffer.isView(value)", takes(Any), Bool, "Whether it is a typed array or a DataView."),
	}, on("ArrayBuffer.prototype", Buffer,
		property("byteLength", Number, "How many bytes it has."),
		method("slice(start?, end?)", takes(Number, Number), Buffer, "A copy of a part.", fresh, costs(ByReceiver)),
	), []Row{
		construct("DataView(buffer, offset?, length?)", takes(Buffer, Number, Number), Buffer, "Reads and writes numbers of any type in an ArrayBuffer.", aliases),
	}, on("DataView.prototype", Buffer, slices.Concat(memory, dataViewRows())...),
		typedArrayRows(),
		on("%TypedArray%.prototype", Buffer, slices.Concat(memory, []Row{
			property("length", Number, "How many elements it has."),
			method("set(list, offset?)", takes(Array|Buffer|Object, Number), Undefined, "Copies elements into it.", changes(Receiver), costs(ByArguments)),
			method("subarray(start?, end?)", takes(Number, Number), Buffer, "A view of a part, on the same memory."),
		}, sequence(Buffer))...))
}
