// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package tag_processor_plugin

import (
	"fmt"
	"strconv"
	"time"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/jsmsg"
	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/processor"
)

// tagTime is the time of a tag in Unix milliseconds: the first of the metadata
// timestamp_ms and timestamp that holds one, else now. One that holds none is
// logged as a warning.
func tagTime(m *jsmsg.Message, now func() int64, log *processor.Log) int64 {
	for _, key := range [...]string{keyTimestampMs, keyTimestamp} {
		text, ok := m.Meta(key)
		if !ok {
			continue
		}
		if at, ok := parseTimestamp(text); ok {
			return at
		}
		log.Warning("unusable "+key, fmt.Sprintf(
			"metadata %s is %q, neither Unix milliseconds nor RFC 3339, and is ignored", key, shortened(text)))
	}
	return now()
}

// parseTimestamp reads Unix milliseconds or an RFC 3339 time, of which it cuts off
// what is finer than a millisecond. Negative times lie before 1970.
func parseTimestamp(text string) (ms int64, ok bool) {
	// Only a date has a T here. Asking first spares the error of the wrong parser.
	if len(text) > len(time.DateOnly) && text[len(time.DateOnly)] == 'T' {
		at, err := time.Parse(time.RFC3339Nano, text)
		if err != nil {
			return 0, false
		}
		return at.UnixMilli(), true
	}
	ms, err := strconv.ParseInt(text, 10, 64)
	return ms, err == nil
}
