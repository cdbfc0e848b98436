// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package hostile

// corpus is every kind, each in a file of its own.
var corpus = []kind{
	{"text that grows", textThatGrows},
	{"text in loops", textInLoops},
	{"arrays that grow", arraysThatGrow},
	{"lengths", lengths},
	{"calls", calls},
	{"buffers", buffers},
	{"big integers", bigIntegers},
	{"JSON", jsonTexts},
	{"collections", collections},
	{"regular expressions", expressions},
	{"recursion", recursions},
	{"endless", endless},
	{"code, console and cache", code},
	{"messages", messages},
	{"stages", stages},
	{"payloads", payloads},
	{"harmless", harmless},
	lies, longLies, ordinary,
}
