// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package script

// assigned is the names that are surely assigned at the point of a script that is being
// looked at, by their numbers. Names are added on the way, and taken back where a branch
// ends: nothing is ever copied but what a branch added, since a generated script may
// have thousands of names and of branches.
type assigned struct {
	// trail are the names in the order in which they were added, at where each stands in
	// it, counted from 1, or 0.
	trail []addedName
	at    []int
	// floor is how much of the trail does not count: a declared function may be called
	// before any of that is assigned.
	floor int
	// unreachable: control never comes here, which counts as every name.
	unreachable bool
}

type addedName struct {
	number int
	// before is where the name stood in the trail before.
	before int
}

func (a *assigned) has(number int) bool { return a.at[number] > a.floor }

func (a *assigned) add(numbers ...int) {
	for _, n := range numbers {
		if !a.has(n) {
			a.trail = append(a.trail, addedName{n, a.at[n]})
			a.at[n] = len(a.trail)
		}
	}
}

// A moment is a point that assigned can go back to.
type moment struct {
	length, floor int
	unreachable   bool
}

func (a *assigned) now() moment { return moment{len(a.trail), a.floor, a.unreachable} }

func (a *assigned) back(m moment) {
	for i := len(a.trail) - 1; i >= m.length; i-- {
		a.at[a.trail[i].number] = a.trail[i].before
	}
	a.trail, a.floor, a.unreachable = a.trail[:m.length], m.floor, m.unreachable
}

// A way is what was added on one way from a moment on.
type way struct {
	added       []int
	unreachable bool
}

// nowhere is no way at all.
var nowhere = way{unreachable: true}

func (a *assigned) since(m moment) way {
	w := way{unreachable: a.unreachable}
	if !w.unreachable {
		for _, t := range a.trail[m.length:] {
			w.added = append(w.added, t.number)
		}
	}
	return w
}

// meet keeps, of what was added since m, what the other way from there has added too.
// A way that is unreachable does not count.
func (a *assigned) meet(m moment, other way) {
	if other.unreachable {
		return
	}
	both := other.added
	if !a.unreachable {
		both = nil
		for _, n := range other.added {
			if a.has(n) {
				both = append(both, n)
			}
		}
	}
	a.back(m)
	a.unreachable = false
	a.add(both...)
}
