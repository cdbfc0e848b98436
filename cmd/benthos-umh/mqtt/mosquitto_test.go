// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package mqtt

import (
	"crypto/pbkdf2"
	"crypto/rand"
	"crypto/sha512"
	"encoding/base64"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
	"github.com/onsi/gomega/gexec"

	"github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/peertest"
)

// A mosquitto is a broker that can be stopped and started again.
type mosquitto struct {
	*peertest.Mosquitto
	session *gexec.Session
}

// prepareMosquitto writes the config of a broker that keeps its sessions over a
// restart. Anybody may connect, unless the extra lines say otherwise.
func prepareMosquitto(extra ...string) *mosquitto {
	GinkgoHelper()
	lines := []string{
		"persistence true",
		"persistence_location " + GinkgoT().TempDir() + "/",
		"log_dest stderr",
		"log_type all",
		"max_queued_messages 0",
	}
	if !strings.Contains(strings.Join(extra, "\n"), "allow_anonymous") {
		extra = append(extra, "allow_anonymous true")
	}
	return &mosquitto{Mosquitto: peertest.PrepareMosquitto(GinkgoT(), append(lines, extra...)...)}
}

func startMosquitto(extra ...string) *mosquitto {
	GinkgoHelper()
	b := prepareMosquitto(extra...)
	b.start()
	return b
}

func (b *mosquitto) start() {
	GinkgoHelper()
	session, err := gexec.Start(b.Command(), GinkgoWriter, GinkgoWriter)
	Expect(err).NotTo(HaveOccurred())
	b.session = session
	DeferCleanup(func() { session.Kill().Wait(patience) })
	Eventually(b.Reachable, patience).Should(Succeed())
}

func (b *mosquitto) stop() {
	GinkgoHelper()
	Eventually(b.session.Signal(syscall.SIGTERM), patience).Should(gexec.Exit())
}

// url is a line of a component's config.
func (b *mosquitto) url() string { return "urls: [ tcp://" + b.Address() + " ]\n" }

func (b *mosquitto) tlsURL() string { return "urls: [ ssl://" + b.Address() + " ]\n" }

// withPassword are the lines of a broker that one user may connect to.
func withPassword(name, password string) []string {
	GinkgoHelper()
	salt := make([]byte, 12)
	_, _ = rand.Read(salt)
	key, err := pbkdf2.Key(sha512.New, password, salt, 101, 64)
	Expect(err).NotTo(HaveOccurred())
	encode := base64.StdEncoding.EncodeToString
	line := fmt.Sprintf("%s:$7$101$%s$%s\n", name, encode(salt), encode(key))
	return []string{"allow_anonymous false", "password_file " + writeFile(line)}
}

// withTLS are the lines of a broker that encrypts, with a certificate of the authority.
func withTLS(signer *peertest.Authority, changes ...peertest.Change) []string {
	files := signer.Certify(changes...)
	return []string{"cafile " + signer.File, "certfile " + files.Cert, "keyfile " + files.Key}
}

func writeFile(content string) string {
	GinkgoHelper()
	path := filepath.Join(GinkgoT().TempDir(), "file")
	Expect(os.WriteFile(path, []byte(content), 0o600)).To(Succeed())
	return path
}
