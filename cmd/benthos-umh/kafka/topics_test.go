// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package kafka

import (
	"reflect"
	"strings"
	"testing"

	"github.com/twmb/franz-go/pkg/kgo"
)

func TestParseTopics(t *testing.T) {
	start := kgo.NewOffset().AtStart()
	at := func(n int64) kgo.Offset { return kgo.NewOffset().At(n) }
	tests := []struct {
		entries    []string
		topics     []string
		partitions map[string]map[int32]kgo.Offset
	}{
		{[]string{"a", "b, c"}, []string{"a", "b", "c"}, nil},
		{[]string{"a:3"}, nil, map[string]map[int32]kgo.Offset{"a": {3: start}}},
		{[]string{"a:0-2"}, nil, map[string]map[int32]kgo.Offset{"a": {0: start, 1: start, 2: start}}},
		{[]string{"a:0:1500,a:1", "b"}, []string{"b"}, map[string]map[int32]kgo.Offset{"a": {0: at(1500), 1: start}}},
		{[]string{""}, nil, nil},
	}
	for _, tt := range tests {
		got, err := parseTopics(tt.entries, start)
		if err != nil || !reflect.DeepEqual(got, topicList{tt.topics, tt.partitions}) {
			t.Errorf("parseTopics(%q) = %v, %v", tt.entries, got, err)
		}
	}
	for _, wrong := range []string{"a:", "a:x", ":1", "a:2-1", "a:-1", "a:1:x", "a:1:-5", "a:1:2:3", "a:0-2000000000"} {
		if _, err := parseTopics([]string{wrong}, start); err == nil || !strings.Contains(err.Error(), wrong) {
			t.Errorf("parseTopics(%q): %v, want an error that names it", wrong, err)
		}
	}
}
