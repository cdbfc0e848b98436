// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package kafka_test

import (
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
	"github.com/twmb/franz-go/pkg/kerr"
	"github.com/twmb/franz-go/pkg/kfake"
	"github.com/twmb/franz-go/pkg/kmsg"
)

var _ = Describe("a consumer group that keeps an input out", func() {
	It("since another one has its instance_id: it says so once, loses nothing, and comes back", func() {
		c := cluster(kfake.SeedTopics(1, "readings"), kfake.GroupMinSessionTimeout(time.Second))
		address := c.ListenAddrs()[0]
		fill(address, "readings", 1, 0, 2)
		config := franzGroup + "  checkpoint_limit: 1\n  instance_id: press\n  heartbeat_interval: 100ms\n  session_timeout: 2s\n"
		first := startInput(address, config)
		held := first.read()

		second := startInput(address, config)
		Eventually(first.log.String).Should(ContainSubstring("another member of the group has the same instance_id: each process needs one of its own"))
		held.accept()
		for _, want := range []string{"0", "1"} { // of which the first member had one that it could not commit
			d := second.read()
			Expect(d.texts()).To(Equal([]string{want}))
			d.accept()
		}
		Eventually(committed(c, "plant", "readings", 0)).Should(BeEquivalentTo(2))
		Expect(first.log.lines("instance_id")).To(Equal(1), "%s", first.log)
		Expect(second.log.String()).NotTo(ContainSubstring("instance_id"))

		second.stop()
		Eventually(first.log.String).Should(ContainSubstring("connected again"))
		fill(address, "readings", 1, 2, 1)
		d := first.read()
		Expect(d.texts()).To(Equal([]string{"2"}))
		d.accept()
		Expect(first.log.lines("instance_id")).To(Equal(1), "%s", first.log)
	})

	It("since its user may not use the group: it says so once, and reads when it may", func() {
		c := cluster(kfake.SeedTopics(1, "readings"))
		fill(c.ListenAddrs()[0], "readings", 1, 0, 1)
		denied := c.Fault(kfake.Fault{Keys: []kmsg.Key{kmsg.JoinGroup}, Group: "plant", Err: kerr.GroupAuthorizationFailed, Count: -1})
		in := startInput(c.ListenAddrs()[0], franzGroup)
		Eventually(in.log.String).Should(ContainSubstring("lets this user not use the consumer group"))
		Eventually(denied.Hits).Should(BeNumerically(">", 3))
		Expect(in.log.lines("consumer group")).To(Equal(1), "%s", in.log)
		denied.Remove()
		d := in.read()
		Expect(d.texts()).To(Equal([]string{"0"}))
		d.accept()
	})
})
