// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

// Package topic builds topics of the Unified Namespace and judges them:
// umh.v1.<location_path>.<data_contract>[.<virtual_path>].<tag_name>.
//
// It knows strings only: neither messages nor scripts. The tag processor calls it
// for every tag.
package topic
