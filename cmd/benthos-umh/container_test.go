// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package main_test

import (
	"debug/elf"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
	"github.com/onsi/gomega/gexec"
	"go.yaml.in/yaml/v3"
)

// No container engine is needed here: the instructions that matter are carried out
// one by one, in a folder. The binary of all specs is the image's.

var _ = Describe("the container image", func() {
	It("has the binary that was built, and runs it", func() {
		Expect(strings.Fields(instruction("COPY --from=build "))).To(Equal([]string{"/out/benthos-umh", "/benthos-umh"}))
		Expect(instruction("ENTRYPOINT ")).To(Equal(`["/benthos-umh"]`))
	})

	if *wholeImage {
		It("has a static binary, for there is no libc", func() {
			file, err := elf.Open(binary)
			Expect(err).NotTo(HaveOccurred())
			defer file.Close()
			libraries, err := file.ImportedLibraries()
			Expect(err).NotTo(HaveOccurred())
			Expect(libraries).To(BeEmpty())
			for _, segment := range file.Progs {
				Expect(segment.Type).NotTo(Equal(elf.PT_INTERP), "no loader")
			}
		})
	}

	It("does not run as root", func() {
		Expect(instruction("USER ")).To(MatchRegexp(`^[1-9]\d*:[1-9]\d*$`))
	})

	It("has a health check that tells ready from not ready", func() {
		_, check, found := strings.Cut(instruction("HEALTHCHECK "), "CMD ")
		Expect(found).To(BeTrue())
		var args []string
		Expect(json.Unmarshal([]byte(check), &args)).To(Succeed(), "no shell is there to run a line of text")
		Expect(args).To(Equal([]string{"/benthos-umh", "ready"}))
		help, _ := finish(0, exec.Command(binary, "ready", "--help"))
		Expect(help).To(ContainSubstring("http://localhost:" + instruction("EXPOSE ") + "/ready"))

		address := freeAddress()
		ready := func() *exec.Cmd { return exec.Command(binary, "ready", "http://"+address+"/ready") }
		_, stderr := finish(1, ready())
		Expect(stderr).To(ContainSubstring("no answer"))

		cmd := exec.Command(binary, "-c", "config/metrics.yaml")
		cmd.Dir = repository
		cmd.Env = append(os.Environ(), "HTTP_ADDRESS="+address)
		session := launch(cmd)
		Eventually(func() int { return start(ready()).Wait(patience).ExitCode() }, patience).Should(Equal(0))
		stop(session)
		finish(1, ready())
	})

	It("has a health check that says what is not connected", func() {
		address, nobody := freeAddress(), freeAddress()
		start(exec.Command(binary, "-c", tempFile("config.yaml", `input:
  generate:
    mapping: root = 42.5
output:
  socket:
    network: tcp
    address: `+nobody+`
http:
  address: `+address+`
`)))
		reason := func() string {
			session := start(exec.Command(binary, "ready", "http://"+address+"/ready")).Wait(patience)
			Expect(session).To(gexec.Exit(1))
			return string(session.Err.Contents())
		}
		Eventually(reason, patience).Should(And(ContainSubstring("503"), ContainSubstring(nobody)))
	})

	It("has the configs where their own paths find their data", func() {
		workdir := GinkgoT().TempDir()
		copyContext("config "+instruction("COPY config "), workdir)
		cmd := exec.Command(binary, "-c", "config/quickstart.yaml")
		cmd.Dir = workdir
		stdout, stderr := finish(0, cmd)
		Expect(stdout).To(HavePrefix("umh.v1.acme.graz."))
		Expect(stderr).To(BeEmpty())
	})
})

// A composition is what the specs ask of docker-compose.yaml.
type composition struct {
	Services map[string]struct {
		Command     []string
		Environment map[string]string
		Volumes     []string
		Ports       []string
	}
}

var _ = Describe("docker-compose.yaml", func() {
	var services composition

	BeforeEach(func() {
		services = composition{}
		Expect(yaml.Unmarshal([]byte(readFile("docker-compose.yaml")), &services)).To(Succeed())
		Expect(services.Services).To(And(HaveLen(5), HaveKey("benthos-umh"), HaveKey("prometheus"), HaveKey("grafana"), HaveKey("broker"), HaveKey("tags")))
	})

	// mounts are the paths of the repository by where a service has them.
	mounts := func(service string) map[string]string {
		GinkgoHelper()
		found := map[string]string{}
		for _, volume := range services.Services[service].Volumes {
			parts := strings.Split(volume, ":")
			if strings.HasPrefix(parts[0], "./") {
				Expect(parts).To(HaveLen(3))
				Expect(parts[2]).To(Equal("ro"), volume)
				found[parts[1]] = parts[0]
			}
		}
		return found
	}

	It("mounts what is there", func() {
		for name := range services.Services {
			mounted := mounts(name)
			Expect(mounted).NotTo(BeEmpty(), name)
			for _, path := range mounted {
				_, err := os.Stat(filepath.Join(repository, path))
				Expect(err).NotTo(HaveOccurred(), name)
			}
		}
	})

	It("opens no port to other machines", func() {
		for name, service := range services.Services {
			for _, port := range service.Ports {
				Expect(port).To(HavePrefix("127.0.0.1:"), name)
			}
		}
	})

	It("runs a config that is mounted, listening where it is scraped", func() {
		service := services.Services["benthos-umh"]
		Expect(service.Command[0]).To(Equal("-c"))
		Expect(mounts("benthos-umh")).To(HaveKeyWithValue(instruction("WORKDIR ")+"/config", "./config"))
		Expect(filepath.Join(repository, service.Command[1])).To(BeARegularFile())
		Expect(readFile(service.Command[1])).To(ContainSubstring("${HTTP_ADDRESS:"))
		Expect(service.Environment).To(HaveKeyWithValue("HTTP_ADDRESS", "0.0.0.0:"+instruction("EXPOSE ")))
		Expect(readFile("docs/compose/prometheus.yml")).To(ContainSubstring(`"benthos-umh:` + instruction("EXPOSE ") + `"`))
	})

	It("runs a config over a broker that lets it in", func() {
		tags := services.Services["tags"]
		Expect(tags.Command).To(Equal([]string{"-c", "config/mqtt.yaml"}))
		Expect(mounts("tags")).To(HaveKeyWithValue(instruction("WORKDIR ")+"/config", "./config"))
		Expect(readFile("config/mqtt.yaml")).To(ContainSubstring("${MQTT_URL:"))
		Expect(tags.Environment).To(HaveKeyWithValue("MQTT_URL", "tcp://broker:1883"))

		config := readFile(mounts("broker")["/mosquitto/config/mosquitto.conf"])
		Expect(config).To(And(ContainSubstring("\nlistener 1883\n"), ContainSubstring("\nallow_anonymous true\n"), ContainSubstring("\npersistence true\n")))
	})

	It("gives Prometheus a config that it takes, and the alerts", func() {
		promtool := installed("promtool")
		root := GinkgoT().TempDir()
		for target, source := range mounts("prometheus") {
			path := filepath.Join(root, target)
			Expect(os.MkdirAll(filepath.Dir(path), 0o700)).To(Succeed())
			Expect(os.WriteFile(path, []byte(readFile(source)), 0o600)).To(Succeed())
		}
		stdout, stderr := finish(0, exec.Command(promtool, "check", "config", filepath.Join(root, "etc/prometheus/prometheus.yml")))
		Expect(stdout + stderr).To(And(
			MatchRegexp(`prometheus\.yml is valid`),
			MatchRegexp(`(?s)rules/tag-processor\.rules\.yaml.*SUCCESS: \d+ rules found`),
		))
	})

	It("gives Grafana the Prometheus and the dashboard", func() {
		mounted := mounts("grafana")
		var source struct {
			Datasources []struct{ Type, URL string }
		}
		path := mounted["/etc/grafana/provisioning/datasources/datasource.yaml"]
		Expect(yaml.Unmarshal([]byte(readFile(path)), &source)).To(Succeed())
		Expect(source.Datasources).To(HaveLen(1))
		Expect(source.Datasources[0].Type).To(Equal("prometheus"))
		Expect(source.Datasources[0].URL).To(Equal("http://prometheus:9090"))
		Expect(services.Services["prometheus"].Ports).To(ContainElement(HaveSuffix(":9090")))

		var provided struct {
			Providers []struct{ Options struct{ Path string } }
		}
		path = mounted["/etc/grafana/provisioning/dashboards/dashboards.yaml"]
		Expect(yaml.Unmarshal([]byte(readFile(path)), &provided)).To(Succeed())
		Expect(provided.Providers).To(HaveLen(1))
		dashboards := mounted[provided.Providers[0].Options.Path]
		Expect(dashboards).NotTo(BeEmpty())
		Expect(filepath.Join(repository, dashboards, "tag-processor.json")).To(BeARegularFile())
	})
})
