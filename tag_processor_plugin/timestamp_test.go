// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package tag_processor_plugin

import (
	"bytes"
	"log/slog"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/redpanda-data/benthos/v4/public/service"

	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/jsmsg"
	"github.com/united-manufacturing-hub/benthos-umh/nodered_js_plugin/processor"
)

func TestParseTimestamp(t *testing.T) {
	tests := []struct {
		text string
		want int64
		ok   bool
	}{
		{"1735689600123", 1735689600123, true},
		{"+1735689600123", 1735689600123, true},
		{"1735689600", 1735689600, true},
		{"0", 0, true},
		{"-86400000", -86400000, true},
		{"0001735689600123", 1735689600123, true},
		{"9223372036854775807", 9223372036854775807, true},
		{"9223372036854775808", 0, false},
		{"2025-01-01T00:00:00Z", 1735689600000, true},
		{"2025-01-01T02:30:00+02:30", 1735689600000, true},
		{"2025-01-01T00:00:00.5Z", 1735689600500, true},
		{"2025-01-01T00:00:00.123999999Z", 1735689600123, true},
		{"2025-01-01T00:00:00.1239999999999Z", 1735689600123, true},
		{"1969-12-31T23:59:59.9999Z", -1, true},
		{"1970-01-01T00:00:00-00:00", 0, true},
		{"2025-01-01T00:00:00", 0, false},
		{"2025-01-01 00:00:00Z", 0, false},
		{"2025-01-01t00:00:00z", 0, false},
		{"2025-02-30T00:00:00Z", 0, false},
		{"2025-01-01", 0, false},
		{"2025-01-01T", 0, false},
		{"12345-01-01T00:00:00Z", 0, false},
		{"1735689600123.75", 0, false},
		{"1_735_689_600_123", 0, false},
		{"0x10", 0, false},
		{"1e12", 0, false},
		{" 1735689600123", 0, false},
		{"1735689600123\n", 0, false},
		{"garbage", 0, false},
		{"NaN", 0, false},
		{"true", 0, false},
		{"", 0, false},
		{"-", 0, false},
	}
	for _, tt := range tests {
		got, ok := parseTimestamp(tt.text)
		if ok != tt.ok || ok && got != tt.want {
			t.Errorf("parseTimestamp(%q) = %d, %v, want %d, %v", tt.text, got, ok, tt.want, tt.ok)
		}
	}
}

func TestParseTimestampAllocatesNothing(t *testing.T) {
	for _, text := range []string{"1735689600123", "2025-01-01T02:30:00.123456789Z"} {
		if n := testing.AllocsPerRun(100, func() { parseTimestamp(text) }); n != 0 {
			t.Errorf("%v allocations for %s, want none", n, text)
		}
	}
}

func TestTagTime(t *testing.T) {
	const now = 42
	tests := []struct {
		name              string
		ms, timestamp     string
		want              int64
		warnings, without []string
	}{
		{"none", "", "", now, nil, []string{"metadata"}},
		{"timestamp_ms", "7", "", 7, nil, []string{"metadata"}},
		{"zero counts", "0", "8", 0, nil, []string{"metadata"}},
		{"timestamp", "", "8", 8, nil, []string{"metadata"}},
		{"timestamp_ms comes first", "7", "8", 7, nil, []string{"metadata"}},
		{"a usable first source hides the second", "7", "y", 7, nil, []string{"metadata"}},
		{
			"the next source", "garbage", "2025-06-01T12:00:00Z", 1748779200000,
			[]string{`metadata timestamp_ms is \"garbage\"`},
			[]string{"metadata timestamp is"},
		},
		{"both unusable", "x", "y", now, []string{`metadata timestamp_ms is \"x\"`, `metadata timestamp is \"y\"`}, nil},
		{"a long one is cut", strings.Repeat("9", 5000), "", now, []string{`999…\"`}, []string{strings.Repeat("9", 500)}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var logged bytes.Buffer
			log := processor.NewLog(service.NewLoggerFromSlog(slog.New(slog.NewTextHandler(&logged, nil))), false)
			m := &jsmsg.Message{}
			if tt.ms != "" {
				m.SetMeta(keyTimestampMs, tt.ms)
			}
			if tt.timestamp != "" {
				m.SetMeta(keyTimestamp, tt.timestamp)
			}
			if got := tagTime(m, func() int64 { return now }, log); got != tt.want {
				t.Errorf("tagTime() = %d, want %d", got, tt.want)
			}
			for _, want := range tt.warnings {
				if !strings.Contains(logged.String(), "WARN") || !strings.Contains(logged.String(), want) {
					t.Errorf("log has no warning %s: %s", want, &logged)
				}
			}
			for _, not := range tt.without {
				if strings.Contains(logged.String(), not) {
					t.Errorf("log has %s: %s", not, &logged)
				}
			}
		})
	}
}

func FuzzParseTimestamp(f *testing.F) {
	f.Add("1735689600123")
	f.Add("-1")
	f.Add("2025-01-01T02:30:00.123+02:30")
	f.Add("2025-01-01T1:00:00,5Z")
	f.Add("garbage")
	f.Fuzz(func(t *testing.T, text string) {
		want, err := strconv.ParseInt(text, 10, 64)
		if err != nil {
			var at time.Time
			at, err = time.Parse(time.RFC3339Nano, text)
			want = at.UnixMilli()
		}
		got, ok := parseTimestamp(text)
		if ok != (err == nil) || ok && got != want {
			t.Errorf("parseTimestamp(%q) = %d, %v, want %d, %v", text, got, ok, want, err)
		}
	})
}

func BenchmarkParseTimestamp(b *testing.B) {
	for _, text := range []string{"1735689600123", "2025-01-01T02:30:00.123Z"} {
		b.Run(text, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				parseTimestamp(text)
			}
		})
	}
}
