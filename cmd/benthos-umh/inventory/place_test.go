// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package inventory_test

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	_ "github.com/redpanda-data/benthos/v4/public/components/io"
	_ "github.com/redpanda-data/benthos/v4/public/components/pure"

	"github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/inventory"
)

// Each case is a file in which the character that is looked for is 🎯 (it is written into
// the script as it stands), so the case shows its own position.
func TestPositions(t *testing.T) {
	t.Setenv("LONG", "a text that is longer than its name")
	t.Setenv("LINES", "a\nb")
	for name, file := range map[string]string{
		"literal":                       "a:\n  s: |\n    let x = 1;\n    let 🎯 = 2;\n",
		"literal, chomped":              "a:\n  s: |-\n    let x = 1;\n    let 🎯 = 2;\n",
		"literal, kept":                 "a:\n  s: |+\n    let x = 1;\n    let 🎯 = 2;\n\n\n",
		"literal, comment in header":    "a:\n  s: | # JavaScript\n    let x = 1;\n    let 🎯 = 2;\n",
		"literal, indented first line":  "a:\n  s: |2\n      let x = 1;\n    let 🎯 = 2;\n",
		"literal, indent and chomping":  "a:\n  s: |1-\n     let x = 1;\n    let 🎯 = 2;\n",
		"literal, empty lines first":    "a:\n  s: |\n\n\n    let x = 1;\n\n    let 🎯 = 2;\n",
		"literal, no line end":          "a:\n  s: |\n    let x = 1;\n    🎯",
		"literal, tabs inside":          "a:\n  s: |\n    if (x) {\n    \treturn 🎯;\n    }\n",
		"folded":                        "a:\n  s: >\n    let x = 1;\n    let y = 🎯;\n",
		"folded, paragraphs":            "a:\n  s: >-\n    let x = 1;\n\n    let y = 2;\n      let 🎯 = 3;\n    let z;\n",
		"double-quoted":                 "a: {s: \"let x = 1;\\nlet 🎯 = 2;\"}\n",
		"double-quoted, escapes":        "a:\n  s: \"\\u00e4\\t\\x41 \\\"b\\\" 🎯\"\n",
		"double-quoted, folded":         "a:\n  s: \"let x = 1;\n    let y = 2;\n\n    let 🎯 = 3;\"\n",
		"double-quoted, line continued": "a:\n  s: \"let x \\\n    = 🎯;\"\n",
		"single-quoted":                 "a:\n  s: 'let x = ''a''; 🎯'\n",
		"single-quoted, folded":         "a:\n  s: 'let x =\n    ''a''; \n    🎯'\n",
		"plain":                         "a:\n  s: return 🎯;\n",
		"plain, several lines":          "a:\n  s: let x = 1;\n    let y = 2;\n\n    return 🎯;\n",
		"flow":                          "{a: {t: 1, s: return 🎯}}\n",
		"JSON":                          "{\n\t\"a\": {\n\t\t\"s\": \"return 🎯;\"\n\t}\n}\n",
		"anchor":                        "a:\n  s: &script |\n    return 🎯;\n",
		"anchor and tag":                "a:\n  s: &script !!str\n    'return 🎯;'\n",
		"alias":                         "b: &script |\n  let x;\n  return 🎯;\na:\n  s: *script\n",
		"alias of the object":           "b: &object\n  s: \"return 🎯;\"\na: *object\n",
		"merge key":                     "b: &base\n  s: |\n    return 🎯;\na:\n  <<: *base\n  t: 1\n",
		"merge keys, the first wins":    "b: &b {t: 1}\nc: &c {s: return 🎯}\nd: &d {s: return 1}\na:\n  <<: [*b, *c, *d]\n",
		"CR LF":                         "a:\r\n  s: |\r\n    let x = 1;\r\n\r\n    let 🎯 = 2;\r\n",
		"CR LF, folded quotes":          "a:\r\n  s: \"let x = 1;\r\n\r\n    let 🎯 = 2;\"\r\n",
		"byte order mark":               "\uFEFF{a: {s: return 🎯}}\n",
		"not ASCII":                     "ä: ü\na: {ö: é, s: \"ä = 'ü'; 🎯\"}\n",
		"several documents":             "---\na:\n  s: |\n    return 🎯;\n---\na:\n  s: |\n    return 1;\n",
		"behind a default":              "a: {t: \"${NONE_SUCH:some default}\", s: return 🎯}\n",
		"behind a variable":             "a: {t: \"${LONG}\", s: \"let x = '${LONG}'; 🎯\"}\n",
		"behind lines of a variable":    "a: {t: \"${LINES}\", s: \"let x = '${LINES}'; 🎯\"}\n",
		"behind an escaped variable":    "a:\n  s: |\n    let x = `${{name}} ${{b}}`; 🎯\n",
		"behind a default with a break": "a: {t: \"${LONG:x\n  y}\",\n  s: return 🎯}\n",
		"behind what is missing":        "a:\n  s: |\n    let x = `${none_such}`; 🎯\n",
	} {
		t.Run(name, func(t *testing.T) {
			place := inventory.NewPlaces(file).Find("a.s")
			line, column := find(t, scriptOf(t, file, place))
			gotLine, gotColumn, ok := place.Position(line, column)
			wantLine, wantColumn := find(t, strings.TrimPrefix(file, "\uFEFF"))
			if !ok || gotLine != wantLine || gotColumn != wantColumn {
				t.Errorf("script %d:%d is file %d:%d, want %d:%d (%v)", line, column, gotLine, gotColumn, wantLine, wantColumn, ok)
			}
		})
	}
}

// scriptOf is the text at a place, by way of the YAML library.
func scriptOf(t *testing.T, file string, place inventory.Place) string {
	t.Helper()
	script, err := inventory.TextAt(file, "a", "s")
	if err != nil {
		t.Fatal(err)
	}
	if !place.Holds(script) {
		t.Fatalf("the place has another text than %q", script)
	}
	return script
}

// find is the line and column of the target.
func find(t *testing.T, text string) (line, column int) {
	t.Helper()
	before, _, found := strings.Cut(strings.ReplaceAll(text, "\r\n", "\n"), "🎯")
	if !found {
		t.Fatal("no target in " + text)
	}
	last := before[strings.LastIndex(before, "\n")+1:]
	return strings.Count(before, "\n") + 1, len([]rune(last)) + 1
}

func TestPositionInsideAVariable(t *testing.T) {
	t.Setenv("LONG", "let x = 1; let y = 2")
	place := inventory.NewPlaces("a: {s: \"let z; ${LONG}; z\"}\n").Find("a.s")
	for column, want := range map[int]string{7: "1:15 true", 8: "1:16 true", 20: "1:16 true", 28: "1:23 true", 31: "1:26 true", 32: "0:0 false"} {
		line, fileColumn, ok := place.Position(1, column)
		if got := fmt.Sprintf("%d:%d %v", line, fileColumn, ok); got != want {
			t.Errorf("column %d is %s, want %s", column, got, want)
		}
	}
}

func TestPositionsInAScriptWhoseVariablesAreFilledIn(t *testing.T) {
	place := inventory.NewPlaces("a:\n  s: |\n    let x = '{{ .x }}';\n    let y;\n").Find("a.s")
	for _, c := range []struct {
		script             string
		line, column       int
		fileLine, fileCol  int
		movedLine, movedTo int
	}{
		{"let x = '{{ .x }}';\nlet y;\n", 1, 5, 3, 9, 103, 0},
		{"let x = 'a text';\nlet y;\n", 1, 5, 3, 0, 103, 0},
		{"let x = 'a text';\nlet y;\n", 2, 5, 4, 9, 104, 0},
		{"let x = 'two';\n'lines';\nlet y;\n", 3, 5, 0, 0, 0, 0},
	} {
		if line, column := place.PositionIn(c.script, c.line, c.column); line != c.fileLine || column != c.fileCol {
			t.Errorf("%q %d:%d is %d:%d, want %d:%d", c.script, c.line, c.column, line, column, c.fileLine, c.fileCol)
		}
		moved := place.Moved(func(line int) int { return line + 100 })
		if line, column := moved.PositionIn(c.script, c.line, c.column); line != c.movedLine || column != c.movedTo {
			t.Errorf("moved: %q %d:%d is %d:%d, want %d:%d", c.script, c.line, c.column, line, column, c.movedLine, c.movedTo)
		}
		if _, _, ok := moved.Position(1, 1); ok {
			t.Error("a column of the copy is said to be one of the file")
		}
	}
}

func TestVariablesAreReplacedAsBenthosDoes(t *testing.T) {
	t.Setenv("EMPTY", "")
	t.Setenv("TEXT", "a\nb")
	t.Setenv("CODED", "YSBi")
	for _, text := range []string{
		"${TEXT}", "${TEXT:x}", "${EMPTY:x}", "${EMPTY}", "${NONE:a:b}", "${NONE:${TEXT}}",
		"${CODED|base64decode}", "${NONE:YSBi|base64decode}", "${CODED:a|b|base64decode}", "${EMPTY:a}${TEXT}",
		"${{TEXT}}", "${{TEXT:a}}", "${ TEXT }", "${a + b}", "${TEXT.x:1}", "${NONE:}", "${", "$", "${}",
	} {
		ours, benthos, err := inventory.Replaced("a: " + text + " b")
		if err != nil || ours != benthos {
			t.Errorf("%s: %q, Benthos has %q (%v)", text, ours, benthos, err)
		}
	}
}

// FuzzPositions writes a text in every style that holds it, and looks for each of its
// characters in the file.
func FuzzPositions(f *testing.F) {
	for _, text := range []string{
		"let x = 1;\n\n  return 'ü';\n", "\n\n a\n\tb\r\n", "a \n b", "a\u2028b\u0085c", "'\"\\ #x: y\n",
		"a b c d e f g h i j k l m n o p q r s t u v w x y z a b c d e f g h i j k l m n o p q r s t u v w x y z",
	} {
		for style := range uint8(8) {
			f.Add(text, style, style)
		}
	}
	f.Fuzz(func(t *testing.T, text string, style, shape uint8) {
		if !utf8.ValidString(text) || strings.Contains(text, "$") {
			t.Skip()
		}
		file, ok := inventory.Written(text, style, shape)
		if !ok {
			t.Skip()
		}
		place := inventory.NewPlaces(file).Find("a.s")
		if !place.Holds(text) {
			t.Fatalf("%q: no place for the text %q", file, text)
		}
		inventory.EachCharacter(text, func(r rune, line, column int) {
			fileLine, fileColumn, ok := place.Position(line, column)
			if !ok {
				t.Fatalf("%q: no position for %d:%d of %q", file, line, column, text)
			}
			at := inventory.CharacterAt(file, fileLine, fileColumn)
			switch {
			case at == r || at == '\\': // or an escape
			case r == ' ' && strings.ContainsRune("\n\r\u0085\u2028\u2029", at): // folded
			case r == '\n' && strings.ContainsRune("\r\u0085", at):
			default:
				t.Errorf("%q: %q at %d:%d is said to be %q at %d:%d", file, r, line, column, at, fileLine, fileColumn)
			}
		})
	})
}
