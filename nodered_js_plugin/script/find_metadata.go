// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package script

import (
	"strings"

	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/file"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/script/builtin"
)

// tagKeys are the metadata that tag_processor reads.
var tagKeys = []string{"location_path", "data_contract", "virtual_path", "tag_name", "datatype", "timestamp_ms", "timestamp"}

const keyDataContract = "data_contract"

// A keyUse is one place that names a key of the message's metadata.
type keyUse struct {
	key     string
	pos     file.Idx
	written bool
}

// metaKeyOf is the key and place of msg.meta.key.
func (f *finder) metaKeyOf(e ast.Expression) (key string, pos file.Idx, ok bool) {
	object, key, pos := memberNamed(e)
	if o, optional := object.(*ast.Optional); optional {
		object = o.Expression
	}
	if object == nil {
		return "", 0, false
	}
	name, _, ok := f.memberOfMsg(object)
	return key, pos, ok && name == "meta"
}

// assignKey takes the key of msg.meta.key = …; it reports whether that is what is assigned.
func (w *messageWalk) assignKey(a *ast.AssignExpression) bool {
	key, pos, ok := w.metaKeyOf(a.Left)
	if !ok {
		return false
	}
	w.keys = append(w.keys, keyUse{key, pos, true})
	if key == keyDataContract {
		w.dataContract(a.Right)
	}
	return true
}

func (w *messageWalk) readKey(e ast.Expression) {
	if key, pos, ok := w.metaKeyOf(e); ok && !builtin.Inherits(key) {
		w.keys = append(w.keys, keyUse{key, pos, false})
	}
}

// literalMessage takes the keys of { payload: …, meta: { … } }.
func (w *messageWalk) literalMessage(o *ast.ObjectLiteral) {
	var meta *ast.ObjectLiteral
	payload := false
	for _, p := range o.Value {
		switch p := p.(type) {
		case *ast.PropertyShort:
			payload = payload || p.Name.Name == "payload"
		case *ast.PropertyKeyed:
			switch name, _ := plainKey(p); name {
			case "payload":
				payload = true
			case "meta":
				meta, _ = p.Value.(*ast.ObjectLiteral)
			}
		}
	}
	if payload && meta != nil {
		w.literalKeys(meta)
	}
}

func (w *messageWalk) literalKeys(o *ast.ObjectLiteral) {
	for _, p := range o.Value {
		keyed, ok := p.(*ast.PropertyKeyed)
		if !ok {
			continue
		}
		key, ok := plainKey(keyed)
		if !ok {
			continue
		}
		w.keys = append(w.keys, keyUse{key, keyed.Key.Idx0(), true})
		if key == keyDataContract {
			w.dataContract(keyed.Value)
		}
	}
}

func plainKey(p *ast.PropertyKeyed) (name string, ok bool) {
	key, ok := p.Key.(*ast.StringLiteral)
	if !ok || p.Computed {
		return "", false
	}
	return nameText(key.Value), true
}

// dataContract looks at what becomes the data contract, as far as the text tells.
func (w *messageWalk) dataContract(e ast.Expression) {
	switch e := e.(type) {
	case *ast.ConditionalExpression:
		w.dataContract(e.Consequent)
		w.dataContract(e.Alternate)
	case *ast.StringLiteral:
		if text := nameText(e.Value); strings.TrimSpace(text) != "" && !hasContract(text) {
			w.contracts = append(w.contracts, e)
		}
	}
}

// dataContracts judges the data contracts without an underscore.
func (w *messageWalk) dataContracts() {
	if len(w.contracts) == 0 {
		return
	}
	certain := !w.hasContract()
	for _, text := range w.contracts {
		w.add(text.Idx, ruleDataContract, certain, "a data contract begins with an underscore; write "+`"_`+nameText(text.Value)+`"`)
	}
}

// hasContract reports whether a text of the script may be what the topic takes as its
// data contract: the first part behind the location that begins with an underscore.
func (w *messageWalk) hasContract() bool {
	return anyNode(w.fn, func(n ast.Node) bool {
		text, ok := n.(*ast.StringLiteral)
		return ok && hasContract(nameText(text.Value))
	})
}

func hasContract(text string) bool {
	return strings.HasPrefix(text, "_") || strings.Contains(text, "._")
}

// metadata finds keys that are a known one but for a slip.
func (w *messageWalk) metadata() {
	known := map[string]bool{}
	for _, u := range w.keys {
		known[u.key] = known[u.key] || u.written
	}
	for _, u := range w.keys {
		meant := meantKey(u.key)
		if meant == "" {
			continue
		}
		// An input may well have set a key such as tagName, and a script may set it beside
		// the one that counts.
		if sameLetters(u.key, meant) && (!u.written || known[meant]) {
			continue
		}
		w.add(u.pos, ruleMetadataKey, false, "tag_processor does not read msg.meta."+u.key+"; did you mean "+meant+"?")
	}
}

// meantKey is the key that tag_processor reads and that a similar one was most likely
// meant to be; "" if there is none, as for words that mean something of their own.
func meantKey(key string) string {
	for _, known := range tagKeys {
		if key == known || ownWords[key] {
			return ""
		}
	}
	for _, known := range tagKeys {
		if sameLetters(key, known) || mistyped(key, known) {
			return known
		}
	}
	return ""
}

// ownWords are keys that are close to a known one and yet mean something else.
var ownWords = map[string]bool{
	"data_type": true, "dataType": true, "DataType": true, "Datatype": true,
	"timeStamp": true, "time_stamp": true, "Timestamp": true, "TimeStamp": true,
	"data_contact": true, "data_contracts": true,
}

// sameLetters reports whether two keys differ in underscores, hyphens and case alone.
func sameLetters(a, b string) bool {
	plain := strings.NewReplacer("_", "", "-", "", " ", "")
	return strings.EqualFold(plain.Replace(a), plain.Replace(b))
}

// mistyped reports whether a key is another one with a slip or two in it. Short words
// such as tag and ms may only have two letters swapped: tank_name is no mistyped
// tag_name.
func mistyped(key, known string) bool {
	if strings.ContainsAny(key, "0123456789") || !strings.HasPrefix(key, known[:1]) || key == known+"s" {
		return false
	}
	words, meant := strings.Split(key, "_"), strings.Split(known, "_")
	if len(words) != len(meant) {
		return strings.Contains(known, "_") && len(known) > 10 && distance(strings.ReplaceAll(key, "_", ""), strings.ReplaceAll(known, "_", "")) == 1
	}
	total := 0
	for i, word := range words {
		d := distance(word, meant[i])
		if d > 0 && !slip(word, meant[i], d) {
			return false
		}
		total += d
	}
	return total <= 2
}

func slip(word, meant string, d int) bool {
	switch {
	case len(meant) < 4:
		return d == 1 && len(word) == len(meant) && sortedEqual(word, meant)
	case meant == "location" || meant == "contract":
		return d <= 2
	}
	return d == 1
}

// sortedEqual reports whether two words have the same letters.
func sortedEqual(a, b string) bool {
	for _, r := range a {
		if strings.Count(a, string(r)) != strings.Count(b, string(r)) {
			return false
		}
	}
	return true
}
