// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

// Package capture takes messages from an input of a config without disturbing anyone: no
// message is kept from the running line, no port and no place in a group is taken, nothing
// is deleted or committed. Where that cannot be, it refuses and says why.
//
// The workbench calls it. Messages come as the config's pipeline would see them: through the
// input's scanner and its processors, and those of the inputs round it.
package capture
