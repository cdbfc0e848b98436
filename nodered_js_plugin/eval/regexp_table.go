// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package eval

var _ = register(map[string]nativeFunc{
	"RegExp":                    callRegExp,
	"new RegExp":                newRegExp,
	"RegExp.prototype.exec":     regexpExec,
	"RegExp.prototype.test":     regexpTest,
	"RegExp.prototype.toString": regexpToString,
})
