package engine

import (
	"cmp"
	"maps"
	"math"
	"slices"

	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/file"
)

// The reuse analysis proves, from the syntax tree alone, that a script changes
// nothing that outlives its message, so that the next message may run in the
// same VM. Whatever it cannot prove forbids reuse.
//
// It runs the script on sets instead of values (reuse_value.go): a flowValue is
// what an expression may hold, a flowSite what the properties of the objects
// that one place of the script creates may hold. Order and conditions are
// ignored, every function body counts as run, and the run is repeated until no
// set grows. Then a script is reusable if nothing built in may be
//
//   - the object of an assignment, an update, delete or a method that changes it,
//   - called where it is not known which function it is (reuse_native.go lists
//     what may be called, and what that does),
//   - the base class of a class, or this in code that treats it as its own;
//
// and if the script uses none of: eval, Function, globalThis, Proxy, Reflect,
// Promise, Symbol (but as the key Symbol.iterator), async functions, generators,
// with, tagged templates, new.target, prototype, __proto__, delete of a name,
// assignment to a built-in name, and undeclared names that are read before they
// are surely assigned.
//
// What makes that sound:
//
//   - Built-in objects are pristine, so a property whose name nothing built in has
//     cannot be found on them, and iterating over them gives nothing.
//   - A read through a key that only data knows may find anything the object
//     inherits, prototypes included (__proto__), so it counts as built in.
//   - A write through such a key may set the prototype of an object, never change
//     another one.
//   - Functions in properties may be called by natives and operators at any time
//     (toString, toJSON, getters, iterators), with their object as this.
//   - goja evaluates a regular expression literal to a new object each time.

// An unknownName is a name that a script reads and nothing defines.
type unknownName struct {
	Name string
	Pos  file.Idx
}

// analysis is what the syntax tree of one script proves about it. It is
// immutable.
type analysis struct {
	// Reusable: nothing that the script does outlives the message.
	Reusable bool
	// Reason is the construct that forbids reuse, as a predicate ("assigns JSON.x"),
	// and Pos its position; "" where Reusable.
	Reason string
	Pos    file.Idx

	// Pure: the script changes neither msg, nor msg.meta, nor anything in
	// msg.payload. KeepsPayload: it changes nothing inside the object or array that
	// msg.payload was at the start; assigning msg.payload does not count. Both hold
	// only where all scripts that ran before in the same VM were reusable: others
	// may have replaced what this one calls.
	Pure, KeepsPayload bool
	// AssignsMsg: the global name msg may be another value afterwards.
	AssignsMsg bool

	// Undeclared are the names that are assigned but declared nowhere, sorted; in
	// sloppy mode they become globals. Localisable are all of them where the script
	// is reusable, which it is only with these names declared in its function.
	Undeclared, Localisable []string
	// Unknown are the names that are read but neither declared, nor assigned, nor
	// built in, in source order, each once.
	Unknown []unknownName
	// NoReturn: a function body that holds no return with a value.
	NoReturn bool
}

// analyse runs the analysis on a script's function, an *ast.FunctionLiteral or
// *ast.ArrowFunctionLiteral without parameters. It does not change the tree.
func analyse(fn ast.Expression, strict bool) analysis {
	names := resolveNames(fn, strict)
	var a analysis
	a.Undeclared, a.Unknown = names.undefined()
	unsure := readBeforeAssigned(fn, names, a.Undeclared)

	f := newFlow(names)
	f.run(fn)
	for name, pos := range unsure {
		f.forbid(pos, "uses the undeclared "+name+" before it is surely assigned")
	}
	if names.argumentsMisused > 0 {
		f.forbid(names.argumentsMisused, "uses arguments in an arrow function, or declares or assigns it")
	}
	if len(f.problems) > 0 {
		first := f.problems[0]
		for _, p := range f.problems {
			if p.pos <= first.pos {
				first = p // of several in one place the last is the whole construct
			}
		}
		a.Reason, a.Pos = first.reason, first.pos
	} else {
		a.Reusable = true
		a.Localisable = a.Undeclared
	}
	a.AssignsMsg = f.assignsMsg
	a.Pure, a.KeepsPayload = f.purity(a.Reusable)
	a.NoReturn = !hasReturnValue(fn)
	return a
}

// undefined gives the names that are assigned but declared nowhere, and those
// that are read but nowhere assigned either.
func (t *nameTable) undefined() (undeclared []string, unknown []unknownName) {
	assigned, tested := map[string]bool{}, map[string]bool{}
	for _, n := range t.free {
		if n.name == "msg" || builtinNames().globals[n.name] {
			continue
		}
		if n.use&nameWritten != 0 && !n.strict {
			assigned[n.name] = true
		}
		if n.use&nameTypeof != 0 {
			tested[n.name] = true // the script knows that it may be missing
		}
	}
	for _, n := range t.free {
		if n.name == "msg" || builtinNames().globals[n.name] || assigned[n.name] || tested[n.name] {
			continue
		}
		tested[n.name] = true
		unknown = append(unknown, unknownName{n.name, n.pos})
	}
	slices.SortFunc(unknown, func(a, b unknownName) int { return cmp.Compare(a.Pos, b.Pos) })
	return slices.Sorted(maps.Keys(assigned)), unknown
}

// maxFlowPasses bounds the work on a script made to defeat the analysis; real
// ones take a handful.
const maxFlowPasses = 200

// maxFlowWork bounds it in steps of the costliest part, walking what objects lead
// to: real scripts take thousands, and this many still take well under a second.
const maxFlowWork = 1_000_000

type flowProblem struct {
	pos    file.Idx
	reason string
}

// A flow is one run of the analysis.
type flow struct {
	names  *nameTable
	work   int // see maxFlowWork
	sites  []*flowSite
	places map[siteKey]siteID
	vars   map[*scopeVariable]*flowValue
	// undeclared holds the undeclared names, which count as locals.
	undeclared map[string]*flowValue
	// msg is what the global name msg may hold, thrown what catch may catch.
	msg, thrown flowValue
	frame       flowFrame

	// script is the script's own function, statement the one of its statements that
	// is being run. Before payloadWritten no statement may assign msg.payload.
	script         *flowFunction
	statement      int
	payloadWritten int

	// everythingOf caches within one pass.
	everythingOf map[siteID]flowValue

	changed bool
	// final is the last run, which records problems and touched.
	final      bool
	problems   []flowProblem
	touched    flowValue
	assignsMsg bool
}

// A flowFrame is the function whose code is being run.
type flowFrame struct {
	function *flowFunction
	// this is the function that this belongs to, which differs in arrow functions.
	this *flowFunction
	// super is what the object that holds the method inherits from, and
	// superclass what super(…) calls.
	super, superclass flowValue
}

func newFlow(names *nameTable) *flow {
	f := &flow{
		names: names, places: map[siteKey]siteID{}, vars: map[*scopeVariable]*flowValue{}, undeclared: map[string]*flowValue{},
		msg: siteValue(msgSite), payloadWritten: math.MaxInt,
	}
	for id := range firstOwnSite {
		kind := plainKind
		if id == payloadSite || id == overflowSite {
			kind = otherKind
		}
		f.sites = append(f.sites, newFlowSite(kind))
	}
	payload := payloadValue()
	f.sites[msgSite].named["payload"] = payload
	f.sites[msgSite].named["meta"] = siteValue(metaSite)
	// Metadata from outside may hold objects before the first script ran.
	f.sites[metaSite].computed = payload
	f.sites[payloadSite].computed = payload
	f.sites[payloadSite].numbered = payload
	return f
}

// payloadValue is what msg.payload holds at the start.
func payloadValue() flowValue { return siteValue(payloadSite).or(primitiveValue(primAny)) }

func (f *flow) run(fn ast.Expression) {
	for range maxFlowPasses {
		f.changed = false
		f.pass(fn)
		if f.work > maxFlowWork {
			break
		}
		if !f.changed {
			f.final = true
			f.pass(fn)
			return
		}
	}
	f.final = true
	f.forbid(fn.Idx0(), "is too large to be analysed")
}

func (f *flow) pass(fn ast.Expression) {
	f.frame = flowFrame{}
	f.everythingOf = map[siteID]flowValue{}
	f.scriptFunction(fn)
	f.callImplicitly()
}

// callImplicitly lets every object's functions be called by natives: its own
// toString, getters, iterator methods and the like, with primitives.
func (f *flow) callImplicitly() {
	for id := msgSite; id < siteID(len(f.sites)); id++ {
		for g := range f.everything(id).all() {
			function := f.sites[g].function
			if function == nil {
				continue
			}
			f.join(&function.this, siteValue(id))
			f.join(&function.rest, primitiveValue(primAny))
		}
	}
}

func (f *flow) forbid(pos file.Idx, reason string) {
	if f.final {
		f.problems = append(f.problems, flowProblem{pos, reason})
	}
}

// touch notes that the objects in v may be changed.
func (f *flow) touch(v flowValue) {
	f.touched = f.touched.or(v)
	if v.has(msgSite) && f.statement < f.payloadWritten {
		f.payloadWritten = f.statement
		f.changed = true
	}
}
