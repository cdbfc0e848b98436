package jsmsg

// AppendString appends a text as a JSON string: bytes that are no UTF-8 become
// U+FFFD, nothing is escaped that JSON does not ask for.
func AppendString(dst []byte, text string) []byte { return appendQuoted(dst, text) }
