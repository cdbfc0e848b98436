// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package script

import (
	"regexp"
	"strings"

	"github.com/dop251/goja/ast"
)

// thrownText is what a script threw, as text.
type thrownText string

func (t thrownText) Error() string { return string(t) }

// A hinted is an exception that no script caught, with a sentence that says what to write
// instead. Scripts never see it: what they catch has the text that JavaScript gives it.
type hinted struct {
	error
	hint string
}

func (h hinted) Error() string { return h.error.Error() + "; " + h.hint }

func (h hinted) Unwrap() error { return h.error }

// cannotConvert is what goja says where a member of undefined or null is assigned or
// deleted: it names neither the member nor the object.
const cannotConvert = "TypeError: Cannot convert undefined or null to object"

var (
	notDefined = regexp.MustCompile(`^ReferenceError: ([\w$]+) is not defined$`)
	cannotRead = regexp.MustCompile(`^TypeError: Cannot read property '.*' of undefined( or null)?$`)
)

// withHint adds to an exception what its place tells. offset is where it was thrown, or
// negative.
func (s *Script) withHint(offset int, err error) error {
	text, ok := err.(thrownText) //nolint:errorlint // as ThrownText gives it
	if !ok {
		return err
	}
	if match := notDefined.FindStringSubmatch(string(text)); match != nil {
		if hint := nameHints[match[1]]; hint != "" {
			return hinted{err, hint}
		}
		return err
	}
	convert := string(text) == cannotConvert
	if offset < 0 || !convert && !cannotRead.MatchString(string(text)) {
		return err
	}
	member, ok := s.members()[offset]
	if !ok {
		return err
	}
	var hints []string
	if convert {
		hint := member.object + " is undefined or null"
		if member.name != "" {
			hint += ", so it cannot have a member " + member.name
		}
		hints = append(hints, hint)
	}
	if member.instead != "" {
		hints = append(hints, member.instead)
	}
	if len(hints) == 0 {
		return err
	}
	return hinted{err, strings.Join(hints, "; ")}
}

// A namedMember is a member in a script's text, as far as an error may name it: names
// alone, since what else is in the text may be secret.
type namedMember struct {
	object, name string
	// instead says what to write in place of object, if msg has no such member.
	instead string
}

// membersOf are the members in the script's text, by the offset where goja says that
// using them fails.
func membersOf(s *Script) map[int]namedMember {
	f, err := newFinder(s)
	if err != nil {
		return nil
	}
	found := map[int]namedMember{}
	eachNode(f.fn, func(n ast.Node) {
		e, ok := n.(ast.Expression)
		if !ok {
			return
		}
		object, name, pos := memberNamed(e)
		if _, bracket := e.(*ast.BracketExpression); bracket {
			name = "" // a text may be secret
		}
		text := dotted(object, maxDots)
		if text == "" {
			return
		}
		m := namedMember{object: text, name: name}
		of, _, ok := f.memberOfMsg(object)
		if !ok {
			of, _, ok = f.memberOfMsg(e) // a call of a method of it fails here
		}
		if ok && of != "payload" && of != "meta" {
			m.instead = noMember(of) + insteadOfMember(of, s.kind == StrictBody, false)
		}
		found[int(pos)-1] = m
	})
	return found
}

// maxDots is how many members in a row are named.
const maxDots = 8

// dotted is an expression of names and at most so many dots as text, "" for any other.
func dotted(e ast.Expression, dots int) string {
	switch e := e.(type) {
	case *ast.Identifier:
		return nameText(e.Name)
	case *ast.DotExpression:
		if dots == 0 {
			return ""
		}
		if left := dotted(e.Left, dots-1); left != "" {
			return left + "." + nameText(e.Identifier.Name)
		}
	}
	return ""
}
