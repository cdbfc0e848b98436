// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package redis

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/peertest"
)

const secret = "s3cret-word"

func writeFile(t *testing.T, path, text string) {
	t.Helper()
	must(t, os.WriteFile(path, []byte(text), 0o600))
}

// expectFailure: the call and the log say it, the log once, and neither has the password.
func expectFailure(t *testing.T, config string, want ...string) {
	t.Helper()
	s, l := newStore(t, impatient+config)
	var calls sync.WaitGroup
	for range 2 {
		calls.Go(func() {
			_, err := s.Get(t.Context(), "k")
			if err == nil || strings.Contains(err.Error(), secret) {
				t.Errorf("%v", err)
			}
		})
	}
	calls.Wait()
	lines := l.of("No connection")
	if len(lines) != 1 {
		t.Fatalf("%d lines: %q", len(lines), lines)
	}
	for _, text := range append(want, "127.0.0.1") {
		if !strings.Contains(lines[0], text) {
			t.Errorf("%q does not say %q", lines[0], text)
		}
	}
	if leaked := l.of(secret); len(leaked) > 0 {
		t.Errorf("%q", leaked)
	}
}

func TestPasswords(t *testing.T) {
	server := serve(t, "--requirepass", secret)
	s, l := newStore(t, at(":"+secret+"@"+server.address()))
	must(t, s.Set(t.Context(), "k", []byte("1"), nil))
	if len(l.of("Connected to redis at "+server.address())) != 1 || len(l.of(secret)) > 0 {
		t.Errorf("%q", l.of(""))
	}
	expectFailure(t, at(server.address()), "NOAUTH", "check the user and password in url")
	expectFailure(t, at(":wrong-"+secret+"@"+server.address()), "WRONGPASS", "check the user and password in url")
	expectFailure(t, at("nobody:"+secret+"@"+server.address()), "WRONGPASS", "check the user and password in url")
}

// serveTLS starts one that encrypts, with a certificate of the authority.
func serveTLS(t *testing.T, signer *peertest.Authority, clients string, changes ...peertest.Change) *realServer {
	t.Helper()
	files := signer.Certify(changes...)
	return serve(t,
		"--tls-port", freePort(t), "--tls-cert-file", files.Cert, "--tls-key-file", files.Key,
		"--tls-ca-cert-file", signer.File, "--tls-auth-clients", clients)
}

func TestTLS(t *testing.T) {
	t.Parallel()
	signer := peertest.NewAuthority(t)
	server, files := serveTLS(t, signer, "yes"), signer.Certify()
	trusting := fmt.Sprintf("root_cas_file: %q, client_certs: [ { cert_file: %q, key_file: %q } ]", signer.File, files.Cert, files.Key)
	for name, config := range map[string]string{
		"tls":    at(server.address()) + "tls: { enabled: true, " + trusting + " }",
		"rediss": strings.Replace(at(server.address()), "redis:", "rediss:", 1) + "tls: { enabled: true, " + trusting + " }",
		"any":    at(server.address()) + "tls: { enabled: true, skip_cert_verify: true, " + trusting + " }",
	} {
		t.Run(name, func(t *testing.T) {
			s, _ := newStore(t, config)
			must(t, s.Set(t.Context(), "k", []byte("1"), nil))
			s.expect(t, "k", "1")
		})
	}
}

func TestCertificateThatDoesNotFit(t *testing.T) {
	signer := peertest.NewAuthority(t)
	trusting := fmt.Sprintf("tls: { enabled: true, root_cas_file: %q }\n", signer.File)
	server := serveTLS(t, signer, "no")
	expectFailure(t, at(server.address())+"tls: { enabled: true }\n", "set tls.root_cas_file")
	expectFailure(t, strings.Replace(at(server.address()), "redis:", "rediss:", 1), "set tls.root_cas_file")
	expectFailure(t, at(server.address()), "write rediss:// in url")
	expectFailure(t, at("127.0.0.1:"+server.port)+trusting, "the port does not speak TLS, then write redis:// in url")

	elsewhere := serveTLS(t, signer, "no", peertest.ForAnotherHost)
	expectFailure(t, at(elsewhere.address())+trusting, "write in url a name that it has")
	expired := serveTLS(t, signer, "no", peertest.Expired)
	expectFailure(t, at(expired.address())+trusting, "expired or is not valid yet")
	strict := serveTLS(t, signer, "yes")
	expectFailure(t, at(strict.address())+trusting, "check tls.client_certs")
}

func TestServerThatIsAway(t *testing.T) {
	expectFailure(t, at(":"+secret+"@127.0.0.1:"+freePort(t)), "is the server running, and is the port in url its port?")
}

func TestServerThatAnswersGarbage(t *testing.T) {
	expectFailure(t, at(peertest.WebServer(t)), "something else than a redis server listens there")
}

func TestDatabaseThatDoesNotExist(t *testing.T) {
	expectFailure(t, at(serve(t).address()+"/99"), "the server has no database of the number in url")
}

// TestLargeValues: a server that does not take a value does not make others fail.
func TestLargeValues(t *testing.T) {
	large := bytes.Repeat([]byte("0123456789"), 2<<20)
	server := serve(t)
	s, _ := newStore(t, at(server.address()))
	must(t, s.Set(t.Context(), "k", large, nil))
	got, err := s.Get(t.Context(), "k")
	must(t, err)
	if !bytes.Equal(got, large) {
		t.Errorf("%d bytes come back of %d", len(got), len(large))
	}

	must(t, s.client.ConfigSet(t.Context(), "proto-max-bulk-len", "1mb").Err())
	strict, l := newStore(t, impatient+at(server.address()))
	must(t, strict.Set(t.Context(), "small", nil, nil))
	if strict.Set(t.Context(), "k", large, nil) == nil {
		t.Error("the server takes it")
	}
	must(t, strict.Set(t.Context(), "small", []byte("1"), nil))
	if lines := l.of("does not take what was sent; its log says so"); len(lines) != 1 {
		t.Errorf("%q", l.of(""))
	}
}

func TestServerComesAndGoes(t *testing.T) {
	server := serve(t)
	s, l := newStore(t, at(server.address())+"retries: {initial_interval: 10ms, max_interval: 10ms, max_elapsed_time: 100ms}")
	must(t, s.Set(t.Context(), "k", []byte("1"), nil))
	server.stop()
	if _, err := s.Get(t.Context(), "k"); err == nil {
		t.Error("it answers")
	}
	server.start()
	for deadline := time.Now().Add(30 * time.Second); s.Set(t.Context(), "k", []byte("2"), nil) != nil; {
		if time.Now().After(deadline) {
			t.Fatal("it does not connect again")
		}
	}
	s.expect(t, "k", "2")
	if up, down := len(l.of("Connected to redis")), len(l.of("No connection to redis")); up != 2 || down != 1 {
		t.Errorf("%q", l.of(""))
	}
}

func TestCallsWaitForTheServer(t *testing.T) {
	server := serve(t)
	s, _ := newStore(t, at(server.address())+"retries: {initial_interval: 10ms, max_interval: 10ms, max_elapsed_time: 60s}")
	server.stop()
	done := make(chan error, 1)
	go func() { done <- s.Add(context.Background(), "k", []byte("1"), nil) }()
	time.Sleep(50 * time.Millisecond)
	server.start()
	must(t, <-done)
	s.expect(t, "k", "1")
}

// TestLostAnswer: a call whose answer is lost may have been carried out. It is repeated
// if that does no harm.
func TestLostAnswer(t *testing.T) {
	server := serve(t)
	proxy := loseAnswers(t, server.address())
	s, _ := newStore(t, at(proxy.address())+"retries: {initial_interval: 1ms, max_interval: 1ms, max_elapsed_time: 30s}")
	must(t, s.Set(t.Context(), "n", []byte("1"), nil))

	proxy.lose("swap", "n")
	_, err := s.Swap(t.Context(), "n", []byte("1"), []byte("swap"), nil)
	if err == nil || !strings.Contains(err.Error(), "may have arrived") {
		t.Error(err)
	}
	s.expect(t, "n", "swap") // once, and nobody said that it was refused

	proxy.lose("added")
	if err := s.Add(t.Context(), "a", []byte("added"), nil); err == nil || !strings.Contains(err.Error(), "may have arrived") {
		t.Error(err)
	}
	proxy.lose("repeated")
	must(t, s.Set(t.Context(), "n", []byte("repeated"), nil))
	s.expect(t, "n", "repeated")
}

func TestRefusedConfigs(t *testing.T) {
	for config, want := range map[string]string{
		at("h/one"):                               "no number of a database",
		at("h?db=1"):                              "options behind a ?",
		at("a,redis://b"):                         "several servers",
		at("a/1,redis://b") + "kind: cluster":     "a cluster does not have",
		at("a") + "kind: failover":                "field master: is needed",
		at("a") + "master: m":                     "field master: is needed",
		at("a") + "default_ttl: 0s":               "field default_ttl: must be longer than 0s",
		"url: http://a":                           "must be redis://user:password@host:port/database",
		at(":" + secret + "#@h"):                  "escape characters",
		at(":" + secret + "%zz@h"):                "escape characters",
		at(":" + secret + "/@h"):                  "escape characters",
		at(":a@" + secret + "@h:port"):            "escape characters",
		"url: 'redis://u:" + secret + "\u0001@h'": "",
	} {
		_, err := parseConfig(config)
		if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), secret) {
			t.Errorf("%q: %v", config, err)
		}
	}
}
