// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package group

import (
	"fmt"
	"os"
	"os/user"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	mqtt "github.com/eclipse/paho.mqtt.golang"
)

// benchMQTT measures from the first tag to the last one. Each process has topics of
// its own, and the broker all readings before the processes start: it keeps them for
// sessions that were begun before.
func benchMQTT(b *testing.B, processes int, by string, inFlight int) {
	n := *messages / 10
	config := benchConfig(b, fmt.Sprintf(mqttConfig, inFlight), by)
	var used time.Duration
	for b.Loop() {
		b.StopTimer()
		url := "tcp://" + startMosquitto(b)
		for i := range processes {
			session := connect(b, url, processName(i))
			wait(b, session.Subscribe(fmt.Sprintf("readings/%d/#", i), 1, nil))
			session.Disconnect(0)
		}
		client := connect(b, url, "test")
		for i := range n {
			machine, value := reading(i)
			token := client.Publish(fmt.Sprintf("readings/%d/%s", i%processes, machine), 1, false, value)
			if i%1000 == 0 || i == n-1 {
				wait(b, token)
			}
		}
		var tags atomic.Int64
		wait(b, client.Subscribe("umh/#", 0, func(mqtt.Client, mqtt.Message) { tags.Add(1) }))
		var group []*process
		for i := range processes {
			group = append(group, startProcess(b, processName(i), config, oneCore, "MQTT="+url, fmt.Sprint("PART=", i)))
		}

		until(b, "there is a tag", func() bool { return tags.Load() > 0 })
		b.StartTimer()
		until(b, "every reading is a tag", func() bool { return tags.Load() == int64(n) })
		b.StopTimer()

		used += stopAll(group)
		client.Disconnect(0)
		b.StartTimer()
	}
	perMessage(b, n, used)
}

func processName(i int) string { return fmt.Sprint("process", i) }

func startMosquitto(b *testing.B) (address string) {
	b.Helper()
	me, err := user.Current()
	must(b, err)
	config := filepath.Join(b.TempDir(), "mosquitto.conf")
	return launchServer(b, "mosquitto", func(host, port string) []string {
		must(b, os.WriteFile(config, fmt.Appendf(nil, "user %s\nlistener %s %s\nallow_anonymous true\nmax_queued_messages 0\n", me.Username, port, host), 0o600))
		return []string{"-c", config}
	})
}

// connect begins a session that the broker keeps.
func connect(b *testing.B, url, name string) mqtt.Client {
	b.Helper()
	client := mqtt.NewClient(mqtt.NewClientOptions().AddBroker(url).SetClientID(name).SetCleanSession(false))
	wait(b, client.Connect())
	return client
}

func wait(b *testing.B, token mqtt.Token) {
	b.Helper()
	if !token.WaitTimeout(patience) {
		b.Fatal("the broker does not answer")
	}
	must(b, token.Error())
}

const mqttConfig = `
input:
  mqtt:
    urls: [ "${MQTT}" ]
    client_id: ${PROCESS}
    clean_session: false
    topics: [ "readings/${PART}/#" ]
output:
  mqtt:
    urls: [ "${MQTT}" ]
    topic: ${! (@umh_topic | "umh").replace_all(".", "/") }
    max_in_flight: %d
logger: { level: WARN }
http: { enabled: false }
`
