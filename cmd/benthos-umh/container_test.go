// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package main_test

import (
	"debug/elf"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
	"github.com/onsi/gomega/gexec"
	"go.yaml.in/yaml/v3"
)

// No container engine is needed here: the instructions that matter are carried out
// one by one, in a folder.

// instructions are those of the Dockerfile, with continued lines joined.
func instructions() (list []string) {
	GinkgoHelper()
	text := regexp.MustCompile(`(?m)^#.*\n`).ReplaceAllString(readFile("Dockerfile"), "")
	text = regexp.MustCompile(`\\\n\s*`).ReplaceAllString(text, "")
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			list = append(list, line)
		}
	}
	return list
}

// instruction is the rest of the only one of the final stage with the given
// beginning.
func instruction(beginning string) string {
	GinkgoHelper()
	list := instructions()
	final := len(list) - 1
	for !strings.HasPrefix(list[final], "FROM ") {
		final--
	}
	var found []string
	for _, line := range list[final:] {
		if rest, ok := strings.CutPrefix(line, beginning); ok {
			found = append(found, strings.TrimSpace(rest))
		}
	}
	Expect(found).To(HaveLen(1), beginning)
	return found[0]
}

// copyContext copies what a COPY instruction takes from the build context, as far as
// .dockerignore lets it through.
func copyContext(copyArgs, stage string) {
	GinkgoHelper()
	ignore := strings.Split(readFile(".dockerignore"), "\n")
	names := strings.Fields(copyArgs)
	target := filepath.Join(stage, names[len(names)-1])
	for _, name := range names[:len(names)-1] {
		Expect(ignore).To(ContainElement("!"+name), ".dockerignore lets it through")
		source := filepath.Join(repository, name)
		info, err := os.Stat(source)
		Expect(err).NotTo(HaveOccurred())
		into := target
		if !info.IsDir() {
			into = filepath.Join(target, name)
		}
		copyTree(source, into, ignore)
	}
}

// copyTree copies a file or a folder, without what is ignored in any folder.
func copyTree(source, target string, ignore []string) {
	GinkgoHelper()
	Expect(filepath.WalkDir(source, func(path string, entry os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		relative, err := filepath.Rel(source, path)
		if err != nil {
			return err
		}
		to := filepath.Join(target, relative)
		switch {
		case isIgnored(entry.Name(), ignore) && entry.IsDir():
			return filepath.SkipDir
		case isIgnored(entry.Name(), ignore):
			return nil
		case entry.IsDir():
			return os.MkdirAll(to, 0o700)
		}
		content, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		return os.WriteFile(to, content, 0o600)
	})).To(Succeed())
}

// isIgnored reports whether one of the patterns for any folder matches the name.
func isIgnored(name string, ignore []string) bool {
	return slices.ContainsFunc(ignore, func(pattern string) bool {
		anywhere, ok := strings.CutPrefix(pattern, "**/")
		if !ok {
			return false
		}
		match, err := filepath.Match(anywhere, name)
		return err == nil && match
	})
}

var _ = Describe("the container image", Ordered, func() {
	var built string // the binary, built as in the image

	BeforeAll(func() {
		if runtime.GOOS != "linux" {
			Skip("the image is for Linux, and so is its build")
		}
		stage, out := GinkgoT().TempDir(), GinkgoT().TempDir()
		for _, line := range instructions() {
			args, copies := strings.CutPrefix(line, "COPY ")
			switch run, runs := strings.CutPrefix(line, "RUN "); {
			case copies && !strings.HasPrefix(args, "--from"):
				copyContext(args, stage)
			case runs && strings.Contains(run, "go build"):
				cmd := exec.Command("sh", "-c", strings.ReplaceAll(run, "/out/", out+"/"))
				cmd.Dir = stage
				cmd.Env = append(os.Environ(), "VERSION=v1.2.3-image", "DATE="+stampedDate, "TARGETOS=", "TARGETARCH=")
				session := start(cmd)
				Eventually(session, 5*patience).Should(gexec.Exit(0))
			}
		}
		from := strings.Fields(instruction("COPY --from=build "))
		built = filepath.Join(out, filepath.Base(from[0]))
		Expect(from).To(Equal([]string{"/out/benthos-umh", "/benthos-umh"}))
		Expect(instruction("ENTRYPOINT ")).To(Equal(`["` + from[1] + `"]`))
	})

	It("has a static binary, for there is no libc", func() {
		binary, err := elf.Open(built)
		Expect(err).NotTo(HaveOccurred())
		defer binary.Close()
		libraries, err := binary.ImportedLibraries()
		Expect(err).NotTo(HaveOccurred())
		Expect(libraries).To(BeEmpty())
		for _, segment := range binary.Progs {
			Expect(segment.Type).NotTo(Equal(elf.PT_INTERP), "no loader")
		}
	})

	It("has the version that it was built with", func() {
		stdout, _ := finish(0, exec.Command(built, "--version"))
		Expect(stdout).To(Equal("Version: v1.2.3-image\nDate: " + stampedDate + "\n"))
	})

	It("does not run as root", func() {
		Expect(instruction("USER ")).To(MatchRegexp(`^[1-9]\d*:[1-9]\d*$`))
	})

	It("has a health check that tells ready from not ready", func() {
		_, check, found := strings.Cut(instruction("HEALTHCHECK "), "CMD ")
		Expect(found).To(BeTrue())
		var args []string
		Expect(json.Unmarshal([]byte(check), &args)).To(Succeed(), "no shell is there to run a line of text")
		Expect(args).To(Equal([]string{"/benthos-umh", "ready"}))
		help, _ := finish(0, exec.Command(built, "ready", "--help"))
		Expect(help).To(ContainSubstring("http://localhost:" + instruction("EXPOSE ") + "/ready"))

		address := freeAddress()
		ready := func() *exec.Cmd { return exec.Command(built, "ready", "http://"+address+"/ready") }
		_, stderr := finish(1, ready())
		Expect(stderr).To(ContainSubstring("no answer"))

		cmd := exec.Command(built, "-c", "config/metrics.yaml")
		cmd.Dir = repository
		cmd.Env = append(os.Environ(), "HTTP_ADDRESS="+address)
		session := start(cmd)
		Eventually(func() int { return start(ready()).Wait(patience).ExitCode() }, patience).Should(Equal(0))
		Eventually(session.Terminate(), patience).Should(gexec.Exit(0))
		finish(1, ready())
	})

	It("has a health check that says what is not connected", func() {
		address, nobody := freeAddress(), freeAddress()
		session := start(exec.Command(built, "-c", tempFile("config.yaml", `input:
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
			session := start(exec.Command(built, "ready", "http://"+address+"/ready")).Wait(patience)
			Expect(session).To(gexec.Exit(1))
			return string(session.Err.Contents())
		}
		Eventually(reason, patience).Should(And(ContainSubstring("503"), ContainSubstring(nobody)))
		Eventually(session.Terminate(), patience).Should(gexec.Exit(0))
	})

	It("has the configs where their own paths find their data", func() {
		workdir := GinkgoT().TempDir()
		copyContext("config "+instruction("COPY config "), workdir)
		cmd := exec.Command(built, "-c", "config/quickstart.yaml")
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
