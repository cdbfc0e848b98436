// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package mqtt

import (
	"context"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
	"github.com/redpanda-data/benthos/v4/public/service"

	"github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/peertest"
)

var _ = Describe("a broker that is away", func() {
	It("is reported once, and found when it is there", func() {
		broker := prepareMosquitto()
		in := openInput(broker.url() + "topics: [ a ]")
		Expect(inVain(in.Connect)).To(And(ContainSubstring("tcp://"+broker.Address()), ContainSubstring("is the broker running")))
		again := make(chan error, 1)
		ctx := soon()
		go func() { again <- in.Connect(ctx) }()
		Consistently(again, 8*briefPause).ShouldNot(Receive(), "Benthos would log the same once more")
		broker.start()
		Eventually(again, patience).Should(Receive(BeNil()))
		Expect(in.logs.count("Connected")).To(Equal(1))
	})

	It("does not keep an input from its end", func() {
		in := openInput("urls: [ 'tcp://127.0.0.1:" + freePort() + "' ]\ntopics: [ a ]")
		inVain(in.Connect)
		ctx, cancel := context.WithCancel(context.Background())
		again := make(chan error, 1)
		go func() { again <- in.Connect(ctx) }()
		Consistently(again, "100ms").ShouldNot(Receive())
		cancel()
		Eventually(again, patience).Should(Receive(MatchError(context.Canceled)))
	})

	It("is one that has no address", func() {
		in := openInput("urls: [ 'tcp://no-such-host.invalid' ]\ntopics: [ a ]")
		Expect(inVain(in.Connect)).To(ContainSubstring("the host in urls cannot be found"))
	})
})

var _ = Describe("a broker that does not want us", func() {
	It("since the password is wrong", func() {
		broker := startMosquitto(withPassword("press", "right")...)
		in := openInput(broker.url() + "topics: [ a ]\nuser: press\npassword: wr0ng")
		err := inVain(in.Connect)
		Expect(err).To(ContainSubstring("does not take this user and password: check both"))
		Expect(err + in.logs.String()).NotTo(ContainSubstring("wr0ng"))
	})

	It("since it does not know who we are", func() {
		broker := startMosquitto(withPassword("press", "right")...)
		out := openOutput(broker.url() + "topic: a")
		Expect(inVain(out.Connect)).To(ContainSubstring("set user and password"))
	})

	It("since we have no certificate", func() {
		signer := peertest.NewAuthority(GinkgoT())
		broker := startMosquitto(append(withTLS(signer), "require_certificate true")...)
		in := openInput(broker.tlsURL() + "topics: [ a ]\ntls: { enabled: true, root_cas_file: " + signer.File + " }")
		Expect(inVain(in.Connect)).To(ContainSubstring("check tls.client_certs"))
	})

	It("since it encrypts and we do not", func() {
		broker := startMosquitto(withTLS(peertest.NewAuthority(GinkgoT()))...)
		in := openInput(broker.url() + "topics: [ a ]")
		Expect(inVain(in.Connect)).To(ContainSubstring("if the port speaks TLS, write ssl://"))
	})
})

var _ = Describe("a broker that we do not trust", func() {
	DescribeTable("is not connected to",
		func(trusted bool, hint string, changes ...peertest.Change) {
			signer := peertest.NewAuthority(GinkgoT())
			broker := startMosquitto(withTLS(signer, changes...)...)
			root := signer.File
			if !trusted {
				root = peertest.NewAuthority(GinkgoT()).File
			}
			in := openInput(broker.tlsURL() + "topics: [ a ]\ntls: { enabled: true, root_cas_file: " + root + " }")
			Expect(inVain(in.Connect)).To(ContainSubstring(hint))

			ctx, cancel := context.WithTimeout(context.Background(), 8*briefPause)
			defer cancel()
			Expect(in.Connect(ctx)).To(MatchError(context.DeadlineExceeded), "Benthos would log the same once more")
		},
		Entry("signed by somebody else", false, "set tls.root_cas_file"),
		Entry("for another host", true, "write in urls a name that it has", peertest.ForAnotherHost),
		Entry("expired", true, "expired or is not valid yet", peertest.Expired),
	)

	It("is not there where nothing is encrypted", func() {
		in := openInput(startMosquitto().tlsURL() + "topics: [ a ]\ntls: { enabled: true }\nconnect_timeout: 2s")
		Expect(inVain(in.Connect)).To(ContainSubstring("the port does not speak TLS"))
	})
})

var _ = Describe("a client id that two use", func() {
	It("is named when the broker drops the one for the other, and the two slow down", func() {
		broker := startMosquitto()
		shared := broker.url() + "client_id: twin\ntopics: [ a ]"
		first := connectedInput(shared)
		second := connectedInput(shared)
		_, _, err := first.Read(soon())
		Expect(err).To(Equal(service.ErrNotConnected))
		Eventually(first.logs.String, patience).Should(And(ContainSubstring(`another client connects with the same client_id, \"twin\"`), ContainSubstring("dynamic_client_id_suffix")))

		var pauses []time.Duration
		for range 3 {
			for _, in := range []inlet{first, second} {
				Eventually(in.session.link.ctx.Done(), patience).Should(BeClosed(), "else there is nothing to connect")
				Expect(in.Connect(soon())).To(Succeed())
				pauses = append(pauses, in.pause)
			}
		}
		Expect(pauses).To(Equal([]time.Duration{
			briefPause, briefPause, 2 * briefPause, 2 * briefPause, 4 * briefPause, 4 * briefPause,
		}))
		Eventually(func() int { return first.logs.count("is lost") }, patience).
			Should(Equal(first.logs.count("Connected")), "each change is a line")
	})
})
