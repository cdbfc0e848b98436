// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package main_test

import (
	"fmt"
	"net/http"
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

func prepareMosquitto() *mosquitto {
	GinkgoHelper()
	return &mosquitto{Mosquitto: peertest.PrepareMosquitto(GinkgoT(), "allow_anonymous true",
		"persistence true", "persistence_location "+GinkgoT().TempDir()+"/", "max_queued_messages 0")}
}

func (b *mosquitto) start() {
	GinkgoHelper()
	b.session = start(b.Command())
	Eventually(b.Reachable, patience).Should(Succeed())
}

func (b *mosquitto) stop() {
	GinkgoHelper()
	Eventually(b.session.Terminate(), patience).Should(gexec.Exit())
}

func (b *mosquitto) url() string { return "tcp://" + b.Address() }

// publish sends lines to the broker, with another process of the binary.
func (b *mosquitto) publish(topic, lines string) {
	GinkgoHelper()
	cmd := command("-c", tempFile("publish.yaml", `
input: { stdin: {} }
output: { mqtt: { urls: [ "`+b.url()+`" ], topic: "`+topic+`", max_in_flight: 1 } }
http: { enabled: false }
`))
	cmd.Stdin = strings.NewReader(lines)
	finish(0, cmd)
}

func isReady(address string) func() int {
	return func() int {
		status, _, _ := request(http.MethodGet, "http://"+address+"/ready", "")
		return status
	}
}

func runMQTT() {
	broker := prepareMosquitto()
	broker.start()
	addresses := []string{freeAddress(), freeAddress()}
	tags := launch(command("-c", tempFile("subscribe.yaml", `
input: { mqtt: { urls: [ "`+broker.url()+`" ], topics: [ "umh/#", "failed/#" ] } }
output: { stdout: {}, processors: [ mapping: 'root = @mqtt_topic + " " + content().string()' ] }
http: { address: "`+addresses[0]+`" }
`)))
	cmd := command("-c", "config/mqtt.yaml")
	cmd.Env = append(cmd.Env, "MQTT_URL="+broker.url(), "HTTP_ADDRESS="+addresses[1])
	session := launch(cmd)
	for _, address := range addresses {
		Eventually(isReady(address), patience).Should(Equal(http.StatusOK))
	}
	broker.publish("plant/press/hydraulics/oil_temperature", "46.2\nhot\n")
	Eventually(func() string { return string(tags.Out.Contents()) }, patience).Should(And(
		MatchRegexp(`umh/v1/acme/graz/stamping/line3/_raw/press/hydraulics/oil_temperature \{"timestamp_ms":\d+,"value":46.2\}`),
		ContainSubstring("failed/plant/press/hydraulics/oil_temperature hot"),
	))
	stop(session)
	stop(tags)
}

var _ = Describe("mqtt in the binary", func() {
	// config is a pipeline from the broker to a file, as one that must lose nothing.
	config := func(broker *mosquitto, file, address string) string {
		return tempFile("config.yaml", `
input: { mqtt: { urls: [ "`+broker.url()+`" ], client_id: keeper, clean_session: false, topics: [ a ] } }
output: { file: { path: "`+file+`", codec: lines } }
http: { address: "`+address+`" }
`)
	}

	It("is ready while the broker is there, and says each change once", func() {
		broker, address := prepareMosquitto(), freeAddress()
		session := launch(command("-c", config(broker, filepath.Join(GinkgoT().TempDir(), "out"), address)))
		logged := func() string { return string(session.Out.Contents()) + string(session.Err.Contents()) }
		Eventually(logged, patience).Should(ContainSubstring("is the broker running"))
		Expect(isReady(address)()).To(Equal(http.StatusServiceUnavailable))

		broker.start()
		Eventually(isReady(address), patience).Should(Equal(http.StatusOK))
		broker.stop()
		Eventually(isReady(address), patience).Should(Equal(http.StatusServiceUnavailable))
		broker.start()
		Eventually(isReady(address), patience).Should(Equal(http.StatusOK))

		stop(session)
		Expect(strings.Count(logged(), "Connected to "+broker.url())).To(Equal(2))
		Expect(strings.Count(logged(), "is lost")).To(Equal(1))
		Expect(strings.Count(logged(), "is the broker running")).To(BeNumerically("<=", 2))
	})

	It("loses nothing when it is killed", func() {
		broker, file := prepareMosquitto(), filepath.Join(GinkgoT().TempDir(), "out")
		broker.start()
		address := freeAddress()
		path := config(broker, file, address)
		run := func(path string) *gexec.Session {
			session := launch(command("-c", path))
			Eventually(isReady(address), patience).Should(Equal(http.StatusOK))
			return session
		}
		arrived := func() map[string]bool {
			content, _ := os.ReadFile(file)
			set := map[string]bool{}
			for line := range strings.Lines(string(content)) {
				set[line] = true
			}
			return set
		}
		stop(run(path)) // the session is there from now on

		const messages = 3_000
		var lines strings.Builder
		for i := range messages {
			fmt.Fprintln(&lines, i)
		}
		broker.publish("a", lines.String())

		text, err := os.ReadFile(path)
		Expect(err).NotTo(HaveOccurred())
		killed := run(tempFile("slow.yaml", throttled(string(text)+"pipeline:\n  processors:\n")))
		Eventually(func() int { return len(arrived()) }, patience, "5ms").Should(BeNumerically(">", 100))
		Eventually(killed.Signal(syscall.SIGKILL), patience).Should(gexec.Exit())
		Expect(len(arrived())).To(BeNumerically("<", messages), "it was killed in the middle")

		run(path)
		Eventually(arrived, patience).Should(HaveLen(messages))
	})
})
