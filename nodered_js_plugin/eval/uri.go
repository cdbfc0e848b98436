package eval

import (
	"strings"
	"unicode/utf8"
)

const (
	letters  = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
	reserved = ";/?:@&=+$,"
	marks    = "-_.!~*'()"
)

// encode is encodeURIComponent, or encodeURI where keep has more.
func encode(keep string) nativeFunc {
	return func(m *Machine, _ Value, args []Value) Value {
		text := m.toText(arg(args, 0))
		m.allocate(3 * len(text))
		var out strings.Builder
		out.Grow(3 * len(text))
		for i := range len(text) {
			if c := text[i]; c < utf8.RuneSelf && strings.IndexByte(keep, c) >= 0 {
				out.WriteByte(c)
			} else {
				const upper = "0123456789ABCDEF"
				out.WriteByte('%')
				out.WriteByte(upper[c>>4])
				out.WriteByte(upper[c&15])
			}
		}
		return StringValue(out.String())
	}
}

// decode is decodeURIComponent, or decodeURI where keep are characters that stay as
// they are written.
func decode(keep string) nativeFunc {
	return func(m *Machine, _ Value, args []Value) Value {
		text := m.toText(arg(args, 0))
		m.allocate(len(text))
		out := make([]byte, 0, len(text))
		for i := 0; i < len(text); i++ {
			if text[i] != '%' {
				out = append(out, text[i])
				continue
			}
			if i+2 >= len(text) || digitValue(text[i+1]) > 15 || digitValue(text[i+2]) > 15 {
				m.throwError("URIError", "Malformed URI")
			}
			c := byte(digitValue(text[i+1])<<4 | digitValue(text[i+2]))
			if c < utf8.RuneSelf && strings.IndexByte(keep, c) >= 0 {
				out = append(out, text[i:i+3]...)
			} else {
				out = append(out, c)
			}
			i += 2
		}
		if !utf8.Valid(out) {
			m.throwError("URIError", "Malformed URI")
		}
		return StringValue(string(out))
	}
}

var _ = register(map[string]nativeFunc{
	"encodeURIComponent": encode(letters + marks),
	"encodeURI":          encode(letters + marks + reserved + "#"),
	"decodeURIComponent": decode(""),
	"decodeURI":          decode(reserved + "#"),
})
