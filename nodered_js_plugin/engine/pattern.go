// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package engine

import (
	"errors"
	"time"

	"github.com/dlclark/regexp2/v2"
	"github.com/dop251/goja"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/script"
)

// goja runs a regular expression that looks ahead, looks behind or refers back with
// the package regexp2, which tries all ways to match: some texts take longer than the
// universe is old, and nothing interrupts it but a limit of its own. That is one
// variable for the process, and what has run into it looks as if it did not match.
//
// So the limit is far behind script_timeout: it ends what is left of messages that
// have failed long since, and their goroutines.
const matchLimit = time.Minute

func init() { regexp2.DefaultMatchTimeout = matchLimit }

// mayMatchLong reports whether a message may still be waiting for a match at the limit.
func mayMatchLong(timeout time.Duration) bool {
	return timeout == 0 || timeout > matchLimit-10*time.Second
}

// installMatchLimit makes a match that ran into the limit an error of the message, not
// a match that was not found. All methods with patterns call exec then, which is
// slower.
func (n *natives) installMatchLimit() {
	n.wrap(n.holder("RegExp.prototype"), "exec", func(n *natives, original native) native {
		return func(call goja.FunctionCall) goja.Value {
			began := time.Now()
			result := original(call)
			if time.Since(began) >= matchLimit {
				n.end(WithReason(script.Timeout, errors.New("a regular expression ran longer than 1m0s")))
			}
			return result
		}
	})
}
