// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"io"
	"strings"

	"github.com/urfave/cli/v2"
)

// helpExamples take the place of Benthos' own, which name components that this binary
// does not have.
var helpExamples = strings.NewReplacer(
	"create kafka//file", "create mqtt/tag_processor/uns",
	"create stdin/bloblang,awk/nats", "create stdin/mapping,nodered_js/mqtt",
	"create file,http_server/protobuf/http_client", "create file,http_server/tag_processor/http_client",
)

// printHelp prints a command's help.
func printHelp(w io.Writer, template string, data any) {
	var text strings.Builder
	benthosHelp(&text, template, data)
	_, _ = io.WriteString(w, helpExamples.Replace(text.String())) // as cli's own, which cannot tell either
}

var benthosHelp = cli.HelpPrinter
