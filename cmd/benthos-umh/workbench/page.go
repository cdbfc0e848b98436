// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package workbench

import (
	"io/fs"
	"net/http"
	"strings"
)

// noncePlace is where the page's HTML has the nonce of its styles.
const noncePlace = "__NONCE__"

// A page serves the files of the page.
type page struct{ files fs.FS }

func (p page) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, "the page is only to be read", http.StatusMethodNotAllowed)
		return
	}
	w.Header().Set("Cache-Control", "no-cache")
	if r.URL.Path != "/" {
		if strings.HasSuffix(r.URL.Path, "/") || strings.HasSuffix(r.URL.Path, "/index.html") {
			http.NotFound(w, r) // no list of files, and no page without a nonce
			return
		}
		http.FileServerFS(p.files).ServeHTTP(w, r)
		return
	}
	html, err := fs.ReadFile(p.files, "index.html")
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, _ = strings.NewReplacer(noncePlace, nonceOf(r)).WriteString(w, string(html)) // the browser has gone
}
