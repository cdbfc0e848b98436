// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package builtin

// hostRows are those of the globals that the processors add to JavaScript's.
var hostRows = []Row{
	fn("console.debug(...values)", takes(Any), Undefined, "Writes to the log at level DEBUG.", changes(Log), costs(ByContents)),
	fn("console.error(...values)", takes(Any), Undefined, "Writes to the log at level ERROR.", changes(Log), costs(ByContents)),
	fn("console.info(...values)", takes(Any), Undefined, "Writes to the log at level INFO.", changes(Log), costs(ByContents)),
	fn("console.log(...values)", takes(Any), Undefined, "Writes to the log at level INFO.", changes(Log), costs(ByContents)),
	fn("console.warn(...values)", takes(Any), Undefined, "Writes to the log at level WARN.", changes(Log), costs(ByContents)),
	fn("cache.delete(key)", takes(String), Undefined, "Forgets a key.", changes(Store)),
	fn("cache.exists(key)", takes(String), Bool, "Whether there is a value under a key."),
	fn("cache.get(key)", takes(String), Any, "The value under a key, or undefined.", fresh, costs(ByResult)),
	fn("cache.set(key, value)", takes(String, Any), Undefined, "Keeps a value under a key; undefined removes the key. What JSON cannot hold is lost; something cyclic throws.", changes(Store), costs(ByContents)),
	fn("cache.update(key, fn)", takes(String, Func), Any,
		"Puts what fn makes of the value under a key in its place, and returns it; the second argument of fn says whether there was one. No other message's script sees or sets the key meanwhile. Undefined removes the key.",
		changes(Store), calls(1), fresh, costs(ByContents)),
}
