// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package eval_test

import (
	"math/rand"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"
)

// regexpUses are what scripts do with a regular expression R and a text S; N is a
// number for lastIndex. All three come from the message.
var regexpUses = []string{
	`(() => { const r = R; r.lastIndex = N; const m = r.exec(S); return [m, m && m.index, m && m.input, m && m.groups, m && Object.keys(m), r.lastIndex]; })()`,
	`(() => { const r = R; r.lastIndex = N; return [r.test(S), r.lastIndex, r.test(S), r.lastIndex]; })()`,
	`(() => { const r = R; const out = []; let m; let n = 0; while (n++ < 20 && (m = r.exec(S)) !== null) { out.push(m[0], m.index, m.groups, r.lastIndex); if (m[0] === "") r.lastIndex++; } return out; })()`,
	`(() => { const r = R; r.lastIndex = N; return [S.match(r), r.lastIndex]; })()`,
	`(() => { const r = R; r.lastIndex = N; const out = []; for (const m of [...S.matchAll(r)]) out.push([m, m.index, m.groups]); return [out, r.lastIndex]; })()`,
	`(() => { const r = R; r.lastIndex = N; return [S.replace(r, "[$1|$2|$&|$<x>|$` + "`" + `|$']"), r.lastIndex]; })()`,
	`(() => { const r = R; const calls = []; const t = S.replace(r, (...a) => { calls.push(a); return "<" + a.length + ">"; }); return [t, calls]; })()`,
	`S.replaceAll(R, "$$-$2")`,
	`[S.split(R), S.split(R, 2), S.split(R, N)]`,
	`(() => { const r = R; r.lastIndex = N; return [S.search(r), r.lastIndex]; })()`,
	`(() => { const r = R; const c = new RegExp(r, "i"); return [String(r), r.source, r.flags, r.global, r.ignoreCase, r.multiline, r.dotAll, r.sticky, r.unicode, r.hasIndices, String(c), c.lastIndex, RegExp(r) === r, new RegExp(r) === r]; })()`,
}

// compileUses compiles regexpUses.
func compileUses(t testing.TB, x *executors) (list []*body) {
	parts := strings.NewReplacer(
		"RegExp", "RegExp", "String", "String", // these are no R and S
		"R", "new RegExp(msg.meta.pattern, msg.meta.flags)", "S", "msg.payload", "N", "+msg.meta.index",
	)
	for _, use := range regexpUses {
		list = append(list, x.compile(t, caught(parts.Replace(use))))
	}
	return list
}

func regexpMessage(pattern, flags, text string, index int) message {
	return message{text, map[string]string{"pattern": pattern, "flags": flags, "index": strconv.Itoa(index)}}
}

func TestRegExps(t *testing.T) {
	patterns := []string{
		``, `a`, `a+`, `a*`, `x*`, `.`, `.*`, `^a`, `a$`, `^`, `$`, `\b`, `\B`, `\bline\d+\b`, `\d+`, `\s+`, `\S+`, `\w+`, `\W`, `[^a-z]`, `[A-Z]`, `[a-z]+`, `[^\w.-]`, `[-a]`, `[a-]`, `[\]]`,
		`(a)(b)?`, `(a)|(b)`, `(?:a|b)+`, `(a|b)+`, `((a)|(b))*`, `(a*)*`, `(a*)+`, `(?<x>a)`, `(?<x>\d+)-(?<y>\d+)`, `(?<X>a)`, `(a)(?=b)`, `(?!a).`, `(a)\1`, `(?<=a)b`,
		`^(.*?)\.(.*)$`, `\.`, `\/`, `,`, `ä`, `[äöü]`, `[à-ÿ]+`, `\u00e4`, `\x61`, `a{2}`, `a{1,2}?`, `a{`, `a{,2}`, `]`, `}`, `[]`, `[^]`, `\0`, `\cA`, `\p{L}`, `\k<x>`, `(`, `)`, `a**`, `*`, `[b-a]`, `a|`, `|a`, `😀`, `[😀]`, `\ud83d`,
		`a{1001}`, `line|press`, `(l)(i)(n)(e)`, `^\s+|\s+$`, "a\nb", `a/b`, `\n`, `[[:alpha:]]`, `(?i)a`, `\z`, `\A`, `\Qa\E`, `^a*?$`, `a??b`,
	}
	texts := []string{
		``, `a`, `ab`, `aab baa`, `plant.line12.press`, "a\nb\r\nab", `12-34 5-6`, ` A x `, `a/b`, `aAbB`,
		`ä Ä öa`, `Größe: 5 ä`, "e\u0301a", "a\u2028b", "\u212akK ſ", `😀a😀`,
	}
	x := newExecutors(t)
	uses := compileUses(t, x)
	turn := 0
	for _, pattern := range patterns {
		for _, flags := range []string{"", "g", "i", "gi", "m", "gm", "s", "y", "gy", "u", "gu", "giu", "gg", "q"} {
			for _, use := range uses {
				x.compare(t, use, regexpMessage(pattern, flags, texts[turn%len(texts)], turn%5))
				turn++
			}
		}
	}
	n, why := x.gaveUp()
	t.Logf("%d of %d given up: %s", n, x.ran, why)
}

// TestRegExpLiterals holds a literal against what is made of a text.
func TestRegExpLiterals(t *testing.T) {
	x := newExecutors(t)
	for _, source := range []string{
		`const l = []; for (let i = 0; i < 3; i++) { const r = /a/g; l.push(r.test("aa"), r.lastIndex); } return l;`,
		`return [/a\/b/.source, String(/[/]/), /(?:)/.source, String(new RegExp("")), String(new RegExp("/\n")), String(RegExp("a/b", "gi"))];`,
		`return "a-b_c".replace(/[-_](\w)/g, (_, c) => c.toUpperCase());`,
		`return "lineSpeedRPM".replace(/([a-z])([A-Z])/g, "$1_$2").toLowerCase();`,
		`const m = "ns=2;s=Line.Tag".match(/^ns=(\d+);s=(.+)$/); return m ? [m[1], m[2], m.index, m.length, Object.keys(m)] : null;`,
		`const { groups: { area, line } } = /(?<area>\w+)\.(?<line>\w+)/.exec("packing.l1"); return [area, line];`,
		`const out = {}; for (const [, k, v] of "a=1;b=2".matchAll(/(\w)=(\d)/g)) out[k] = v; return out;`,
		`const re = /a/g; return [re.test("ba"), re.lastIndex, re.test("ba"), re.lastIndex, typeof re, re instanceof RegExp, re == "/a/g"];`,
		`const m = /b/.exec("abc"); return [JSON.stringify(m), "index" in m ? m.index : 0, [...m], m.concat(["x"]), m.map(x => x + x), { ...m }.input, m.at(0)];`,
	} {
		x.compare(t, x.compile(t, source), message{})
	}
	if _, why := x.gaveUp(); why != "" {
		t.Error("given up:", why)
	}
}

// randomPattern writes a pattern of what the two engines may read in different ways.
func randomPattern(r *rand.Rand, depth int) string {
	atoms := []string{"a", "b", "A", ".", `\d`, `\w`, `\s`, `\S`, `\W`, `\b`, `\B`, "^", "$", "[ab]", "[^a]", "[a-c]", "[A-z]", `[\w-]`, `[^\d ]`, "ä", "[ä-ü]", "é", `\.`, " ", "-", "1", `\n`, `[\s\S]`, "K", "k", "s"}
	switch n := r.Intn(10); {
	case depth <= 0 || n < 4:
		return atoms[r.Intn(len(atoms))]
	case n < 6:
		return randomPattern(r, depth-1) + randomPattern(r, depth-1)
	case n < 7:
		return randomPattern(r, depth-1) + "|" + randomPattern(r, depth-1)
	case n < 8:
		return []string{"(", "(?:", "(?<x>"}[r.Intn(3)] + randomPattern(r, depth-1) + ")"
	default:
		inner := randomPattern(r, depth-1)
		if r.Intn(2) == 0 {
			inner = "(?:" + inner + ")"
		}
		return inner + []string{"*", "+", "?", "*?", "+?", "??", "{2}", "{1,2}", "{0,1}?"}[r.Intn(9)]
	}
}

func randomText(r *rand.Rand) string {
	pieces := []string{"a", "b", "c", "A", "B", " ", "1", "2", "-", ".", "\n", "_", "k", "K", "s"}
	if r.Intn(2) == 0 {
		pieces = append(pieces, "ä", "Ä", "é", "ß", "\u2028", "\u212a", "\u017f", "\u00a0", "语")
	}
	if r.Intn(8) == 0 {
		pieces = append(pieces, "😀")
	}
	var out strings.Builder
	for range r.Intn(12) {
		out.WriteString(pieces[r.Intn(len(pieces))])
	}
	return out.String()
}

func FuzzRegExps(f *testing.F) {
	for seed := range int64(20) {
		f.Add(seed)
	}
	x := newExecutors(f)
	uses := compileUses(f, x)
	f.Fuzz(func(t *testing.T, seed int64) {
		r := rand.New(rand.NewSource(seed))
		for range 20 {
			flags := []string{"", "g", "i", "gi", "m", "gm", "s", "gs", "y", "gy", "u", "gu"}[r.Intn(12)]
			pattern := randomPattern(r, 4)
			for range 10 {
				text, index := randomText(r), r.Intn(5)
				if strings.Contains(flags, "y") {
					// Behind the end of a text goja's replace panics or never ends.
					index = min(index, utf8.RuneCountInString(text))
				}
				x.compare(t, uses[r.Intn(len(uses))], regexpMessage(pattern, flags, text, index))
			}
		}
	})
}

// TestRegExpsOnLongTexts is about texts in which matches are looked for one by one.
func TestRegExpsOnLongTexts(t *testing.T) {
	x := newExecutors(t)
	uses := compileUses(t, x)
	for _, text := range []string{
		strings.Repeat("line1,line22; ab\n", 80), strings.Repeat("Größe1,größe22; äb\n", 70), strings.Repeat("a", 1200),
	} {
		for _, pattern := range []string{`\d+`, `x*`, `,`, `^l`, `b$`, `(\w)(\d)?`, `[^a-z]`, `(?<x>e\d+)`, ``, `\bab\b`, `\s+|;`} {
			for _, flags := range []string{"g", "gm", "gi", "gu", "gy"} {
				for _, use := range uses {
					if !strings.ContainsAny(use.source, "`") && !strings.Contains(use.source, "calls") { // what others give grows with the square
						x.compare(t, use, regexpMessage(pattern, flags, text, 3))
					}
				}
			}
		}
	}
	n, why := x.gaveUp()
	t.Logf("%d of %d given up: %s", n, x.ran, why)
}
