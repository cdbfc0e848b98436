// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package prometheus

// help is what a scrape says about a metric.
func help(k kind, name string) string {
	if text, known := helpTexts[name]; known {
		return text
	}
	return "A " + string(k) + " of a component, or of a metric processor in the config."
}

// helpTexts are those of the processors of this repository, and of Benthos.
var helpTexts = map[string]string{
	// tag_processor and nodered_js
	"vm_pool_hits":       "Leases that found something to run in: memory for scripts that run in Go, and a JavaScript VM once one needs it. A batch is a lease; a message is where scripts cannot share VMs.",
	"vm_pool_misses":     "Leases for which it had to be made.",
	"vm_pool_discards":   "JavaScript VMs thrown away instead of given back to the pool.",
	"vm_pool_abandoned":  "Discarded JavaScript VMs that were left behind running, stuck in a builtin that cannot be interrupted.",
	"vm_pool_stuck":      "Abandoned JavaScript VMs whose script still runs.",
	"messages_received":  "Messages that came in.",
	"messages_processed": "Messages of which at least one went on, and none failed.",
	"messages_errored":   "Messages that failed, in whole or in one of the pieces.",
	"message_failures":   "The messages of messages_errored by where and why they failed, and by what became of the original: flagged, it went on with the error; or dropped.",
	"messages_dropped":   "Messages that a script dropped on purpose.",
	"cache_hits":         "Lookups of scripts in their cache that found the key.",
	"cache_misses":       "Lookups of scripts in their cache that did not find the key.",
	"cache_evictions":    "Keys that the cache in memory forgot: it was full, the one not used for longest first, or their time to live was over.",
	"cache_entries":      "Keys in the cache in memory.",
	"script_bailouts":    "Runs of a stage's script that were given up in Go and done again in a JavaScript VM.",
	"script_latency_ns":  "Time in nanoseconds that a stage's script took for a message, with what it returned converted. All conditions share two stages. About one message in 61 is timed.",

	// Benthos
	"input_received":                "Messages read.",
	"input_connection_up":           "Connections made.",
	"input_connection_failed":       "Attempts to connect that failed.",
	"input_connection_lost":         "Connections lost.",
	"input_latency_ns":              "Time from reading a message until all that became of it was delivered or dropped.",
	"output_sent":                   "Messages delivered.",
	"output_batch_sent":             "Batches delivered.",
	"output_error":                  "Deliveries that failed.",
	"output_connection_up":          "Connections made.",
	"output_connection_failed":      "Attempts to connect that failed.",
	"output_connection_lost":        "Connections lost.",
	"output_latency_ns":             "Time that delivering a batch took.",
	"processor_received":            "Messages that came in.",
	"processor_batch_received":      "Batches that came in.",
	"processor_sent":                "Messages that went on.",
	"processor_batch_sent":          "Batches that went on.",
	"processor_error":               "Messages marked with an error.",
	"processor_latency_ns":          "Time that a batch took.",
	"batch_created":                 "Batches made, by what completed them.",
	"buffer_received":               "Messages taken into the buffer.",
	"buffer_batch_received":         "Batches taken into the buffer.",
	"buffer_sent":                   "Messages given out by the buffer.",
	"buffer_batch_sent":             "Batches given out by the buffer.",
	"buffer_latency_ns":             "Time from a batch leaving the buffer until it was delivered or dropped.",
	"cache_success":                 "Cache operations that succeeded.",
	"cache_error":                   "Cache operations that failed.",
	"cache_not_found":               "Cache reads of a key that is not there.",
	"cache_duplicate":               "Additions to the cache of a key that is there already.",
	"cache_latency_ns":              "Time that a cache operation took.",
	"rate_limit_checked":            "Times the rate limit was asked.",
	"rate_limit_triggered":          "Times the rate limit made somebody wait.",
	"rate_limit_error":              "Times the rate limit failed.",
	"benchmark_messages_per_second": "Messages a second over the last interval.",
	"benchmark_messages_total":      "Messages counted.",
	"benchmark_bytes_per_second":    "Bytes a second over the last interval.",
	"benchmark_bytes_total":         "Bytes counted.",
}
