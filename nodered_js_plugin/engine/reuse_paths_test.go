package engine

import (
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/engine/scriptgen"
)

// sharedPath is the script of one path.
func sharedPath(source, put, get, probe string) string {
	return "var c, d, y;\ntry { " + strings.ReplaceAll(put, "X", "("+source+")") + " } catch (z0) {}\n" +
		"try { " + get + " } catch (z1) {}\ntry { " + probe + " } catch (z2) {}\nreturn 1;"
}

// TestSharedValuesAreFollowed takes one in sixty of all puts with all gets, or each
// REUSE_PATHS times, and one source and probe.
func TestSharedValuesAreFollowed(t *testing.T) {
	times, err := strconv.Atoi(os.Getenv("REUSE_PATHS"))
	if err != nil {
		times = 0
	}
	seed := uint64(1)
	if s, err := strconv.ParseUint(os.Getenv("REUSE_SEED"), 10, 64); err == nil {
		seed = s
	}
	r := rand.New(rand.NewPCG(seed, 0))
	tried, reusable := 0, 0
	for i, put := range scriptgen.SharedPuts {
		for j, get := range scriptgen.SharedGets {
			if times == 0 && r.IntN(60) > 0 {
				continue
			}
			for range max(times, 1) {
				script := sharedPath(scriptgen.SharedSources[r.IntN(len(scriptgen.SharedSources))], put, get, scriptgen.SharedProbes[r.IntN(len(scriptgen.SharedProbes))])
				s, err := Compile("path", script, Body)
				if err != nil {
					if j == 0 || i == 0 {
						t.Errorf("%v\n%s", err, script)
					}
					continue
				}
				tried++
				if s.Reusable() {
					reusable++
					checkReusable(t, s)
				}
			}
		}
	}
	t.Logf("%d paths, %d called reusable", tried, reusable)
}
