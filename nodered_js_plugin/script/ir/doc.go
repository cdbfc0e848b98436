// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

// Package ir is the small language: the part of JavaScript that scripts are made of
// in which no built-in object is ever a value. A script that is written in it
// can be analysed in a few lines and may share a VM with other messages.
//
// A tree is made by package script and is read-only from then on: any number of
// goroutines may use it. It knows neither the parser nor who runs it.
package ir
