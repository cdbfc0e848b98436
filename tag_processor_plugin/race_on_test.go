//go:build race

package tag_processor_plugin_test

// underRace: the race detector makes scripts about ten times slower.
const underRace = true
