// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

// Package builtin is the table of the builtins that scripts may use while they
// share a VM: a row each, with what it takes, gives, changes and costs. It is the
// only place that knows the name of a builtin. Package script asks it what a name
// means, docs/javascript-api.md is made from it.
//
// A builtin is a row if it is harmless in this sense: as long as its receiver and
// its arguments belong to the script, it returns no built-in object, passes none to
// a function of the script, and writes to none. Everything else is listed in
// Outside, with the reason. Tests hold both against a pristine runtime, property
// by property, and call every row.
package builtin
