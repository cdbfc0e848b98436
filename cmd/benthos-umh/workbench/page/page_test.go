// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package page_test

import (
	"encoding/json"
	"io/fs"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/workbench/page"
)

func read(t *testing.T, name string) string {
	t.Helper()
	text, err := fs.ReadFile(page.Files, name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestItRunsUnderAStrictPolicy(t *testing.T) {
	html := read(t, "index.html")
	if strings.Count(html, "__NONCE__") != 1 {
		t.Error("the nonce has to have one place")
	}
	for _, inline := range []string{`<script(?:[^>]*)>[^<]`, `<style`, ` style=`, ` on[a-z]+=`, `https?://`} {
		if found := regexp.MustCompile(inline).FindString(html); found != "" {
			t.Errorf("index.html has %q", found)
		}
	}
	for _, name := range regexp.MustCompile(`(?:src|href)="([^":]+)"`).FindAllStringSubmatch(html, -1) {
		read(t, name[1])
	}
}

func TestItLoadsInAMoment(t *testing.T) {
	const most = 600_000
	for _, name := range []string{"app.js", "app.css"} {
		if size := len(read(t, name)); size > most {
			t.Errorf("%s has %d bytes, more than %d", name, size, most)
		}
	}
}

func TestTheNoticeHasEveryPackageAndItsLicence(t *testing.T) {
	text, err := os.ReadFile("package-lock.json")
	if err != nil {
		t.Fatal(err)
	}
	var lock struct {
		Packages map[string]struct {
			Version string
			Dev     bool
		}
	}
	if err := json.Unmarshal(text, &lock); err != nil {
		t.Fatal(err)
	}
	notice, shipped := read(t, "NOTICE.txt"), 0
	for path, p := range lock.Packages {
		name, isPackage := strings.CutPrefix(path, "node_modules/")
		if !isPackage || p.Dev {
			continue
		}
		shipped++
		_, own, _ := strings.Cut(notice, "\n"+name+" "+p.Version+"\n")
		own, _, _ = strings.Cut(own, strings.Repeat("-", 80))
		if !strings.Contains(own, "Permission is hereby granted") {
			t.Errorf("NOTICE.txt has no licence of %s %s; it was found by its MIT licence so far", name, p.Version)
		}
	}
	if shipped == 0 {
		t.Error("package-lock.json has no packages that are shipped")
	}
}
