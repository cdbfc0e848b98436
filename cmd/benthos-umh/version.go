package main

import (
	"cmp"
	"runtime/debug"
)

// A release build sets these two with
//
//	-ldflags "-X main.version=v1.2.3 -X main.dateBuilt=2026-01-05T08:30:00Z"
var version, dateBuilt string

// buildStamp returns what `--version` shows. What was set at build wins; else
// the module version and the commit's time that the Go tool recorded, else
// "unknown". info may be nil.
func buildStamp(version, dateBuilt string, info *debug.BuildInfo) (shownVersion, shownDate string) {
	if info != nil {
		if info.Main.Version != "(devel)" {
			version = cmp.Or(version, info.Main.Version)
		}
		version = cmp.Or(version, buildSetting(info, "vcs.revision"))
		dateBuilt = cmp.Or(dateBuilt, buildSetting(info, "vcs.time"))
	}
	return cmp.Or(version, "unknown"), cmp.Or(dateBuilt, "unknown")
}

func buildSetting(info *debug.BuildInfo, key string) string {
	for _, setting := range info.Settings {
		if setting.Key == key {
			return setting.Value
		}
	}
	return ""
}
