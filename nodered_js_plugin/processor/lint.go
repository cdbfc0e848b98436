// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package processor

import (
	"strings"

	"github.com/redpanda-data/benthos/v4/public/bloblang"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/script"
)

// lintMethod is a Bloblang method that checks a script; lint rules of config
// fields are Bloblang, and this is how they reach the compiler.
const lintMethod = "umh_script_problems"

// ScriptLint is the lint rule of a field that holds a script: what construction
// would refuse. stage names the script in the error.
func ScriptLint(stage string, kind script.Kind) string {
	return "root = this." + lintMethod + `("` + stage + `", ` + kindNumbers[kind] + ")"
}

// memoryLint is one that checks the text of script_memory.
const memoryLint = "umh_script_memory_problems"

var kindNumbers = map[script.Kind]string{script.Body: "0", script.StrictBody: "1", script.Condition: "2"}

// lintText is the error of a script that does not compile. At a start, whose files are known,
// it names the condition and the place in the file.
func lintText(err error, field, source string, kind script.Kind) string {
	origin := originOfField(field, source)
	if origin == nil {
		return err.Error()
	}
	_, err = script.Compile(origin.Stage, source, kind)
	return origin.locate(err).Error()
}

func init() {
	// Package initialisation order puts this before the specs that name the method.
	bloblang.MustRegisterMethodV2(lintMethod,
		bloblang.NewPluginSpec().
			Param(bloblang.NewStringParam("stage")).
			Param(bloblang.NewInt64Param("kind")),
		func(args *bloblang.ParsedParams) (bloblang.Method, error) {
			stage, err := args.GetString("stage")
			if err != nil {
				return nil, err
			}
			kind, err := args.GetInt64("kind")
			if err != nil {
				return nil, err
			}
			return bloblang.StringMethod(func(source string) (any, error) {
				problems := []any{}
				if strings.TrimSpace(source) == "" {
					return problems, nil
				}
				if _, err := script.Compile(stage, source, script.Kind(kind)); err != nil {
					problems = append(problems, lintText(err, stage, source, script.Kind(kind)))
				}
				return problems, nil
			}), nil
		})
	bloblang.MustRegisterMethodV2(memoryLint, bloblang.NewPluginSpec(), func(*bloblang.ParsedParams) (bloblang.Method, error) {
		return bloblang.StringMethod(func(text string) (any, error) {
			if _, err := parseMemory(text); err != nil {
				return []any{err.Error()}, nil
			}
			return []any{}, nil
		}), nil
	})
}
