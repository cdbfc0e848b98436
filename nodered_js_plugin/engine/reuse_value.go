package engine

import (
	"errors"
	"iter"
	"math/bits"
	"strconv"
)

// primitives is a set of kinds of primitive values, told apart by what they can
// be as a property key and by what + makes of them.
type primitives uint8

const (
	primNullish primitives = 1 << iota // null or undefined
	primBoolean
	primNumber   // number or bigint
	primSafeText // a string that names nothing built in
	primText     // any other string or a symbol

	primKeySafe = primNullish | primBoolean | primNumber | primSafeText
	primAny     = primKeySafe | primText
)

// A siteID stands for all objects that one place of the script can create, or
// for a kind of object that is there before the script starts.
type siteID uint16

const (
	// sharedSite: anything built in, but the global object. To change it, or to
	// call it not knowing what it is, is what forbids reuse.
	sharedSite siteID = iota
	// memberSite: a property of a built-in prototype other than Function.prototype,
	// or such a prototype itself.
	memberSite
	// inertSite: such a property, or Object.prototype. It has none of the methods
	// that change their object.
	inertSite
	// objectMember: a property of Object.prototype, or Object.prototype itself.
	// Called without this, these change nothing.
	objectMember
	// pureSite: a built-in function that changes nothing, calls back nothing and
	// returns a primitive.
	pureSite
	// globalSite: the global object.
	globalSite
	// msgSite, metaSite: msg and msg.meta. payloadSite: every object and array in
	// msg.payload.
	msgSite
	metaSite
	payloadSite
	// overflowSite: objects of places beyond maxSites.
	overflowSite

	firstOwnSite
	maxSites siteID = 512
)

type siteSet [maxSites / 64]uint64

// builtinSites are the first word of the set of all that is built in.
const builtinSites = 1<<(globalSite+1) - 1

// A value is what an expression or a place in the heap may hold: a set.
type flowValue struct {
	primitives primitives
	sites      siteSet
}

func primitiveValue(p primitives) flowValue { return flowValue{primitives: p} }

func siteValue(ids ...siteID) flowValue {
	var v flowValue
	for _, id := range ids {
		v.sites[id/64] |= 1 << (id % 64)
	}
	return v
}

func (v flowValue) or(w flowValue) flowValue {
	v.primitives |= w.primitives
	for i, w := range w.sites {
		v.sites[i] |= w
	}
	return v
}

func (v flowValue) has(id siteID) bool { return v.sites[id/64]&(1<<(id%64)) != 0 }

func (v flowValue) without(w flowValue) flowValue {
	for i, w := range w.sites {
		v.sites[i] &^= w
	}
	return v
}

// builtin reports whether the value may be an object that outlives the message.
func (v flowValue) builtin() bool {
	return v.sites[0]&builtinSites != 0
}

// own is the value without what is built in.
func (v flowValue) own() flowValue {
	v.sites[0] &^= builtinSites
	return v
}

func (v flowValue) empty() bool { return v == flowValue{} }

// objects is the value without its primitives.
func (v flowValue) objects() flowValue {
	v.primitives = 0
	return v
}

// all yields the sites of the value.
func (v flowValue) all() iter.Seq[siteID] {
	return func(yield func(siteID) bool) {
		for i, word := range v.sites {
			for word != 0 {
				if !yield(siteID(i*64 + bits.TrailingZeros64(word))) {
					return
				}
				word &= word - 1
			}
		}
	}
}

// A siteKind says what an object inherits from.
type siteKind uint8

const (
	plainKind    siteKind = iota // Object.prototype, or own objects that end there
	bareKind                     // nothing
	functionKind                 // Function.prototype
	otherKind                    // any built-in prototype: arrays, dates, errors, …
	keyedKind                    // Map.prototype or Set.prototype
)

// A site is the heap of one siteID: what its objects' properties may hold.
type flowSite struct {
	kind siteKind
	// named holds the properties written under a name in the script, numbered
	// those with a number as key (and the contents of maps and sets), computed
	// those under any other key.
	named              map[string]flowValue
	numbered, computed flowValue
	// getters and setters hold functions, under any key.
	getters, setters flowValue
	// protos holds what the object may inherit from besides kind.
	protos   flowValue
	function *flowFunction
}

// A flowKey is what is known of a key.
type flowKey struct {
	kind flowKeyKind
	name string
}

type flowKeyKind uint8

const (
	namedKey  flowKeyKind = iota
	numberKey             // surely a number
	safeKey               // surely nothing built in has it
	anyKey
)

func keyNamed(name string) flowKey {
	f, err := strconv.ParseFloat(name, 64)
	switch {
	case err == nil && strconv.Itoa(int(f)) == name:
		return flowKey{kind: numberKey}
	case err == nil || errors.Is(err, strconv.ErrRange):
		return flowKey{kind: safeKey} // may be the text of a number, such as 1e+21
	default:
		return flowKey{kind: namedKey, name: name}
	}
}

func keyOf(v flowValue) flowKey {
	switch {
	case v.objects() != flowValue{} || v.primitives&primText != 0:
		return flowKey{kind: anyKey}
	case v.primitives == primNumber:
		return flowKey{kind: numberKey}
	default:
		return flowKey{kind: safeKey}
	}
}

// join adds v to a place of the heap.
func (f *flow) join(place *flowValue, v flowValue) {
	if merged := place.or(v); merged != *place {
		*place = merged
		f.changed = true
	}
}

func (f *flow) joinNamed(s *flowSite, name string, v flowValue) {
	if merged := s.named[name].or(v); merged != s.named[name] {
		s.named[name] = merged
		f.changed = true
	}
}

func newFlowSite(kind siteKind) *flowSite {
	return &flowSite{kind: kind, named: map[string]flowValue{}}
}

// A siteKey is a place that creates objects; role tells several of one node apart.
type siteKey struct {
	node any
	role string
}

// alloc gives the site of a place in the script.
func (f *flow) alloc(node any, role string, kind siteKind) siteID {
	key := siteKey{node, role}
	if id, ok := f.places[key]; ok {
		return id
	}
	id := siteID(len(f.sites))
	if id >= maxSites {
		id = overflowSite
	} else {
		f.sites = append(f.sites, newFlowSite(kind))
	}
	f.places[key] = id
	f.changed = true
	return id
}

// fresh is a new array or the like with the given contents.
func (f *flow) fresh(node any, kind siteKind, contents flowValue) flowValue {
	id := f.alloc(node, "fresh", kind)
	f.join(&f.sites[id].numbered, contents)
	return siteValue(id)
}

// freshNest is fresh for results that hold further new objects, such as the
// pairs of entries: these stand for themselves.
func (f *flow) freshNest(node any, kind siteKind, contents flowValue) flowValue {
	out := f.fresh(node, kind, contents)
	for id := range out.all() {
		f.join(&f.sites[id].numbered, out)
	}
	return out
}

// freshRecord is freshNest for results with named properties, such as those of
// exec and next.
func (f *flow) freshRecord(node any, contents flowValue) flowValue {
	out := f.freshNest(node, otherKind, contents)
	for id := range out.all() {
		f.join(&f.sites[id].computed, contents.or(out))
	}
	return out
}

// get is what reading a property gives, getters called.
func (f *flow) get(v flowValue, k flowKey) flowValue {
	return f.inherited(v, k).or(f.getOwn(v, k))
}

// getOwn is get without what the objects' own built-in prototypes contribute.
// Built-in objects are pristine: a name that nothing built in has gives nothing.
func (f *flow) getOwn(v flowValue, k flowKey) flowValue {
	out := primitiveValue(primNullish)
	for id := range v.without(v.own()).all() {
		out = out.or(builtinProperty(id, k))
	}
	for id := range f.reachableProtos(v).all() {
		s := f.sites[id]
		switch k.kind {
		case namedKey:
			out = out.or(s.named[k.name]).or(s.computed)
			if k.name == "buffer" && s.kind == otherKind {
				out = out.or(siteValue(id)) // a typed array stands for its buffer too
			}
		case numberKey:
			out = out.or(s.numbered).or(s.computed)
		default:
			out = out.or(f.contents(s))
		}
		for g := range s.getters.all() {
			if function := f.sites[g].function; function != nil {
				out = out.or(function.result)
			}
		}
		for p := range s.protos.without(s.protos.own()).all() {
			out = out.or(builtinProperty(p, k))
		}
		if k.kind == anyKey && !s.protos.empty() {
			// As __proto__, and what that inherits.
			out = out.or(s.protos).or(siteValue(inertSite))
			for p := range s.protos.own().all() {
				if f.sites[p].kind == functionKind {
					out = out.or(siteValue(sharedSite))
				}
			}
		}
	}
	return out
}

// contents is everything in an object's own data properties.
func (f *flow) contents(s *flowSite) flowValue {
	out := s.numbered.or(s.computed)
	for _, v := range s.named {
		out = out.or(v)
	}
	return out
}

// builtinProperty is a property of something built in.
func builtinProperty(id siteID, k flowKey) flowValue {
	names := builtinNames()
	out := primitiveValue(primAny)
	switch {
	case k.kind == anyKey:
		return out.or(siteValue(sharedSite))
	case k.kind != namedKey || !names.objects[k.name]:
		return out
	case pureNames[k.name]:
		return out.or(siteValue(pureSite))
	case !builtinHas(id, k.name):
		return out
	}
	return out.or(siteValue(sharedSite))
}

// inherited is what built-in prototypes contribute to a property of v.
func (f *flow) inherited(v flowValue, k flowKey) flowValue {
	var out flowValue
	if k.kind == namedKey && (k.name == "length" || k.name == "size" || k.name == "lastIndex") {
		out.primitives = primNumber
	} else if k.kind == namedKey && builtinNames().values[k.name] {
		out.primitives = primAny
	}
	if v.primitives&^primNullish != 0 {
		switch {
		case k.kind == anyKey:
			out = out.or(siteValue(memberSite)).or(primitiveValue(primText))
		case k.kind == namedKey && builtinNames().inherited(otherKind, k.name):
			out = out.or(siteValue(inertSite))
		case k.kind == numberKey && v.primitives&(primText|primSafeText) != 0:
			out.primitives |= primText
		}
	}
	objects := v.own().objects()
	if k.kind == namedKey {
		objects = f.reachableProtos(v)
	}
	for id := range objects.all() {
		switch s := f.sites[id]; {
		case k.kind == anyKey && s.kind == plainKind:
			out = out.or(siteValue(objectMember)).or(primitiveValue(primAny))
		case k.kind == anyKey && s.kind == functionKind:
			out = out.or(siteValue(sharedSite)).or(primitiveValue(primAny))
		case k.kind == anyKey && s.kind != bareKind:
			out = out.or(siteValue(memberSite)).or(primitiveValue(primAny))
		case k.kind == namedKey && s.kind == functionKind && builtinNames().function[k.name]:
			out = out.or(siteValue(sharedSite))
		case k.kind == namedKey && builtinNames().inherited(s.kind, k.name):
			out = out.or(siteValue(inertSite))
		}
	}
	return out
}

// put stores under a key as assignment does: it may call setters, and a computed
// key may be __proto__. It reports whether something built in may be changed.
func (f *flow) put(v flowValue, k flowKey, x flowValue) (changesBuiltin bool) {
	if k.kind == namedKey && k.name != "payload" {
		f.touched = f.touched.or(v)
	} else {
		f.touch(v)
	}
	for id := range v.all() {
		if id <= globalSite {
			changesBuiltin = true
			continue
		}
		s := f.sites[id]
		f.store(s, k, x)
		if k.kind == anyKey {
			f.join(&s.protos, x.objects())
		}
	}
	f.callSetters(v, x)
	return changesBuiltin
}

func (f *flow) callSetters(v, x flowValue) {
	for id := range f.reachableProtos(v).all() {
		for setter := range f.sites[id].setters.all() {
			if function := f.sites[setter].function; function != nil {
				f.join(function.argument(0), x)
			}
		}
	}
}

// define stores under a key as an object literal does: no setters, no __proto__.
func (f *flow) define(v flowValue, k flowKey, x flowValue) (changesBuiltin bool) {
	f.touch(v)
	for id := range v.all() {
		if id <= globalSite {
			changesBuiltin = true
			continue
		}
		f.store(f.sites[id], k, x)
	}
	return changesBuiltin
}

func (f *flow) store(s *flowSite, k flowKey, x flowValue) {
	switch k.kind {
	case namedKey:
		f.joinNamed(s, k.name, x)
	case numberKey:
		f.join(&s.numbered, x)
	default:
		f.join(&s.computed, x)
	}
}

// elements is what iterating over v gives. The built-in objects that can be
// iterated over at all are empty.
func (f *flow) elements(v flowValue) flowValue {
	var out flowValue
	if v.primitives&(primText|primSafeText) != 0 {
		out.primitives = primText
	}
	for id := range v.own().all() {
		s := f.sites[id]
		switch {
		case f.hasProtocol(id):
			out = out.or(f.reachable(siteValue(id)))
		case (s.kind == plainKind || s.kind == bareKind) && f.arrayless(s) && s.named[symbolIterator].empty():
			// No iterator at all.
		default:
			out = out.or(f.everything(id))
		}
	}
	return out
}

// arrayLike is what reading by index or iterating over v gives.
func (f *flow) arrayLike(v flowValue) flowValue {
	out := f.elements(v)
	for id := range v.own().all() {
		out = out.or(f.everything(id))
	}
	return out
}

// hasProtocol reports whether an object may bring functions of its own for
// iterating over it, or for matching where it is a regular expression.
func (f *flow) hasProtocol(id siteID) bool {
	for id := range f.reachableProtos(siteValue(id)).all() {
		s := f.sites[id]
		functions := s.named[symbolIterator].or(s.named["next"]).or(s.named["exec"]).or(s.computed)
		if !s.getters.empty() || f.holdsFunction(functions) {
			return true
		}
	}
	return false
}

// arrayless reports whether an object surely inherits from no array or the like.
func (f *flow) arrayless(s *flowSite) bool {
	for id := range s.protos.all() {
		if id <= globalSite || f.sites[id].kind != plainKind || !f.sites[id].protos.empty() {
			return false
		}
	}
	return true
}

// ownOf is what spreading v into an object or Object.values gives.
func (f *flow) ownOf(v flowValue) flowValue {
	out := primitiveValue(primNullish)
	if v.primitives&(primText|primSafeText) != 0 {
		out.primitives |= primText
	}
	for id := range v.all() {
		if id <= globalSite {
			out = out.or(siteValue(sharedSite)).or(primitiveValue(primAny))
			continue
		}
		s := f.sites[id]
		out = out.or(f.contents(s))
		for g := range s.getters.all() {
			if function := f.sites[g].function; function != nil {
				out = out.or(function.result)
			}
		}
	}
	return out
}

// everything is all that hangs at a site's objects, accessors and what they
// inherit included. It may lag behind within one pass.
func (f *flow) everything(id siteID) flowValue {
	if out, ok := f.everythingOf[id]; ok {
		return out
	}
	var out flowValue
	for id := range f.reachableProtos(siteValue(id)).all() {
		s := f.sites[id]
		out = out.or(f.contents(s)).or(s.getters).or(s.setters)
	}
	f.everythingOf[id] = out
	return out
}

// reachableProtos is the objects of v with all own objects they inherit from.
func (f *flow) reachableProtos(v flowValue) flowValue {
	out := v.own().objects()
	for {
		next := out
		for id := range out.all() {
			next = next.or(f.sites[id].protos.own())
		}
		if next == out {
			return out
		}
		out = next
	}
}

func (f *flow) holdsFunction(v flowValue) bool {
	for id := range v.all() {
		if id > globalSite && f.sites[id].function != nil {
			return true
		}
	}
	return false
}

// reachable is v and all that can be reached from it by reading and calling. It
// may lag behind within one pass.
func (f *flow) reachable(v flowValue) flowValue {
	var done flowValue
	for todo := v; ; {
		next := todo
		if f.work > maxFlowWork {
			return next // the verdict is settled: not reusable
		}
		for id := range todo.without(done).own().all() {
			f.work++
			next = next.or(f.everything(id)).or(f.sites[id].protos)
			if fn := f.sites[id].function; fn != nil {
				next = next.or(fn.result)
			}
		}
		if next == todo {
			return next
		}
		done, todo = todo, next
	}
}
