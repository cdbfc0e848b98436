// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

// Package configtest is the command `benthos-umh test`: Benthos' own, which gets
// configs of umh-core and configs with variables as the plain configs that they become.
// Any other config goes to Benthos as it is.
package configtest
