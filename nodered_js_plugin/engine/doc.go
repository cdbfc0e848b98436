// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

// Package engine runs compiled scripts on pooled JavaScript VMs.
//
// It knows goja's VMs and their limits: how long one message may run, how deep
// calls may nest, which VM may be used again, where in the user's text an error
// happened. It knows no messages and no syntax trees: what a script sees as globals
// is installed by its caller, and what there is to know of a script's text package
// script knows.
//
// Package processor calls it.
package engine
