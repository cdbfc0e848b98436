// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

//go:build !unix

package benchmark

import "time"

func cpuTime() time.Duration { return 0 }
