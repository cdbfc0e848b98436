// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package benchmark

import (
	"bytes"
	"encoding/json"
	"errors"
	"testing"
)

var errNoObject = errors.New("the payload is no JSON object")

// members goes through the members of a JSON object, until each returns false. The
// processors by hand read JSON with it: of what encoding/json decodes, they need
// little, and a profile showed nothing else. Keys with escapes stay escaped.
func members(content []byte, each func(key, value []byte) bool) error {
	if content = bytes.TrimSpace(content); len(content) == 0 || content[0] != '{' || !json.Valid(content) {
		return errNoObject
	}
	eachMember(content, each)
	return nil
}

// eachMember is members of an object that is known to be valid.
func eachMember(object []byte, each func(key, value []byte) bool) {
	for rest := object[1:]; ; {
		open := bytes.IndexByte(rest, '"')
		if open < 0 {
			return
		}
		rest = rest[open+1:]
		end := stringEnd(rest)
		key := rest[:end]
		rest = rest[end+1:]
		rest = rest[bytes.IndexByte(rest, ':')+1:]
		end = valueEnd(rest)
		if !each(key, bytes.TrimSpace(rest[:end])) {
			return
		}
		rest = rest[end:]
	}
}

// stringEnd is where the quote stands that ends a string.
func stringEnd(text []byte) int {
	for i := 0; ; i++ {
		switch text[i] {
		case '"':
			return i
		case '\\':
			i++
		}
	}
}

// valueEnd is where the comma or the brace stands that ends a member.
func valueEnd(text []byte) int {
	depth := 0
	for i := 0; ; i++ {
		switch text[i] {
		case '"':
			i += 1 + stringEnd(text[i+1:])
		case '{', '[':
			depth++
		case ',':
			if depth == 0 {
				return i
			}
		case '}', ']':
			if depth == 0 {
				return i
			}
			depth--
		}
	}
}

// member is the value of one key, nil if there is none.
func member(content []byte, name string) (value []byte, err error) {
	err = members(content, func(key, v []byte) bool {
		if string(key) == name {
			value = v
		}
		return true // of two with one name, the last counts
	})
	return value, err
}

func TestMembers(t *testing.T) {
	for content, want := range map[string]string{
		`{}`: "",
		` {"a" : 1, "b":{"c":[2,3],"d":"}"} ,"e":"x\"y,"}`: `a=1;b={"c":[2,3],"d":"}"};e="x\"y,";`,
		`{"a":true}`: "a=true;",
	} {
		got := ""
		err := members([]byte(content), func(key, value []byte) bool {
			got += string(key) + "=" + string(value) + ";"
			return true
		})
		if err != nil || got != want {
			t.Errorf("%s: %s, %v, want %s", content, got, err, want)
		}
	}
	for _, content := range []string{"", "1", "[1]", `{"a"`, `{"a":1}}`} {
		if err := members([]byte(content), func(_, _ []byte) bool { return true }); err == nil {
			t.Errorf("%s is taken", content)
		}
	}
}
