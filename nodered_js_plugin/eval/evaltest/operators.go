// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package evaltest

import (
	"github.com/dop251/goja"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/script"
)

// operators are what scripts call in place of operators, without the limits that the
// engine puts on them.
var operators = map[string]string{
	script.OperatorAdd:      `(a, b) => a + b`,
	script.OperatorTemplate: `(...parts) => parts.join("")`,
	script.OperatorAppended: `x => x`,
	script.OperatorAdded:    `x => x`,
	script.OperatorCount:    `x => x`,
	script.OperatorCopied:   `x => x`,
	script.OperatorSpread:   `x => x`,
	script.OperatorPower:    `(a, b) => a ** b`,
	script.OperatorTimes:    `(a, b) => a * b`,
	script.OperatorLeft:     `(a, b) => a << b`,
	script.OperatorRight:    `(a, b) => a >> b`,
}

// InstallOperators puts them into a runtime.
func InstallOperators(rt *goja.Runtime) error {
	for name, code := range operators {
		f, err := rt.RunString("(" + code + ")")
		if err != nil {
			return err
		}
		if err := rt.GlobalObject().DefineDataProperty(name, f, goja.FLAG_FALSE, goja.FLAG_FALSE, goja.FLAG_FALSE); err != nil {
			return err
		}
	}
	return nil
}
