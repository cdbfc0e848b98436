// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

// Package hostile tests that no message takes more than its share: a corpus of
// scripts, each with the data that makes it do harm, runs in child processes with
// little memory. No pair may end its process, take more than its memory or its time,
// or spoil the message behind it. The corpus is data; one file holds one kind.
//
// A pair has a name, and is a subtest of its way through the processor:
//
//	go test ./tag_processor_plugin/hostile -v -run 'TestHostile/as_is/.*/padStart_of_a_number_to_1e12$'
//
// The default run takes some of the pairs, with little time for each; all of them in
// one way are -run TestHostile/as_is. The whole truth takes longer:
//
//	go test ./tag_processor_plugin/hostile -timeout 2h -hostile-all -hostile-timeout 1s -hostile-linger 10s -hostile-table
package hostile
