// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package inventory

import (
	"errors"
	"fmt"
	"regexp"
	"slices"

	"github.com/redpanda-data/benthos/v4/public/service"
)

// foreignComponent matches what Benthos says of a component that it does not know.
var foreignComponent = regexp.MustCompile(`unable to infer (\w+) type from candidates: \[([\w-]+)\]`)

// Environment is the global one, with a stand-in for every component that the configs
// name and this binary has not: an input of the plant's own build, for instance.
// Such a config can be read and linted, but not built. foreign are these components,
// as "input opcua".
func Environment(configs ...string) (env *service.Environment, foreign []string) {
	env = service.GlobalEnvironment().Clone()
	for _, config := range configs {
		_, missing, _ := readWithStandIns(env, config) // whoever lints or runs the config gets the error
		foreign = append(foreign, missing...)
	}
	return env, foreign
}

// Open lists the components of a config as [Read] does, in an [Environment] of its own.
// foreign are those that this binary has not, also where there is an error.
func Open(config string) (list []Component, foreign []string, err error) {
	return readWithStandIns(service.GlobalEnvironment().Clone(), config)
}

// readWithStandIns adds stand-ins to env until it can read the config.
func readWithStandIns(env *service.Environment, config string) (list []Component, foreign []string, err error) {
	for {
		list, err = Read(env, config)
		if err == nil {
			return list, foreign, nil
		}
		match := foreignComponent.FindStringSubmatch(err.Error())
		if match == nil || standIn(env, match[1], match[2]) != nil {
			return list, foreign, err
		}
		name := match[1] + " " + match[2]
		if slices.Contains(foreign, name) {
			return list, foreign, err
		}
		foreign = append(foreign, name)
	}
}

var errStandIn = errors.New("this binary has no such component")

// standIn registers a component with any config that cannot be built.
func standIn(env *service.Environment, typeName, name string) error {
	spec := service.NewConfigSpec().Field(service.NewAnyField(""))
	switch typeName {
	case "input":
		return env.RegisterInput(name, spec, func(*service.ParsedConfig, *service.Resources) (service.Input, error) {
			return nil, errStandIn
		})
	case "output":
		return env.RegisterOutput(name, spec, func(*service.ParsedConfig, *service.Resources) (service.Output, int, error) {
			return nil, 0, errStandIn
		})
	case "processor":
		return env.RegisterProcessor(name, spec, func(*service.ParsedConfig, *service.Resources) (service.Processor, error) {
			return nil, errStandIn
		})
	case "cache":
		return env.RegisterCache(name, spec, func(*service.ParsedConfig, *service.Resources) (service.Cache, error) {
			return nil, errStandIn
		})
	default:
		return fmt.Errorf("no stand-in for a %s", typeName)
	}
}
