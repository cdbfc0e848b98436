// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"runtime/debug"
	"strings"
	"testing"
)

func TestBuildStamp(t *testing.T) {
	vcs := []debug.BuildSetting{{Key: "vcs.revision", Value: "c0ffee"}, {Key: "vcs.time", Value: "2026-03-12T06:00:00Z"}}
	tests := []struct {
		name                  string
		version, date         string
		info                  *debug.BuildInfo
		wantVersion, wantDate string
	}{
		{"nothing known", "", "", nil, "unknown", "unknown"},
		{"stamped wins", "v1.2.3", "2026-01-01", &debug.BuildInfo{Main: debug.Module{Version: "v9.9.9"}, Settings: vcs}, "v1.2.3", "2026-01-01"},
		{"stamped without build information", "v1.2.3", "2026-01-01", nil, "v1.2.3", "2026-01-01"},
		{"only the version stamped", "v1.2.3", "", &debug.BuildInfo{Settings: vcs}, "v1.2.3", "2026-03-12T06:00:00Z"},
		{"installed at a version", "", "", &debug.BuildInfo{Main: debug.Module{Version: "v1.2.3"}}, "v1.2.3", "unknown"},
		{"built in a work tree", "", "", &debug.BuildInfo{Main: debug.Module{Version: "(devel)"}, Settings: vcs}, "c0ffee", "2026-03-12T06:00:00Z"},
		{"built without version control", "", "", &debug.BuildInfo{Main: debug.Module{Version: "(devel)"}}, "unknown", "unknown"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			version, date := buildStamp(tt.version, tt.date, tt.info)
			if version != tt.wantVersion || date != tt.wantDate {
				t.Errorf("got %q, %q; want %q, %q", version, date, tt.wantVersion, tt.wantDate)
			}
		})
	}
}

func TestGoRun(t *testing.T) {
	for path, want := range map[string]bool{
		"/tmp/go-build123/b001/exe/benthos-umh":                                      true,
		"/home/me/.cache/go-build/a2/" + strings.Repeat("a2", 32) + "-d/benthos-umh": true,
		"/usr/local/bin/benthos-umh":                                                 false,
		"/home/me/exe/benthos-umh":                                                   false,
	} {
		if goRun.MatchString(path) != want {
			t.Errorf("%s: not %t", path, want)
		}
	}
}
