// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

// Package script compiles a script and says what there is to know of its text:
// errors and findings with their places, whether it is written in the small language
// (package ir) whose scripts may share a VM and what guards it then needs, what it
// does to its message, and which members of the payload it reads.
//
// It runs nothing and knows no VM, no message and no Benthos.
//
// Package engine runs its programs, package processor asks for their effects, and
// the lint rules and commands compile scripts to report what is wrong with them.
package script
