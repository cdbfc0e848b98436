// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package engine

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/engine/scriptgen"
	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/race"
	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/script"
)

var (
	languageRuns = flag.Int("language-runs", race.Fewer(200), "how many random scripts TestRandomScriptsLeaveNothingBehind runs")
	languageSeed = flag.Uint64("language-seed", 1, "the seed of the first of them")
	languageMore = flag.Bool("language-more", false, "run each on every payload with every key, not only its own")
)

// languagePayloads have keys and texts that lead to what is built in.
var languagePayloads = []string{
	`{"k":"__proto__","j":"f","n":1,"s":"z","o":{"a":{"b":1}},"list":[1,[2],{"a":3}]}`,
	`{"k":"constructor","j":"toString","n":0,"s":"","o":{"constructor":{"x":1}},"list":[]}`,
	`{"k":"prototype","j":"valueOf","n":-1,"s":"__proto_","o":{"prototype":1,"values":[1]},"list":["constructor","a"]}`,
	`{"k":"values","j":"length","n":2,"s":"x","o":{"length":"constructor"},"list":[{"k":"__proto__"}],"values":[5],"toString":1}`,
	`{"k":"0","j":"__proto__","n":"map","s":"push","o":null,"list":[null,[],"at"],"map":[1],"x":{"f":1}}`,
	`{"k":"call","j":"hasOwnProperty","n":1e21,"s":"apply","o":[],"list":[[1,2],[3]],"call":{"a":1}}`,
}

// A randomScript is one of the small language.
type randomScript struct {
	kind       script.Kind
	statements []string
}

// newRandomScript makes one: of the statements that the grammar makes, those that
// stand in the language, and an attack of scriptgen's lists. It has none if all stand
// outside.
func newRandomScript(seed uint64) randomScript {
	random := rand.New(rand.NewPCG(seed, 14))
	choices := make([]byte, 20+random.IntN(120))
	for i := range choices {
		choices[i] = byte(random.Uint32())
	}
	pick := func(list []string) string { return list[random.IntN(len(list))] }
	r := randomScript{kind: script.Kind(random.IntN(3))}
	candidates := scriptgen.New(choices).Statements()
	candidates = append(candidates[:min(len(candidates), 5)],
		strings.NewReplacer("X", pick(scriptgen.SharedSources)).Replace(pick(scriptgen.SharedPuts)), pick(scriptgen.SharedGets), pick(scriptgen.SharedProbes))
	for _, statement := range candidates {
		whole := "try { " + statement + " } catch (ex) { e = ex; }"
		if random.IntN(4) == 0 {
			whole = "{ " + statement + " }"
		}
		if longer := (randomScript{r.kind, append(slices.Clip(r.statements), whole)}); longer.compile() != nil {
			r = longer
		}
	}
	return r
}

// compile gives nil for a script without statements, or one that is outside the small
// language.
func (r randomScript) compile() *script.Script {
	if len(r.statements) == 0 {
		return nil
	}
	result := "return [typeof e, a, b];"
	if r.kind == script.Condition {
		result = "[typeof e, a, b]"
	}
	source := "var a = {}, b = [], c = p => p, d = msg.payload, e, y;\n" + strings.Join(r.statements, "\n") + "\n" + result
	s, err := script.Compile("code", source, r.kind)
	if err != nil || s.Code() == nil {
		return nil
	}
	return s
}

// finding is what is wrong with the script in VMs of its own.
func (r randomScript) finding(t testing.TB) string {
	s := r.compile()
	if s == nil {
		return ""
	}
	run := runLanguage(t, newSharedVM(), s)
	if run.finding != "" {
		return run.finding
	}
	if left := run.kept.left(); len(left) > 0 {
		return fmt.Sprintf("leaves behind %v", left)
	}
	return ""
}

// report reports what is wrong with the script, without the statements that it is wrong
// without, and whether there was anything.
func (r randomScript) report(t testing.TB, seed uint64) bool {
	if r.finding(t) == "" {
		return false
	}
	for i := len(r.statements) - 1; i >= 0; i-- {
		fewer := randomScript{r.kind, slices.Delete(slices.Clone(r.statements), i, i+1)}
		if fewer.finding(t) != "" {
			r = fewer
		}
	}
	t.Errorf("seed %d: %s\n%s", seed, r.finding(t), r.compile().Source)
	return true
}

// payloadsOf are the payloads, or with -language-more each of them with each of their
// keys.
var payloadsOf = sync.OnceValue(func() []string {
	if !*languageMore {
		return languagePayloads
	}
	var list []string
	for _, payload := range languagePayloads {
		_, rest, _ := strings.Cut(payload, `","j"`)
		for _, k := range []string{"__proto__", "constructor", "prototype", "values", "0", "call", "a", "toString"} {
			list = append(list, `{"k":"`+k+`","j"`+rest)
		}
	}
	return list
})

// A languageRun is what came of running one script with every payload, up to the first
// finding. Executions is how many payloads that were, kept the VM for the next script.
type languageRun struct {
	executions int
	finding    string
	kept       *languageVM
}

// runLanguage runs a script as its author wrote it in one VM, with guards in another,
// and where these do not spoil that, in kept, where scripts ran before. All give the
// same. A script that does not end is given up: natives see no interrupt.
func runLanguage(t testing.TB, kept *languageVM, s *script.Script) languageRun {
	done := make(chan languageRun, 1)
	go func() { done <- runPayloads(kept, s) }()
	select {
	case run := <-done:
		return run
	case <-time.After(30 * time.Second):
		t.Logf("given up, since a native of it does not end:\n%s", s.Source)
		return languageRun{kept: newSharedVM()}
	}
}

func runPayloads(kept *languageVM, s *script.Script) languageRun {
	run := languageRun{kept: kept}
	for _, payload := range payloadsOf() {
		want, ok := newLanguageVM(false).run(s, s.Program(), payload)
		if !ok {
			return run // stopped, and so it would be with other payloads
		}
		if strings.Contains(s.Source, "stack") || strings.Contains(want, "0x") {
			continue // goja shows its own memory
		}
		guarded := newLanguageVM(true)
		got, ok := guarded.run(s, s.SharedProgram(), payload)
		if !ok {
			return run
		}
		run.executions++
		if got != want {
			run.finding = fmt.Sprintf("with guards\n%s\nwithout\n%s\nof %s", got, want, payload)
			return run
		}
		if guarded.spoiled {
			continue
		}
		again, ok := run.kept.run(s, s.SharedProgram(), payload)
		switch {
		case !ok:
			run.kept = newSharedVM() // stopped, on a busy machine
		case again != got:
			run.finding = fmt.Sprintf("in a VM of other scripts\n%s\nin one of its own\n%s\nof %s", again, got, payload)
			return run
		case run.kept.spoiled:
			run.finding = "is not always guarded alike with " + payload
			return run
		}
	}
	return run
}

// TestRandomScriptsLeaveNothingBehind: whatever a script of the small language does,
// the VM is as it was afterwards or is not used again, and with its guards it gives
// what it gives without them, errors and their places included.
func TestRandomScriptsLeaveNothingBehind(t *testing.T) {
	defer debug.SetGCPercent(debug.SetGCPercent(400)) // it makes many VMs, and measures no memory
	const perCheck = 25
	kept, inside, executions := newSharedVM(), 0, 0
	var since []uint64
	for i := range *languageRuns {
		seed := *languageSeed + uint64(i)
		random := newRandomScript(seed)
		s := random.compile()
		if s == nil {
			continue
		}
		inside++
		run := runLanguage(t, kept, s)
		kept = run.kept
		executions += run.executions
		if run.finding != "" && !random.report(t, seed) {
			t.Errorf("seed %d, after others: %s\n%s", seed, run.finding, s.Source)
		}
		if since = append(since, seed); len(since) == perCheck {
			if left := kept.left(); len(left) > 0 {
				reportLeft(t, since, left)
			}
			since = nil
		}
		if t.Failed() {
			break
		}
	}
	t.Logf("%d executions: %d scripts of %d, on %d payloads each", executions, inside, *languageRuns, len(payloadsOf()))
	if !t.Failed() && inside*2 < *languageRuns {
		t.Errorf("only %d of %d scripts are in the small language", inside, *languageRuns)
	}
}

// reportLeft says which of the scripts leaves something behind.
func reportLeft(t *testing.T, seeds []uint64, left []string) {
	for _, seed := range seeds {
		newRandomScript(seed).report(t, seed)
	}
	if !t.Failed() {
		t.Errorf("seeds %v together leave behind %v", seeds, left)
	}
}

func FuzzLanguage(f *testing.F) {
	f.Add(uint64(1))
	f.Fuzz(func(t *testing.T, seed uint64) { newRandomScript(seed).report(t, seed) })
}
