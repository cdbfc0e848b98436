// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"cmp"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime/debug"
	"strings"
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

// withCheckout is info with the commit of the checkout, where `go run` made the binary:
// unlike `go build`, it records none. It was run in the checkout, then.
func withCheckout(info *debug.BuildInfo) *debug.BuildInfo {
	path, err := os.Executable()
	if info == nil || err != nil || !goRun.MatchString(filepath.ToSlash(path)) || info.Main.Version != "(devel)" || buildSetting(info, "vcs.revision") != "" {
		return info
	}
	printed, err := exec.Command("git", "log", "-1", "--format=%H %cI").Output()
	revision, time, ok := strings.Cut(strings.TrimSpace(string(printed)), " ")
	if err != nil || !ok {
		return info
	}
	with := *info
	with.Settings = append(with.Settings[:len(with.Settings):len(with.Settings)],
		debug.BuildSetting{Key: "vcs.revision", Value: revision}, debug.BuildSetting{Key: "vcs.time", Value: time})
	return &with
}

// goRun matches where `go run` puts a binary: into a folder that it deletes, and from the
// second time on into its cache.
var goRun = regexp.MustCompile(`/go-build\d+/b\d+/exe/[^/]+$|/[0-9a-f]{2}/[0-9a-f]{64}-d/[^/]+$`)
