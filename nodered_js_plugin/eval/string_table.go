// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package eval

import "strings"

var _ = register(map[string]nativeFunc{
	"String":                             makeText,
	"String.fromCharCode":                fromCharCode,
	"String.fromCharCode.apply":          fromCharCodeApply,
	"String.fromCodePoint":               fromCodePoint,
	"String.prototype.at":                stringAt,
	"String.prototype.charAt":            stringCharAt,
	"String.prototype.charCodeAt":        stringCharCodeAt,
	"String.prototype.codePointAt":       stringCodePointAt,
	"String.prototype.concat":            stringConcat,
	"String.prototype.endsWith":          stringEndsWith,
	"String.prototype.includes":          stringIncludes,
	"String.prototype.indexOf":           stringIndexOf,
	"String.prototype.lastIndexOf":       stringLastIndexOf,
	"String.prototype.localeCompare":     stringLocaleCompare,
	"String.prototype.match":             stringMatch,
	"String.prototype.matchAll":          stringMatchAll,
	"String.prototype.normalize":         stringNormalize,
	"String.prototype.padEnd":            stringPadEnd,
	"String.prototype.padStart":          stringPadStart,
	"String.prototype.repeat":            stringRepeat,
	"String.prototype.replace":           stringReplace,
	"String.prototype.replaceAll":        stringReplaceAll,
	"String.prototype.search":            stringSearch,
	"String.prototype.slice":             stringSlice,
	"String.prototype.split":             stringSplit,
	"String.prototype.startsWith":        stringStartsWith,
	"String.prototype.substr":            stringSubstr,
	"String.prototype.substring":         stringSubstring,
	"String.prototype.toLocaleLowerCase": stringToLower,
	"String.prototype.toLocaleUpperCase": stringToUpper,
	"String.prototype.toLowerCase":       stringToLower,
	"String.prototype.toUpperCase":       stringToUpper,
	"String.prototype.trim":              trimmed(strings.Trim),
	"String.prototype.trimEnd":           trimmed(strings.TrimRight),
	"String.prototype.trimLeft":          trimmed(strings.TrimLeft),
	"String.prototype.trimRight":         trimmed(strings.TrimRight),
	"String.prototype.trimStart":         trimmed(strings.TrimLeft),
})
