// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

// Command benthos-umh is Benthos with the processors tag_processor and
// nodered_js: they turn machine data into tags of the Unified Namespace.
package main

import (
	"context"
	"runtime"
	"runtime/debug"

	_ "github.com/redpanda-data/benthos/v4/public/components/io"
	_ "github.com/redpanda-data/benthos/v4/public/components/pure"
	"github.com/redpanda-data/benthos/v4/public/service"
	"github.com/urfave/cli/v2"

	_ "github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/bolt"
	"github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/configtest"
	_ "github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/kafka"
	"github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/lint"
	_ "github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/mqtt"
	_ "github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/prometheus"
	_ "github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/redis"
	"github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/schema"
	"github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/tag"
	"github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/types"
	_ "github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/uns"
	"github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/workbench"
	"github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/workbench/page"
	_ "github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin"
	_ "github.com/united-manufacturing-hub/benthos-umh/tag_processor_plugin"
)

func main() {
	floor := heapFloor()
	defer runtime.KeepAlive(floor)
	cli.HelpPrinter = printHelp
	service.RunCLI(context.Background(), append(options(), service.CLIOptAddCommand(configtest.Command(runBenthos)))...)
}

// runBenthos runs the command line with Benthos' own `test`.
func runBenthos(env *service.Environment, args []string) (exitCode int, err error) {
	return service.RunCLIToCode(context.Background(), append(options(), service.CLIOptSetEnvironment(env), service.CLIOptSetArgs(args...))...)
}

// options are those of the command line, but for `test`.
func options() []service.CLIOptFunc {
	info, _ := debug.ReadBuildInfo()
	return []service.CLIOptFunc{
		service.CLIOptSetProductName("benthos-umh"),
		service.CLIOptSetBinaryName("benthos-umh"),
		service.CLIOptSetDocumentationURL("https://docs.umh.app/benthos-umh"),
		service.CLIOptSetVersion(buildStamp(version, dateBuilt, withCheckout(info))),
		service.CLIOptCustomRunFlags(nil, beforeRun),
		service.CLIOptAddCommand(lint.Command()),
		service.CLIOptAddCommand(tag.Command(workbench.Command(page.Files))),
		service.CLIOptAddCommand(types.Command()),
		service.CLIOptAddCommand(schema.Command(mainSchema)),
		service.CLIOptAddCommand(readyCommand()),
	}
}

// mainSchema describes the config that the binary takes.
func mainSchema() *service.ConfigSchema {
	return service.GlobalEnvironment().FullConfigSchema(version, dateBuilt)
}
