// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package inventory

import "go.yaml.in/yaml/v3"

// A Duplicate is a key that an object has twice.
type Duplicate struct {
	Key string
	// Line and Column are those of the second one, First is the line of the first.
	Line, Column, First int
}

// Duplicates are the keys that are given twice, in order.
func (p Places) Duplicates() (list []Duplicate) {
	var look func(*yaml.Node)
	look = func(node *yaml.Node) {
		seen := map[string]*yaml.Node{}
		for i, one := range node.Content {
			look(one)
			if node.Kind != yaml.MappingNode || i%2 == 1 || one.Kind != yaml.ScalarNode || one.Tag == "!!merge" {
				continue
			}
			if first := seen[one.Value]; first != nil {
				d := Duplicate{Key: one.Value}
				d.Line, d.Column = p.At(one.Line, one.Column)
				d.First, _ = p.At(first.Line, first.Column)
				list = append(list, d)
				continue
			}
			seen[one.Value] = one
		}
	}
	if p.root != nil {
		look(p.root)
	}
	return list
}

// FindKey is where the first key of this name stands; 0 if there is none.
func (p Places) FindKey(name string) (line, column int) {
	var look func(*yaml.Node) bool
	look = func(node *yaml.Node) bool {
		for i, one := range node.Content {
			if node.Kind == yaml.MappingNode && i%2 == 0 && one.Value == name {
				line, column = p.At(one.Line, one.Column)
				return true
			}
			if look(one) {
				return true
			}
		}
		return false
	}
	if p.root != nil {
		look(p.root)
	}
	return line, column
}
