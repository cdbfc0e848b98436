// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

// Package lint is the command `lint` in place of Benthos' own: it takes the same arguments and
// finds the same, and beyond that what a start would say of the processors of scripts. It says
// where in the file something is wrong, and goes on where a component is not in this binary.
package lint
