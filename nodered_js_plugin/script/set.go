// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package script

// A Set is the scripts of one processor, and what is true of all of them together.
// It is immutable.
type Set struct {
	Scripts []*Script
	// Shareable: every script is in the small language, so messages may share a VM.
	Shareable bool
	// Plain: every script has a Plain.
	Plain bool
	// Paths are the members of the payload that any of the scripts can see.
	Paths *Paths
}

// NewSet computes what is true of the scripts.
func NewSet(scripts []*Script) *Set {
	s := &Set{Scripts: scripts, Shareable: true, Plain: true, Paths: &Paths{}}
	for _, one := range scripts {
		s.Shareable = s.Shareable && one.code != nil
		s.Plain = s.Plain && one.plain != nil
		if one.effects.Payload {
			s.Paths.All = true
		}
		s.Paths.merge(one.paths)
	}
	if s.Paths.All {
		s.Paths = &Paths{All: true}
	}
	return s
}
