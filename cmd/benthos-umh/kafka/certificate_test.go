// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package kafka_test

import (
	"crypto/tls"
	"fmt"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
	"github.com/twmb/franz-go/pkg/kfake"

	"github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/peertest"
)

// trusting is the setting of a client that trusts what the authority has signed.
func trusting(signer *peertest.Authority) string {
	return "  tls: { enabled: true, root_cas_file: " + signer.File + " }\n"
}

var _ = Describe("a broker that encrypts", func() {
	It("gets our certificate and our password", func() {
		signer := peertest.NewAuthority(GinkgoT())
		config := signer.ServerConfig()
		config.ClientAuth = tls.RequireAndVerifyClientCert
		address := cluster(kfake.TLS(config), kfake.EnableSASL(), kfake.Superuser("PLAIN", "plant", "secret"), kfake.SeedTopics(1, "readings")).ListenAddrs()[0]
		files := signer.Certify()
		login := fmt.Sprintf(`
  tls: { enabled: true, root_cas_file: %s, client_certs: [ { cert_file: %s, key_file: %s } ] }
  sasl: [ { mechanism: PLAIN, username: plant, password: secret } ]
`, signer.File, files.Cert, files.Key)
		Expect(startOutput(address, franzOutput+login).write(message("1", "topic", "readings"))).To(Succeed())
		d := startInput(address, redpandaGroup+login).read()
		Expect(d.texts()).To(Equal([]string{"1"}))
		d.accept()
	})

	DescribeTable("is not connected to if a certificate does not fit",
		func(hint string, server func(*peertest.Authority) *tls.Config, client func(*peertest.Authority) string) {
			signer := peertest.NewAuthority(GinkgoT())
			address := cluster(kfake.TLS(server(signer)), kfake.SeedTopics(1, "readings")).ListenAddrs()[0]
			login := client(signer)
			expectToldOnce(hint, startInput(address, franzGroup+login).log, startStream(address, franzOutput+login))
		},
		Entry("signed by somebody else", "set tls.root_cas_file",
			func(*peertest.Authority) *tls.Config { return peertest.NewAuthority(GinkgoT()).ServerConfig() }, trusting),
		Entry("for another host", "write in seed_brokers a name that it has",
			func(a *peertest.Authority) *tls.Config { return a.ServerConfig(peertest.ForAnotherHost) }, trusting),
		Entry("expired", "expired or is not valid yet",
			func(a *peertest.Authority) *tls.Config { return a.ServerConfig(peertest.Expired) }, trusting),
		Entry("none of ours", "check tls.client_certs", func(a *peertest.Authority) *tls.Config {
			config := a.ServerConfig()
			config.ClientAuth = tls.RequireAndVerifyClientCert
			return config
		}, trusting),
		Entry("nothing encrypted", "if the port speaks TLS, set tls.enabled to true",
			func(a *peertest.Authority) *tls.Config { return a.ServerConfig() }, func(*peertest.Authority) string { return "" }),
	)
})
