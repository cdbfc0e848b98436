// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package group

import (
	"flag"
	"testing"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
	"github.com/onsi/gomega/gexec"
)

var messages = flag.Int("messages", 200_000, "how many messages the group shares; the counts in Redis take a tenth")

func TestGroup(t *testing.T) {
	RegisterFailHandler(Fail)
	SetDefaultEventuallyTimeout(patience)
	RunSpecs(t, "a group of processes")
}

// patience is how long something may take before a spec gives up on it.
const patience = 2 * time.Minute

var binary string // the built binary

var _ = BeforeSuite(func() {
	path, err := gexec.Build("github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh")
	Expect(err).NotTo(HaveOccurred())
	DeferCleanup(gexec.CleanupBuildArtifacts)
	binary = path
})
