// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package main_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
	"github.com/onsi/gomega/gexec"
)

// numbersConfig takes numbers through tag_processor into a file. The message and its line
// break are one write, as docs/operations.md recommends.
func numbersConfig(input, outputPath string) string {
	return input + `
pipeline:
  threads: 2
  processors:
    - tag_processor:
        defaults: |
          msg.meta.location_path = "acme.graz";
          msg.meta.data_contract = "_raw";
          msg.meta.tag_name = "number";
          return msg;
output:
  file:
    path: ` + outputPath + `
    codec: append
  processors:
    - mapping: root = content().string() + "\n"
http:
  enabled: false
`
}

// throttled lets a message through in a millisecond, so that a run can be stopped in the
// middle on a machine that is fast and on one that is busy.
func throttled(config string) string {
	return strings.Replace(config, "  processors:\n", "  processors:\n    - rate_limit: { resource: one_a_millisecond }\n", 1) + `
rate_limit_resources:
  - label: one_a_millisecond
    local: { count: 1, interval: 1ms }
`
}

// httpNumbers is an input that answers a POST when the batch that it became a part
// of is written.
func httpNumbers(address string) string {
	return `input:
  broker:
    inputs:
      - http_server:
          address: ` + address + `
          path: /numbers
    batching:
      count: 10
      period: 20ms`
}

// writtenNumbers has how often each number is in the file.
func writtenNumbers(path string) map[int]int {
	GinkgoHelper()
	times := map[int]int{}
	for _, line := range readLines(path) {
		var tag struct{ Value *int }
		Expect(json.Unmarshal([]byte(line), &tag)).To(Succeed(), "a whole line: %q", line)
		Expect(tag.Value).NotTo(BeNil(), line)
		times[*tag.Value]++
	}
	return times
}

// senders post the numbers from 1 on, several at a time.
type senders struct {
	url      string
	next     atomic.Int64
	mu       sync.Mutex
	accepted map[int]bool // number posted: whether it was answered with 200
	done     sync.WaitGroup
}

// concurrentSenders are more than there are messages in a batch, so that several
// batches are on their way.
const concurrentSenders = 25

// start posts until all numbers are, or to the first that is not accepted.
func (s *senders) start(numbers int, post func(url string, n int) bool) {
	s.accepted = map[int]bool{}
	for range concurrentSenders {
		s.done.Go(func() {
			for {
				n := int(s.next.Add(1))
				if n > numbers {
					return
				}
				ok := post(s.url, n)
				s.mu.Lock()
				s.accepted[n] = ok
				s.mu.Unlock()
				if !ok {
					return
				}
			}
		})
	}
}

func (s *senders) acknowledged() (n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, ok := range s.accepted {
		if ok {
			n++
		}
	}
	return n
}

func postNumber(url string, n int) (accepted bool) {
	status, _, err := request(http.MethodPost, url, strconv.Itoa(n))
	return err == nil && status == http.StatusOK
}

// postUntilAccepted is a sender that does not give up.
func postUntilAccepted(url string, n int) bool {
	for !postNumber(url, n) {
		time.Sleep(10 * time.Millisecond)
	}
	return true
}

var _ = Describe("a stop with SIGTERM", func() {
	It("writes what it has acknowledged once, and nothing twice", func() {
		dir, address := GinkgoT().TempDir(), freeAddress()
		output := filepath.Join(dir, "numbers.jsonl")
		session := launch(command("-c", tempFile("config.yaml", numbersConfig(httpNumbers(address), output))))
		waitForServer(address)

		s := &senders{url: "http://" + address + "/numbers"}
		s.start(1_000_000, postNumber)
		Eventually(s.acknowledged, patience).Should(BeNumerically(">", 200))
		stop(session)
		s.done.Wait()

		times := writtenNumbers(output)
		for n, accepted := range s.accepted {
			if accepted {
				Expect(times).To(HaveKeyWithValue(n, 1), "%d was acknowledged", n)
			} else {
				Expect(times[n]).To(BeNumerically("<=", 1), "%d was not acknowledged", n)
			}
			delete(times, n)
		}
		Expect(times).To(BeEmpty(), "written, but never sent")
	})

	It("writes the lines of a file that it has begun, and none twice", func() {
		dir := GinkgoT().TempDir()
		input, output := filepath.Join(dir, "in.txt"), filepath.Join(dir, "out.jsonl")
		const lines = 20_000
		writeNumbers(input, 1, lines)
		session := launch(command("-c", tempFile("config.yaml", throttled(numbersConfig(fileNumbers(input), output)))))
		Eventually(fileSize(output), patience).Should(BeNumerically(">", 10_000))
		stop(session)

		times := writtenNumbers(output)
		Expect(len(times)).To(BeNumerically("<", lines), "stopped in the middle")
		for n := 1; n <= len(times); n++ {
			Expect(times).To(HaveKeyWithValue(n, 1), "no gap up to where it stopped, nothing twice")
		}
	})

	DescribeTable("ends in time although a script without script_timeout hangs", func(hang string) {
		dir, address := GinkgoT().TempDir(), freeAddress()
		output := filepath.Join(dir, "numbers.jsonl")
		config := numbersConfig(httpNumbers(address), output) + "shutdown_timeout: 4s\n"
		config = strings.Replace(config, "defaults: |", `script_timeout: 0s
        advancedProcessing: |
          if (msg.payload === 0) { `+hang+` }
          return msg;
        defaults: |
          if (msg.payload === 0) console.warn("it hangs");`, 1)
		session := launch(command("-c", tempFile("config.yaml", config)))
		waitForServer(address)
		url := "http://" + address + "/numbers"
		Expect(postNumber(url, 1)).To(BeTrue())

		answered := make(chan bool, 1)
		go func() { answered <- postNumber(url, 0) }()
		logged := func() string { return string(session.Out.Contents()) + string(session.Err.Contents()) }
		Eventually(logged, patience).Should(ContainSubstring("it hangs"))
		Expect(postNumber(url, 2)).To(BeTrue(), "the other thread goes on")

		// Past shutdown_timeout, Benthos ends the process itself, says so, and exits
		// with 1.
		stop(session)
		Expect(logged()).NotTo(ContainSubstring("Exiting forcefully"))
		Eventually(answered, patience).Should(Receive(BeFalse()), "the hanging message is not acknowledged")
		Expect(writtenNumbers(output)).To(Equal(map[int]int{1: 1, 2: 1}))
	},
		Entry("in an endless loop", "for (;;);"),
		Entry("in a native", `/^(a+)+\1$/.test("a".repeat(40) + "b");`),
	)
})

var _ = Describe("a kill and a restart", func() {
	It("loses nothing that a sender repeats until it is acknowledged", func() {
		dir, address := GinkgoT().TempDir(), freeAddress()
		output := filepath.Join(dir, "numbers.jsonl")
		config := numbersConfig(httpNumbers(address), output)
		killed := start(command("-c", tempFile("config.yaml", throttled(config))))
		waitForServer(address)

		const numbers = 1_500
		s := &senders{url: "http://" + address + "/numbers"}
		s.start(numbers, postUntilAccepted)
		Eventually(s.acknowledged, patience).Should(BeNumerically(">", 200))
		Eventually(killed.Kill(), patience).Should(gexec.Exit())
		Expect(s.acknowledged()).To(BeNumerically("<", numbers), "killed in the middle")

		restarted := launch(command("-c", tempFile("config.yaml", config)))
		Eventually(s.acknowledged, patience).Should(Equal(numbers))
		s.done.Wait()
		stop(restarted)
		times := writtenNumbers(output)
		for n := 1; n <= numbers; n++ {
			Expect(times).To(HaveKey(n))
		}
		Expect(times).To(HaveLen(numbers))
	})

	It("reads a file from its start again: nothing is lost, some of it comes twice", func() {
		dir := GinkgoT().TempDir()
		input, output := filepath.Join(dir, "in.txt"), filepath.Join(dir, "out.jsonl")
		const lines = 10_000
		writeNumbers(input, 1, lines)
		config := numbersConfig(fileNumbers(input), output)
		killed := start(command("-c", tempFile("config.yaml", throttled(config))))
		Eventually(fileSize(output), patience).Should(BeNumerically(">", 10_000))
		Eventually(killed.Kill(), patience).Should(gexec.Exit())
		first := writtenNumbers(output)
		Expect(len(first)).To(BeNumerically("<", lines), "killed in the middle")

		finish(0, command("-c", tempFile("config.yaml", config)))
		times := writtenNumbers(output)
		Expect(times).To(HaveLen(lines))
		for n, count := range times {
			Expect(count).To(Equal(1+first[n]), "the second run wrote %d once", n)
		}
	})

	It("goes on with the files of a folder that were not finished", func() {
		dir := GinkgoT().TempDir()
		folder, output := filepath.Join(dir, "spool"), filepath.Join(dir, "out.jsonl")
		Expect(os.Mkdir(folder, 0o700)).To(Succeed())
		const files, linesEach = 100, 50
		for i := range files {
			writeNumbers(filepath.Join(folder, fmt.Sprintf("%03d.txt", i)), i*linesEach+1, (i+1)*linesEach)
		}
		left := func() []string {
			names, err := filepath.Glob(filepath.Join(folder, "*.txt"))
			Expect(err).NotTo(HaveOccurred())
			return names
		}
		input := strings.Replace(fileNumbers(filepath.Join(folder, "*.txt")), "scanner:", "delete_on_finish: true\n    scanner:", 1)
		config := numbersConfig(input, output)
		killed := start(command("-c", tempFile("config.yaml", throttled(config))))
		Eventually(func() int { return len(left()) }, patience).Should(BeNumerically("<", files*9/10))
		Eventually(killed.Kill(), patience).Should(gexec.Exit())
		unfinished := left()
		Expect(unfinished).NotTo(BeEmpty(), "killed in the middle")

		finish(0, command("-c", tempFile("config.yaml", config)))
		Expect(left()).To(BeEmpty())
		times := writtenNumbers(output)
		Expect(times).To(HaveLen(files * linesEach))
		for n, count := range times {
			file := filepath.Join(folder, fmt.Sprintf("%03d.txt", (n-1)/linesEach))
			if count > 1 {
				Expect(unfinished).To(ContainElement(file), "%d came twice although its file was finished", n)
			}
		}
	})
})

func fileNumbers(path string) string {
	return `input:
  file:
    paths: [ ` + path + ` ]
    scanner:
      lines: {}`
}

func writeNumbers(path string, from, to int) {
	GinkgoHelper()
	var text strings.Builder
	for n := from; n <= to; n++ {
		fmt.Fprintln(&text, n)
	}
	Expect(os.WriteFile(path, []byte(text.String()), 0o600)).To(Succeed())
}

func fileSize(path string) func() int64 {
	return func() int64 {
		info, err := os.Stat(path)
		if err != nil {
			return 0
		}
		return info.Size()
	}
}

// waitForServer waits until something answers HTTP at the address.
func waitForServer(address string) {
	GinkgoHelper()
	Eventually(func() error {
		_, _, err := request(http.MethodGet, "http://"+address+"/", "")
		return err
	}, patience).Should(Succeed())
}
