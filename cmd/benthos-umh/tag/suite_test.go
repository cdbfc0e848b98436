// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package tag_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
	_ "github.com/redpanda-data/benthos/v4/public/components/io"
	_ "github.com/redpanda-data/benthos/v4/public/components/pure"

	"github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/tag"
)

func TestTag(t *testing.T) {
	RegisterFailHandler(Fail)
	RunSpecs(t, "benthos-umh tag try")
}

// configFile writes a config that lives as long as the spec.
func configFile(content string) string {
	GinkgoHelper()
	path := filepath.Join(GinkgoT().TempDir(), "config.yaml")
	Expect(os.WriteFile(path, []byte(content), 0o600)).To(Succeed())
	return path
}

// try runs lines through a config and gives what is printed, and the warnings.
func try(config string, o tag.Options, lines ...string) (text, warnings string, failed int, err error) {
	GinkgoHelper()
	o.Config = configFile(config)
	var out, warn bytes.Buffer
	failed, err = tag.Try(o, strings.NewReader(strings.Join(lines, "\n")), &out, &warn)
	folder := filepath.Dir(o.Config) + string(filepath.Separator)
	return strings.ReplaceAll(out.String(), folder, ""), warn.String(), failed, err
}

// results runs lines through a config and gives what --json prints.
func results(config string, o tag.Options, lines ...string) []tag.Result {
	GinkgoHelper()
	o.JSON = true
	text, _, _, err := try(config, o, lines...)
	Expect(err).NotTo(HaveOccurred())
	var list []tag.Result
	decoder := json.NewDecoder(strings.NewReader(text))
	for decoder.More() {
		var r tag.Result
		Expect(decoder.Decode(&r)).To(Succeed())
		list = append(list, r)
	}
	return list
}
