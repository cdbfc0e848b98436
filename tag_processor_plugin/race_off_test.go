//go:build !race

package tag_processor_plugin_test

const underRace = false
