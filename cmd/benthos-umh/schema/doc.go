// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

// Package schema is the command `benthos-umh schema`: it writes a JSON schema of
// the config, with all that the components say of their fields, for editors and
// validators. It knows no component by name: all comes from Benthos' own listing.
package schema
