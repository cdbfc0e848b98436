// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

// Package tag_processor_plugin registers the processor tag_processor: it turns
// machine data into tags of a Unified Namespace, by the user's JavaScript and the
// UNS topic rules.
//
// Scripts run in nodered_js_plugin's packages; what is here are the stages, the
// rules of a finished tag, and what becomes of a message that fails.
package tag_processor_plugin
