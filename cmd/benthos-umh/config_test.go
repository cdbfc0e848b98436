// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package main_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
	"github.com/onsi/gomega/gexec"
)

// configRuns has for every file of config/ the spec that runs it.
var configRuns = map[string]func(){
	"counter.yaml":        runCounter,
	"counter-shared.yaml": runCounterShared,
	"quickstart.yaml":     runQuickstart,
	"file-to-file.yaml":   runFileToFile,
	"http-to-http.yaml":   runHTTPToHTTP,
	"dead-letter.yaml":    runDeadLetter,
	"metrics.yaml":        runMetrics,
	"kafka-to-kafka.yaml": runKafkaToKafka,
	"mqtt.yaml":           runMQTT,
	"mqtt-to-uns.yaml":    runMQTTToUNS,
}

var _ = Describe("the configs of config/", func() {
	paths, err := filepath.Glob(filepath.Join("..", "..", "config", "*.yaml"))
	if err != nil {
		panic(err)
	}

	It("are there", func() {
		Expect(len(paths)).To(BeNumerically(">=", len(configRuns)))
	})

	var configs []string
	for _, path := range paths {
		if !strings.HasSuffix(path, "_benthos_test.yaml") {
			configs = append(configs, "config/"+filepath.Base(path))
		}
	}

	It("have no lints", func() {
		_, stderr := finish(0, command(append([]string{"lint"}, configs...)...))
		Expect(stderr).To(BeEmpty())
	})

	It("have unit tests, and they pass", func() {
		var passed string
		for _, config := range configs {
			Expect(filepath.Join(repository, strings.TrimSuffix(config, ".yaml")+"_benthos_test.yaml")).To(BeAnExistingFile(), "docs/testing.md says how to write them")
			passed += "Test '" + config + "' succeeded\n"
		}
		stdout, _ := finish(0, command(append([]string{"test"}, configs...)...))
		Expect(stdout).To(Equal(passed))
	})

	for _, config := range configs {
		name := filepath.Base(config)
		It(name+" runs", func() {
			Expect(configRuns).To(HaveKey(name), "config/%s needs a run in configRuns", name)
			configRuns[name]()
		})
		It(name+" has only scripts that run in Go if they can", func() {
			dir := GinkgoT().TempDir()
			cmd := command("-c", filepath.Join("config", name), "--set", "logger.level=DEBUG")
			cmd.Env = append(cmd.Env, "LISTEN="+freeAddress(), "HTTP_ADDRESS="+freeAddress(), "FORWARD_URL=http://127.0.0.1:1/", "MQTT_URL=tcp://127.0.0.1:1")
			for _, file := range []string{"OUTPUT_FILE", "FAILED_FILE", "DEAD_LETTER_FILE", "STATE_FILE"} {
				cmd.Env = append(cmd.Env, file+"="+filepath.Join(dir, file))
			}
			session := start(cmd)
			logged := func() string { return string(session.Out.Contents()) + string(session.Err.Contents()) }
			// Its scripts were compiled before. Nobody waits for a stop: the servers that it
			// needs are not there.
			Eventually(logged, patience).Should(ContainSubstring("Launching a benthos-umh instance"))
			Eventually(session.Kill(), patience).Should(gexec.Exit())
			Expect(logged()).To(MatchRegexp("defaults: runs in Go, without a VM|%s", needsVM))
			Expect(needsVM.ReplaceAllString(logged(), "")).NotTo(ContainSubstring("slower"))
		})
	}
})

// needsVM is what the log says of a script that no way of writing brings into Go.
var needsVM = regexp.MustCompile("defaults needs a JavaScript VM, about \\d+ times slower: uses `cache.update` with a cache resource")

func runQuickstart() {
	stdout, stderr := finish(0, command("-c", "config/quickstart.yaml"))
	Expect(stderr).To(BeEmpty())

	want, err := os.ReadFile(filepath.Join("testdata", "quickstart.txt"))
	Expect(err).NotTo(HaveOccurred())
	got := strings.Split(stdout, "\n")
	for i, line := range strings.Split(string(want), "\n") {
		Expect(len(got)).To(BeNumerically(">", i), "missing: %s", line)
		Expect(withoutArrivalTime(got[i])).To(Equal(line), "line %d", i+1)
	}
	Expect(got).To(HaveLen(strings.Count(string(want), "\n") + 1))
}

var _ = Describe("the quickstart", func() {
	It("accounts for every reading and finds a VM in the pool for nearly all", func() {
		readings := readLines(filepath.Join(repository, "config", "data", "press-line.jsonl"))
		_, stderr := finish(0, command("-c", "config/quickstart.yaml",
			"--set", "logger.level=INFO", "--set", "metrics.logger.push_interval=1h"))
		counters := map[string]int{}
		for _, line := range regexp.MustCompile(`name=(\w+) value=(\d+)`).FindAllStringSubmatch(stderr, -1) {
			value, err := strconv.Atoi(line[2])
			Expect(err).NotTo(HaveOccurred())
			counters[line[1]] += value
		}
		Expect(counters).To(HaveKeyWithValue("messages_received", len(readings)))
		Expect(counters["messages_processed"] + counters["messages_dropped"]).To(Equal(len(readings)))
		Expect(counters).NotTo(HaveKeyWithValue("messages_errored", BeNumerically(">", 0)))

		leases := counters["vm_pool_hits"] + counters["vm_pool_misses"]
		Expect(leases).To(Equal(len(readings)), "a reading is a batch of its own, and a lease")
		Expect(counters["vm_pool_hits"]).To(BeNumerically(">", leases*9/10))
	})
})

// timeOfArrival matches the time of the quickstart's tags whose protocol brings
// none: Modbus and S7, and a scanner's plain text.
var timeOfArrival = regexp.MustCompile(`^(umh\.v1\.\S+\._raw\.(?:meter|pump|conveyor|scanner)[.\s].*"timestamp_ms":)\d+`)

func withoutArrivalTime(line string) string {
	return timeOfArrival.ReplaceAllString(line, "${1}0")
}

func runFileToFile() {
	dir := GinkgoT().TempDir()
	tagsPath, failedPath := filepath.Join(dir, "tags.jsonl"), filepath.Join(dir, "failed.jsonl")
	cmd := command("-c", "config/file-to-file.yaml")
	cmd.Env = append(cmd.Env, "OUTPUT_FILE="+tagsPath, "FAILED_FILE="+failedPath)
	finish(0, cmd)

	input := readLines(filepath.Join(repository, "config", "data", "furnace-log.jsonl"))
	tags, failed := readLines(tagsPath), readLines(failedPath)
	Expect(len(tags)+len(failed)).To(Equal(len(input)), "every line ends up on one side")

	Expect(tags[0]).To(MatchJSON(`{"topic":"umh.v1.acme.graz.hardening._raw.furnace1.zone1_temperature","value":840.2,"timestamp_ms":1773295200000,"unit":"C"}`))
	Expect(tags[3]).To(MatchJSON(`{"topic":"umh.v1.acme.graz.hardening._raw.furnace1.door_open","value":false,"timestamp_ms":1773295200000}`))
	Expect(tags[4]).To(MatchJSON(`{"topic":"umh.v1.acme.graz.hardening._raw.quench_tank.oil_level","value":88.0,"timestamp_ms":1773295200000,"unit":"%"}`))

	type failure struct {
		Stage, Reason, Message, Line string
		ScriptLine                   int `json:"script_line"`
	}
	var failures []failure
	for _, line := range failed {
		var f failure
		Expect(json.Unmarshal([]byte(line), &f)).To(Succeed(), line)
		Expect(input).To(ContainElement(f.Line), "a failed line is kept as it came")
		Expect(f.Message).NotTo(BeEmpty())
		f.Message, f.Line = "", ""
		failures = append(failures, f)
	}
	Expect(failures).To(Equal([]failure{
		{Stage: "topic", Reason: "invalid_topic"},
		{Stage: "topic", Reason: "missing_field"},
		{Stage: "value", Reason: "bad_value"},
		{Stage: "defaults", Reason: "throw", ScriptLine: 2},
		{Stage: "defaults", Reason: "throw", ScriptLine: 2},
	}))
}

func runDeadLetter() {
	dir := GinkgoT().TempDir()
	tagsPath, lettersPath := filepath.Join(dir, "tags.jsonl"), filepath.Join(dir, "letters.jsonl")
	cmd := command("-c", "config/dead-letter.yaml")
	cmd.Env = append(cmd.Env, "OUTPUT_FILE="+tagsPath, "DEAD_LETTER_FILE="+lettersPath)
	finish(0, cmd)

	input := readLines(filepath.Join(repository, "config", "data", "mixed-readings.jsonl"))
	tags, letters := readLines(tagsPath), readLines(lettersPath)
	// Two arrays become three and two tags, every other good reading one.
	const arrays, arrayTags = 2, 3 + 2
	Expect(len(tags) - arrayTags + arrays + len(letters)).To(Equal(len(input)))

	type letter struct {
		Payload                string
		Meta                   map[string]string
		Stage, Reason, Message string
		ScriptLine             int `json:"script_line"`
	}
	var reasons []string
	for _, line := range letters {
		var l letter
		Expect(json.Unmarshal([]byte(line), &l)).To(Succeed(), line)
		original, err := json.Marshal(map[string]any{"payload": l.Payload, "meta": l.Meta})
		Expect(err).NotTo(HaveOccurred())
		Expect(input).To(ContainElement(MatchJSON(original)), "payload and metadata are kept as they came")
		Expect(l.Message).NotTo(BeEmpty())
		reasons = append(reasons, strings.TrimSuffix(l.Stage+": "+l.Reason+" "+strconv.Itoa(l.ScriptLine), " 0"))
	}
	Expect(reasons).To(Equal([]string{
		"value: bad_value", "topic: missing_field", "topic: invalid_topic", "condition 2 then: throw 2",
	}))
}

// runMetrics runs the stream as long as it needs for a minute's worth of readings.
func runMetrics() {
	address := freeAddress()
	cmd := command("-c", "config/metrics.yaml")
	cmd.Env = append(cmd.Env, "HTTP_ADDRESS="+address, "INTERVAL=100us")
	session := launch(cmd)
	var s scrape
	Eventually(func(g Gomega) {
		status, _, err := request(http.MethodGet, "http://"+address+"/ready", "")
		g.Expect(err).NotTo(HaveOccurred())
		g.Expect(status).To(Equal(http.StatusOK))
		s = scrapeOf(address)
		g.Expect(s.counted("messages_received")).To(BeNumerically(">=", 3000))
	}, patience, "200ms").Should(Succeed())
	hits, misses := s.counted("vm_pool_hits"), s.counted("vm_pool_misses")
	Expect(misses).To(BeNumerically(">", 0))
	Expect(hits / (hits + misses)).To(BeNumerically(">", 0.99))
	Expect(s.names()).To(And(HaveKey("process_resident_memory_bytes"), HaveKey("go_gc_duration_seconds")))
	Expect(string(session.Out.Contents())).To(MatchRegexp(`(?m)^umh\.v1\.acme\.graz\.stamping\.line3\._raw\.press\.force +\{"timestamp_ms":\d+,"value":1\d{3}`))
	stop(session)
}

func runHTTPToHTTP() {
	type delivery struct{ topic, body string }
	var (
		lock      sync.Mutex
		delivered []delivery
		broken    bool
	)
	receiver := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		lock.Lock()
		defer lock.Unlock()
		if broken {
			w.WriteHeader(http.StatusBadRequest)
			return
		}
		body, _ := io.ReadAll(r.Body)
		delivered = append(delivered, delivery{r.Header.Get("X-Topic"), string(body)})
	}))
	DeferCleanup(receiver.Close)
	deliveries := func() []delivery {
		lock.Lock()
		defer lock.Unlock()
		return slices.Clone(delivered)
	}

	listen, service := freeAddress(), freeAddress()
	cmd := command("-c", "config/http-to-http.yaml", "--set", "output.reject_errored.http_client.retry_period=10ms")
	cmd.Env = append(cmd.Env, "LISTEN="+listen, "HTTP_ADDRESS="+service, "FORWARD_URL="+receiver.URL)
	session := launch(cmd)
	Eventually(func() (int, error) {
		status, _, err := request(http.MethodGet, "http://"+service+"/ready", "")
		return status, err
	}, patience).Should(Equal(http.StatusOK))

	post := func(path, body string) (status int, answer string) {
		GinkgoHelper()
		status, answer, err := request(http.MethodPost, "http://"+listen+path, body)
		Expect(err).NotTo(HaveOccurred())
		return status, answer
	}

	By("a reading becomes a tag, and the sender gets it")
	status, answer := post("/press/hydraulics.oil_temperature", "46.2")
	Expect(status).To(Equal(http.StatusOK), answer)
	Expect(answer).To(MatchRegexp(`^\{"timestamp_ms":\d{13},"value":46\.2\}$`))
	Expect(deliveries()).To(Equal([]delivery{{"umh.v1.acme.graz.stamping.line3._raw.press.hydraulics.oil_temperature", answer}}))

	By("a reading that makes no tag is not sent, and the sender hears why")
	status, answer = post("/press/oil_temperature", "hot")
	Expect(status).To(Equal(http.StatusBadGateway))
	Expect(answer).To(ContainSubstring("hot"))
	status, answer = post("/press/oil%20temperature", "46.2")
	Expect(status).To(Equal(http.StatusBadGateway))
	Expect(answer).To(ContainSubstring("topic"))
	Expect(deliveries()).To(HaveLen(1))

	By("what the receiver does not take is not answered with 200")
	lock.Lock()
	broken = true
	lock.Unlock()
	status, _ = post("/press/force", "1450")
	Expect(status).To(Equal(http.StatusBadGateway))

	stop(session)
}

func request(verb, url, body string) (status int, answer string, err error) {
	req, err := http.NewRequest(verb, url, strings.NewReader(body))
	if err != nil {
		return 0, "", err
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return 0, "", err
	}
	defer resp.Body.Close()
	var buf bytes.Buffer
	_, err = buf.ReadFrom(resp.Body)
	return resp.StatusCode, buf.String(), err
}

// freeAddress returns an address that nothing listens on at the moment.
func freeAddress() string {
	GinkgoHelper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	Expect(err).NotTo(HaveOccurred())
	defer listener.Close()
	return listener.Addr().String()
}

func readLines(path string) []string {
	GinkgoHelper()
	content, err := os.ReadFile(path)
	Expect(err).NotTo(HaveOccurred())
	return strings.Split(strings.TrimSuffix(string(content), "\n"), "\n")
}
