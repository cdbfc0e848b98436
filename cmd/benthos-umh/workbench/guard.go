// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package workbench

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"mime"
	"net"
	"net/http"
	"os"
	"slices"
	"strings"
)

// A Guard lets only those requests through that come from the page itself, and on an
// address that others reach only those of who has the link. It is there for web pages that
// the user has open beside: they can send requests to this server, also under a name of
// their own that leads to 127.0.0.1.
type Guard struct {
	// hosts are what the Host header may be. anyIP: or an address with the port.
	hosts []string
	port  string
	anyIP bool
	// token is what the link has, "" if it has none.
	token string
}

// NewGuard makes the Guard of a server that listens on an address. asked is the address as
// the user gave it, host and port.
func NewGuard(address *net.TCPAddr, asked string) *Guard {
	_, port, _ := net.SplitHostPort(address.String())
	g := &Guard{port: port}
	if host, _, err := net.SplitHostPort(asked); err == nil && host != "" {
		g.hosts = append(g.hosts, net.JoinHostPort(host, port))
	}
	if !address.IP.IsLoopback() {
		g.token = rand.Text()
	}
	g.hosts = append(g.hosts, net.JoinHostPort(address.IP.String(), port))
	if address.IP.IsLoopback() || address.IP.IsUnspecified() {
		for _, host := range []string{"127.0.0.1", "localhost", "::1"} {
			g.hosts = append(g.hosts, net.JoinHostPort(host, port))
		}
	}
	if address.IP.IsUnspecified() {
		// An address is nobody's name: it leads to no other machine than this one.
		g.anyIP = true
		if name, err := os.Hostname(); err == nil {
			g.hosts = append(g.hosts, net.JoinHostPort(strings.ToLower(name), port))
		}
	}
	return g
}

// Link is what the user opens, with the token if there is one.
func (g *Guard) Link(host string) string {
	link := "http://" + net.JoinHostPort(host, g.port) + "/"
	if g.token != "" {
		link += "?token=" + g.token
	}
	return link
}

// Protect is a handler for what the guard lets through.
func (g *Guard) Protect(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		nonce := rand.Text()
		protectAnswer(w.Header(), nonce)
		switch why := g.foreign(r); {
		case why != "":
			http.Error(w, why, http.StatusForbidden)
		case isQuestion(r) && !isJSON(r):
			http.Error(w, "the Content-Type has to be application/json", http.StatusUnsupportedMediaType)
		case g.token == "" || g.hasCookie(r):
			next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), nonceKey{}, nonce)))
		case isPage(r) && g.isToken(r.URL.Query().Get("token")):
			g.welcome(w)
		default:
			http.Error(w, "open the link that benthos-umh tag workbench has printed: it has the token that is needed here", http.StatusUnauthorized)
		}
	})
}

// protectAnswer tells the browser what the page may do: nothing but what is its own.
func protectAnswer(h http.Header, nonce string) {
	h.Set("Content-Security-Policy", "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-"+nonce+"'; img-src 'self' data:; "+
		"font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Cache-Control", "no-store")
}

type nonceKey struct{}

// nonceOf is the nonce of the answer to a request that a guard let through.
func nonceOf(r *http.Request) string {
	nonce, _ := r.Context().Value(nonceKey{}).(string)
	return nonce
}

// isQuestion reports whether a request may change something.
func isQuestion(r *http.Request) bool {
	return r.Method != http.MethodGet && r.Method != http.MethodHead
}

func isJSON(r *http.Request) bool {
	kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	return err == nil && kind == "application/json"
}

// isPage reports whether a request is for the page itself.
func isPage(r *http.Request) bool { return r.Method == http.MethodGet && r.URL.Path == "/" }

// foreign is why a request is not the page's own or the user's, "" if it is.
func (g *Guard) foreign(r *http.Request) string {
	if !g.isOwn(r.Host) {
		return "this server has another name"
	}
	if origin := r.Header.Get("Origin"); isQuestion(r) && origin != "" && !strings.EqualFold(origin, "http://"+r.Host) {
		return "another page may not ask that"
	}
	switch r.Header.Get("Sec-Fetch-Site") {
	case "", "same-origin", "none":
		return ""
	}
	if isPage(r) && r.Header.Get("Sec-Fetch-Mode") == "navigate" && r.Header.Get("Sec-Fetch-Dest") == "document" {
		return "" // a link
	}
	return "another page may not ask that"
}

func (g *Guard) isOwn(host string) bool {
	if slices.Contains(g.hosts, strings.ToLower(host)) {
		return true
	}
	name, port, err := net.SplitHostPort(host)
	return g.anyIP && err == nil && port == g.port && net.ParseIP(name) != nil
}

// cookie is the cookie's name. Cookies belong to all ports of a machine.
func (g *Guard) cookie() string { return "benthos-umh-workbench-" + g.port }

func (g *Guard) hasCookie(r *http.Request) bool {
	for _, c := range r.CookiesNamed(g.cookie()) {
		if g.isToken(c.Value) {
			return true
		}
	}
	return false
}

func (g *Guard) isToken(text string) bool {
	return subtle.ConstantTimeCompare([]byte(text), []byte(g.token)) == 1
}

// welcome gives the browser the cookie, and leads it to an address without the token. This
// is a page of ours and no redirect, which a browser that follows a link from elsewhere
// would follow without the cookie.
func (g *Guard) welcome(w http.ResponseWriter) {
	http.SetCookie(w, &http.Cookie{Name: g.cookie(), Value: g.token, Path: "/", HttpOnly: true, SameSite: http.SameSiteStrictMode})
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, _ = w.Write([]byte(`<!doctype html><meta http-equiv="refresh" content="0; url=/"><title>benthos-umh workbench</title><a href="/">the workbench</a>`)) // the browser has gone
}
