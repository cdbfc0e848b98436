// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package builtin

import "strings"

// A detail sets what few rows need.
type detail func(*Row)

func changes(c Changes) detail { return func(r *Row) { r.Changes = c } }

func costs(c Cost) detail { return func(r *Row) { r.Cost = c } }

func calls(argument int) detail { return func(r *Row) { r.Callbacks |= 1 << argument } }

// fresh is needed where the result may be an object; a primitive is always fresh.
func fresh(r *Row) { r.Fresh = true }

func exact(r *Row) { r.Exact = true }

func takes(kinds ...Kind) []Kind { return kinds }

const primitives = Undefined | Null | Bool | Number | String | BigInt

// fn makes the row of a function from its signature, as in "JSON.parse(text,
// reviver?)": "?" marks a parameter that may be missing, "..." the last one if it
// stands for any number.
func fn(signature string, takes []Kind, gives Kind, doc string, details ...detail) Row {
	name, params, _ := strings.Cut(strings.TrimSuffix(signature, ")"), "(")
	r := Row{Name: name, Takes: takes, Gives: gives, Doc: doc}
	if params != "" {
		r.Params = strings.Split(params, ", ")
	}
	for i, p := range r.Params {
		bare := strings.TrimSuffix(strings.TrimPrefix(p, "..."), "?")
		if bare == p {
			r.Required = i + 1
		}
		r.Rest = strings.HasPrefix(p, "...")
		r.Params[i] = bare
	}
	for _, set := range details {
		set(&r)
	}
	r.Fresh = r.Fresh || gives&^primitives == 0
	return r
}

// construct makes the row of a constructor.
func construct(signature string, takes []Kind, gives Kind, doc string, details ...detail) Row {
	r := fn("new "+signature, takes, gives, doc, append([]detail{fresh}, details...)...)
	r.Form = FormConstructor
	return r
}

func constant(path string, gives Kind, doc string) Row {
	return Row{Name: path, Form: FormConstant, Gives: gives, Fresh: true, Doc: doc}
}

// method makes the row of a method; on adds the prototype to its name.
func method(signature string, takes []Kind, gives Kind, doc string, details ...detail) Row {
	r := fn(signature, takes, gives, doc, details...)
	r.Form = FormMethod
	return r
}

// property makes the row of a property; on adds the prototype to its name.
func property(name string, gives Kind, doc string) Row {
	return Row{Name: name, Form: FormProperty, Gives: gives, Fresh: gives&^primitives == 0, Doc: doc}
}

// on completes the rows of one prototype.
func on(prototype string, receiver Kind, rows ...Row) []Row {
	for i := range rows {
		rows[i].Name = prototype + "." + rows[i].Name
		rows[i].Receiver = receiver
	}
	return rows
}
