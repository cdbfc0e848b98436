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
	{"harmless", harmless},
}
