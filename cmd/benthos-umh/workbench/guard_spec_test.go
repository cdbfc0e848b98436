// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package workbench_test

import (
	"net"
	"net/http"
	"net/http/httptest"
	"strings"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/workbench"
)

var _ = Describe("who may ask the workbench", func() {
	var handler http.Handler
	var reached bool
	guard := func(ip, asked string) *workbench.Guard {
		g := workbench.NewGuard(&net.TCPAddr{IP: net.ParseIP(ip), Port: 4196}, asked)
		reached = false
		handler = g.Protect(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { reached = true }))
		return g
	}
	ask := func(method, path, host string, headers ...string) *httptest.ResponseRecorder {
		r := httptest.NewRequest(method, path, strings.NewReader("{}"))
		r.Host = host
		if method != http.MethodGet {
			r.Header.Set("Content-Type", "application/json")
		}
		for _, one := range headers {
			name, value, _ := strings.Cut(one, ": ")
			r.Header.Set(name, value)
		}
		reached = false
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, r)
		return w
	}

	Describe("on the user's own machine", func() {
		BeforeEach(func() { guard("127.0.0.1", "") })

		DescribeTable("is the page, and the user by hand:", func(method, path, host string, headers ...string) {
			Expect(ask(method, path, host, headers...).Code).To(Equal(http.StatusOK))
			Expect(reached).To(BeTrue())
		},
			Entry("the page itself", "GET", "/", "127.0.0.1:4196", "Sec-Fetch-Site: none", "Sec-Fetch-Mode: navigate", "Sec-Fetch-Dest: document"),
			Entry("a link from elsewhere", "GET", "/", "localhost:4196", "Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: navigate", "Sec-Fetch-Dest: document"),
			Entry("the page's script", "GET", "/app.js", "localhost:4196", "Sec-Fetch-Site: same-origin"),
			Entry("a question of the page", "POST", "/api/run", "127.0.0.1:4196", "Origin: http://127.0.0.1:4196", "Sec-Fetch-Site: same-origin"),
			Entry("one over IPv6", "POST", "/api/run", "[::1]:4196", "Origin: http://[::1]:4196"),
			Entry("one with a charset", "POST", "/api/run", "127.0.0.1:4196", "Content-Type: application/json; charset=utf-8"),
			Entry("curl", "DELETE", "/api/samples", "localhost:4196"),
		)

		DescribeTable("is nobody else:", func(status int, method, path, host string, headers ...string) {
			Expect(ask(method, path, host, headers...).Code).To(Equal(status))
			Expect(reached).To(BeFalse())
		},
			Entry("a name that leads to 127.0.0.1, as with DNS rebinding", 403, "GET", "/api/state", "evil.example:4196"),
			Entry("such a name without the port", 403, "GET", "/", "evil.example"),
			Entry("another port", 403, "GET", "/api/state", "localhost:80"),
			Entry("no name", 403, "GET", "/api/state", ""),
			Entry("another page's question", 403, "POST", "/api/save", "localhost:4196", "Origin: https://evil.example"),
			Entry("that of a page without an origin", 403, "POST", "/api/save", "localhost:4196", "Origin: null"),
			Entry("that of another port", 403, "POST", "/api/save", "localhost:4196", "Origin: http://localhost:3000"),
			Entry("that of another name of the machine", 403, "POST", "/api/save", "localhost:4196", "Origin: http://127.0.0.1:4196"),
			Entry("a form", 415, "POST", "/api/save", "localhost:4196", "Content-Type: text/plain"),
			Entry("a form that says nothing", 415, "POST", "/api/reload", "localhost:4196", "Content-Type: "),
			Entry("a picture or a script of another page", 403, "GET", "/api/samples.jsonl", "localhost:4196", "Sec-Fetch-Site: cross-site"),
			Entry("one of another port", 403, "GET", "/app.js", "localhost:4196", "Sec-Fetch-Site: same-site"),
			Entry("a frame of another page", 403, "GET", "/", "localhost:4196", "Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: navigate", "Sec-Fetch-Dest: iframe"),
			Entry("a link to data", 403, "GET", "/api/samples.jsonl", "localhost:4196", "Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: navigate", "Sec-Fetch-Dest: document"),
		)

		It("gets a page that may do nothing but what is its own, refused or not", func() {
			for _, host := range []string{"localhost:4196", "evil.example"} {
				h := ask("GET", "/", host).Header()
				Expect(h.Get("Content-Security-Policy")).To(MatchRegexp(
					`^default-src 'none'; script-src 'self'; style-src 'self' 'nonce-\w{26}'; img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'$`))
				Expect(h.Get("X-Content-Type-Options")).To(Equal("nosniff"))
				Expect(h.Get("Referrer-Policy")).To(Equal("no-referrer"))
				Expect(h.Get("Cross-Origin-Opener-Policy")).To(Equal("same-origin"))
				Expect(h.Get("Cross-Origin-Resource-Policy")).To(Equal("same-origin"))
				Expect(h.Get("Cache-Control")).To(Equal("no-store"))
				Expect(h).NotTo(HaveKey("Access-Control-Allow-Origin"))
			}
		})

		It("has a link without a token", func() {
			Expect(guard("127.0.0.1", "").Link("127.0.0.1")).To(Equal("http://127.0.0.1:4196/"))
		})
	})

	Describe("on an address that others reach", func() {
		It("is who has the link", func() {
			link := guard("10.0.0.7", "10.0.0.7:4196").Link("10.0.0.7")
			Expect(link).To(MatchRegexp(`^http://10\.0\.0\.7:4196/\?token=\w{26}$`))
			Expect(ask("GET", "/", "10.0.0.7:4196").Code).To(Equal(401))
			Expect(ask("GET", "/?token=wrong", "10.0.0.7:4196").Code).To(Equal(401))
			Expect(ask("GET", "/api/state?"+link[len("http://10.0.0.7:4196/?"):], "10.0.0.7:4196").Code).To(Equal(401))

			w := ask("GET", link[len("http://10.0.0.7:4196"):], "10.0.0.7:4196")
			Expect(w.Code).To(Equal(200))
			Expect(reached).To(BeFalse(), "it leads to the page, without the token in its address")
			Expect(w.Body.String()).To(ContainSubstring(`http-equiv="refresh" content="0; url=/"`))
			cookie := w.Header().Get("Set-Cookie")
			Expect(cookie).To(And(ContainSubstring("; HttpOnly"), ContainSubstring("; SameSite=Strict"), ContainSubstring("; Path=/")))

			name, _, _ := strings.Cut(cookie, ";")
			Expect(ask("POST", "/api/run", "10.0.0.7:4196", "Cookie: "+name).Code).To(Equal(200))
			Expect(reached).To(BeTrue())
			Expect(ask("POST", "/api/run", "10.0.0.7:4196", "Cookie: "+name+"x").Code).To(Equal(401))
			Expect(ask("POST", "/api/run", "evil.example:4196", "Cookie: "+name).Code).To(Equal(403))
		})

		It("has another token each time", func() {
			Expect(guard("10.0.0.7", "").Link("x")).NotTo(Equal(guard("10.0.0.7", "").Link("x")))
		})

		It("has the name that was asked for", func() {
			guard("10.0.0.7", "press.plant:4196")
			Expect(ask("GET", "/", "press.plant:4196").Code).To(Equal(401))
			Expect(ask("GET", "/", "localhost:4196").Code).To(Equal(403))
		})

		It("is any of the machine's, where all were asked for, but no name of others", func() {
			guard("0.0.0.0", "0.0.0.0:4196")
			for _, host := range []string{"10.0.0.7:4196", "[fe80::1]:4196", "localhost:4196"} {
				Expect(ask("GET", "/", host).Code).To(Equal(401), host)
			}
			for _, host := range []string{"evil.example:4196", "10.0.0.7", "10.0.0.7:80"} {
				Expect(ask("GET", "/", host).Code).To(Equal(403), host)
			}
		})
	})
})
