// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package script

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"
)

// explained is a syntax error with a sentence that says what to write instead, if the
// text at the place tells. What is no syntax error of the parser stays as it is.
func (s *Script) explained(offset int, err error) error {
	text := err.Error()
	if !strings.HasPrefix(text, "SyntaxError: ") {
		return err
	}
	offset = min(max(offset, 0), len(s.Source))
	at := syntaxPlace{s, strings.TrimPrefix(text, "SyntaxError: "), s.Source[:offset], s.Source[offset:]}
	if strings.HasPrefix(at.after, "#") && strings.Contains(text, "Compiler bug") {
		text = "SyntaxError: Unexpected token #"
	}
	for _, hint := range []func(syntaxPlace) string{
		hintCharacter, hintCondition, hintModule, hintAwait, hintOperator, hintTypeScript, hintTarget,
	} {
		if sentence := hint(at); sentence != "" {
			return errors.New(text + "; " + sentence)
		}
	}
	return err
}

// A syntaxPlace is where the parser gave up.
type syntaxPlace struct {
	script *Script
	// text is what the parser says.
	text string
	// before and after are the source on both sides of the place.
	before, after string
}

const (
	noTypes   = "scripts are JavaScript, not TypeScript; leave out the type"
	notSingle = "write ' in place of %c, which is a typographic quote"
	notDouble = "write \" in place of %c, which is a typographic quote"
)

// characters say what to write in place of one that looks like another.
var characters = map[rune]string{
	'“': notDouble, '”': notDouble, '„': notDouble, '‟': notDouble, '«': notDouble, '»': notDouble,
	'‘': notSingle, '’': notSingle, '‚': notSingle, '‛': notSingle, '´': notSingle,
	'−': "write - in place of %c", '–': "write - in place of %c", '—': "write - in place of %c",
	'×': "write * in place of %c", '÷': "write / in place of %c",
	'≤': "write <= in place of %c", '≥': "write >= in place of %c", '≠': "write !== in place of %c", '…': "write ... in place of %c",
}

func hintCharacter(p syntaxPlace) string {
	if !strings.Contains(p.text, "ILLEGAL") && !strings.Contains(p.text, "Compiler bug") {
		return ""
	}
	switch r, _ := utf8.DecodeRuneInString(p.after); {
	case characters[r] != "":
		if sentence := characters[r]; strings.Contains(sentence, "%c") {
			return fmt.Sprintf(sentence, r)
		}
	case r == '#':
		return "a comment begins with // and not with #"
	case r == '\u00ad' || r >= '\u200b' && r <= '\u200f' || r == '\u2060' || r == '\ufeff':
		return fmt.Sprintf("an invisible character stands here (U+%04X); delete it", r)
	case r == '"' || r == '\'':
		return "a text in quotes ends with its line; write \\n for a line break, or put the text in `…`"
	}
	return ""
}

func hintCondition(p syntaxPlace) string {
	if p.script.kind != Condition {
		return ""
	}
	switch {
	case strings.HasPrefix(p.text, "Illegal return"):
		return "an if is an expression and no function; write what is after return alone, as in msg.payload > 5"
	case p.text == "Unexpected end of script" && strings.HasPrefix(strings.TrimSpace(p.script.Source), "if"):
		return "an if is the test alone; leave out the word if, as in msg.payload > 5"
	}
	return ""
}

func hintModule(p syntaxPlace) string {
	switch {
	case strings.HasPrefix(p.after, "import"):
		return noModules
	case strings.HasPrefix(p.after, "export"):
		return "scripts export nothing; end the script with return msg;"
	}
	return ""
}

var endsInAwait = regexp.MustCompile(`\bawait\s*$`)

func hintAwait(p syntaxPlace) string {
	if endsInAwait.MatchString(p.before) {
		return "await only works inside an async function, and nothing here has to be waited for; leave it out"
	}
	return ""
}

var (
	andOr    = regexp.MustCompile(`^(and|or|AND|OR)\b`)
	endsNot  = regexp.MustCompile(`(^|[^.\w$])(not|NOT)\s*$`)
	endsThen = regexp.MustCompile(`[)\w]\s*\bthen\s*$`)
	wrongWay = regexp.MustCompile(`=\s*$`)
)

func hintOperator(p syntaxPlace) string {
	word := andOr.FindString(p.after)
	switch {
	case strings.EqualFold(word, "and"):
		return "write && in place of " + word
	case strings.EqualFold(word, "or"):
		return "write || in place of " + word
	case endsNot.MatchString(p.before):
		return "write ! in place of not"
	case endsThen.MatchString(p.before):
		return "JavaScript has no then; write if (…) { … }"
	case strings.HasPrefix(p.after, ":="):
		return "write = to assign"
	case strings.HasPrefix(p.after, "<") && wrongWay.MatchString(p.before):
		if startsWithType.MatchString(p.after) {
			return noTypes
		}
		return "write <= for less or equal"
	case strings.HasPrefix(p.after, ">") && wrongWay.MatchString(p.before):
		return "write >= for greater or equal"
	case strings.HasPrefix(p.after, ">") && strings.HasSuffix(p.before, "<"):
		return "write !== for not equal"
	case strings.HasPrefix(p.text, "Malformed arrow") && memberArrow.MatchString(p.after):
		return "write >= for greater or equal; => makes a function"
	}
	return ""
}

var (
	memberArrow    = regexp.MustCompile(`^[\w$]+(\.[\w$]+)+\s*=>`)
	startsWithType = regexp.MustCompile(`^<[A-Za-z]\w*(\[\])?>`)
	declaredName   = regexp.MustCompile(`\b(let|const|var)\s+[\w$]+\s*$`)
	parameterName  = regexp.MustCompile(`[(,]\s*[\w$]+\s*$`)
	parameterEnd   = regexp.MustCompile(`\)\s*$`)
	colonType      = regexp.MustCompile(`^:\s*[A-Za-z{(\[]`)
	asType         = regexp.MustCompile(`^as\s+[A-Za-z]`)
	typeWord       = regexp.MustCompile(`\b(interface|type|abstract|declare|namespace|private|public|protected|readonly)\s+$`)
	notNull        = regexp.MustCompile(`^!\s*([;.,)\]]|$)`)
	endsInValue    = regexp.MustCompile(`[\w$)\]]$`)
)

func hintTypeScript(p syntaxPlace) string {
	named := declaredName.MatchString(p.before) || parameterName.MatchString(p.before) || parameterEnd.MatchString(p.before)
	switch {
	case named && colonType.MatchString(p.after),
		parameterName.MatchString(p.before) && strings.HasPrefix(strings.TrimLeft(strings.TrimPrefix(p.after, "?"), " "), ":"),
		asType.MatchString(p.after),
		typeWord.MatchString(p.before),
		strings.HasPrefix(p.after, "enum"):
		return noTypes
	case notNull.MatchString(p.after) && endsInValue.MatchString(p.before):
		return "scripts are JavaScript, not TypeScript; leave out the !"
	}
	return ""
}

var hyphenKey = regexp.MustCompile(`^(msg\.(?:meta|payload))\.([\w$]+(?:-[\w$]+)+)\s*=`)

// hintTarget is for what cannot be assigned to.
func hintTarget(p syntaxPlace) string {
	if !strings.HasPrefix(p.text, "Invalid left-hand side") {
		return ""
	}
	if match := hyphenKey.FindStringSubmatch(p.after); match != nil {
		return "a name with a hyphen needs brackets; write " + match[1] + `["` + match[2] + `"]`
	}
	left, _, _ := strings.Cut(p.after, "=")
	switch {
	case strings.Contains(left, "&&"), strings.Contains(left, "||"), strings.HasPrefix(left, "!"):
		return "= assigns; write === to compare"
	case strings.Contains(left, "?."):
		return "what is assigned to cannot have ?.; write . there"
	}
	return ""
}
