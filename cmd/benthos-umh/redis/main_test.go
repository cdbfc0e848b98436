// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package redis

import (
	"testing"

	"go.uber.org/goleak"

	"github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/streamtest"
	_ "github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin" // for the streams of children
)

func TestMain(m *testing.M) {
	streamtest.Main()
	goleak.VerifyTestMain(m)
}
