// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package builtin

import "slices"

// onPattern are the details of a method that looks for a pattern.
var onPattern = []detail{costs(ByPattern), changes(FirstArgument)}

func stringRows() []Row {
	return slices.Concat([]Row{
		fn("String(value?)", takes(Any), String, "The value as text.", costs(ByContents)),
		construct("String(value?)", takes(Any), Object, "An object around a text; prefer String(value).", costs(ByContents)),
		fn("String.fromCharCode(...codes)", takes(Number), String, "The text of UTF-16 units.", costs(ByArguments)),
		fn("String.fromCodePoint(...codes)", takes(Number), String, "The text of code points.", costs(ByArguments)),
	}, on("String.prototype", String|Object,
		property("length", Number, "How many UTF-16 units the text has."),
		method("at(index)", takes(Number), String|Undefined, "The character there; a negative index counts from the end."),
		method("charAt(index?)", takes(Number), String, "The character there, or \"\"."),
		method("charCodeAt(index?)", takes(Number), Number, "The UTF-16 unit there, or NaN."),
		method("codePointAt(index?)", takes(Number), Number|Undefined, "The code point there."),
		method("concat(...texts)", takes(String), String, "The texts one after the other.", costs(ByBoth)),
		method("endsWith(text, end?)", takes(String, Number), Bool, "Whether it ends with the text.", costs(ByArguments)),
		method("includes(text, start?)", takes(String, Number), Bool, "Whether it contains the text.", costs(ByProduct)),
		method("indexOf(text, start?)", takes(String, Number), Number, "Where the text is first, or -1.", costs(ByProduct)),
		method("lastIndexOf(text, start?)", takes(String, Number), Number, "Where the text is last, or -1.", costs(ByProduct)),
		method("localeCompare(text)", takes(String), Number, "-1, 0 or 1, in the order of a dictionary.", costs(ByBoth)),
		method("match(pattern)", takes(RegExp|String), Array|Null, "The first match with its groups, or with flag g all matches.", append(onPattern, fresh)...),
		method("matchAll(pattern)", takes(RegExp|String), Iterator, "All matches with their groups; the pattern needs flag g.", append(onPattern, fresh)...),
		method("normalize(form?)", takes(String), String, "The text in the Unicode form NFC, NFD, NFKC or NFKD.", costs(ByReceiver)),
		method("padEnd(length, fill?)", takes(Number, String), String, "Filled at the end up to a length.", costs(ByResult)),
		method("padStart(length, fill?)", takes(Number, String), String, "Filled at the start up to a length: \"7\".padStart(3, \"0\").", costs(ByResult)),
		method("repeat(count)", takes(Number), String, "The text so many times.", costs(ByResult)),
		method("replace(pattern, replacement)", takes(RegExp|String, String|Func), String,
			"The first match replaced, or with flag g all; $1, $<name> and $& stand for parts of it.", append(onPattern, calls(1))...),
		method("replaceAll(pattern, replacement)", takes(RegExp|String, String|Func), String,
			"Every match replaced.", append(onPattern, calls(1))...),
		// What the pattern's own exec gives may have any index.
		method("search(pattern)", takes(RegExp|String), Any, "Where the pattern matches first, or -1.", onPattern...),
		method("slice(start?, end?)", takes(Number, Number), String, "A part; negative places count from the end.", costs(ByReceiver)),
		method("split(separator?, limit?)", takes(RegExp|String|Undefined, Number), Array, "The parts between the separators.", costs(ByPattern), fresh),
		method("startsWith(text, start?)", takes(String, Number), Bool, "Whether it starts with the text.", costs(ByArguments)),
		method("substr(start, length?)", takes(Number, Number), String, "So many characters from a place on. Old; prefer slice.", costs(ByReceiver)),
		method("substring(start, end?)", takes(Number, Number), String, "A part; negative places count as 0.", costs(ByReceiver)),
		method("toLocaleLowerCase()", nil, String, "As toLowerCase; no locales are known.", costs(ByReceiver)),
		method("toLocaleUpperCase()", nil, String, "As toUpperCase.", costs(ByReceiver)),
		method("toLowerCase()", nil, String, "In lower case.", costs(ByReceiver)),
		method("toString()", nil, String, "The text itself."),
		method("toUpperCase()", nil, String, "In upper case.", costs(ByReceiver)),
		method("trim()", nil, String, "Without white space at both ends.", costs(ByReceiver)),
		method("trimEnd()", nil, String, "Without white space at the end.", costs(ByReceiver)),
		method("trimLeft()", nil, String, "As trimStart.", costs(ByReceiver)),
		method("trimRight()", nil, String, "As trimEnd.", costs(ByReceiver)),
		method("trimStart()", nil, String, "Without white space at the start.", costs(ByReceiver)),
		method("valueOf()", nil, String, "The text itself."),
	))
}

func regexpRows() []Row {
	pattern := takes(RegExp|String, String)
	return slices.Concat([]Row{
		fn("RegExp(pattern?, flags?)", pattern, RegExp, "A regular expression; what is one already is returned as it is.", costs(ByArguments)),
		construct("RegExp(pattern?, flags?)", pattern, RegExp, "A new regular expression: new RegExp(\"^\" + prefix, \"i\").", costs(ByArguments)),
	}, on("RegExp.prototype", RegExp,
		method("exec(text)", takes(String), Array|Null, "The next match with its groups, or null.", costs(ByPattern), changes(Receiver), fresh),
		method("test(text)", takes(String), Bool, "Whether it matches.", costs(ByPattern), changes(Receiver)),
		method("toString()", nil, String, "The expression as text: \"/a+/g\".", costs(ByReceiver)),
		property("dotAll", Bool, "Whether it has flag s: . matches line ends."),
		property("flags", String, "All flags."),
		property("global", Bool, "Whether it has flag g: all matches."),
		property("ignoreCase", Bool, "Whether it has flag i: upper and lower case are the same."),
		property("lastIndex", Any, "Where the next match is looked for, with flag g or y."),
		property("multiline", Bool, "Whether it has flag m: ^ and $ match at lines."),
		property("source", String, "The expression without slashes and flags."),
		property("sticky", Bool, "Whether it has flag y: it matches at lastIndex only."),
		property("unicode", Bool, "Whether it has flag u: characters are code points."),
	))
}
