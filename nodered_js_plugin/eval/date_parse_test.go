// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package eval_test

import (
	"strconv"
	"testing"
)

// TestDatesAsPeopleWriteThem holds the forms of a date in a text that run in Go against
// goja, in the zone of the process.
func TestDatesAsPeopleWriteThem(t *testing.T) {
	var sources []string
	for _, text := range []string{
		"12 Mar 2026 06:00:00 UTC", "12 Mar 2026", "12-Mar-2026 10:00", "31 Feb 2026", "12 Mar 2026 24:00", "12 Mar 2026 24:01", "12 Mar 2026 6:60",
		"Mar 12, 2026", "March 12, 2026 6:05", "Thu, 12 Mar 2026 06:00:00 GMT", "Thu Mar 12 2026 06:00:00 GMT+0100 (CET)",
		"12 Mar 2026 06:00 GMT-05:30", "12 Mar 2026, 06:00", "12 Mar 2026 06:00:00.123", "12 Mar 2026 06:00:00 (CET)", "29 Mar 2026 02:30",
		"2026-03-12 06:00:00", "2026-03-12 06:00:00.123", "2026-03-12 06:00:00Z", "2026-03-12 06:00:00 +02:00", "2026/03/12", "2026/3/2 5:07",
		"2026", "2026-03", "+002026-03-12", "-000001-01-01", "+275760-09-13T00:00:00.000Z", "+275760-09-13T00:00:00.001Z", "2026T10:00", "2026-03T10:00Z",
		"2026-02-31", "2026-13-01", "2026-01-32", "2026-03-12Z", "2026-03-12T10:00", "2026-03-12T10:00:00", "2026-03-12T10:00:00.1", "2026-03-12T10:00:00,12Z",
		"2026-03-12T10:00:00.123456789Z", "2026-03-12T24:00:00Z", "2026-03-12T24:00:01Z", "2026-03-12T23:59:60Z", "2026-03-12T10:00:00+23:59",
		"2026-03-12T10:00:00+01", "2026-03-12T10:00:00+0130", "1969-12-31T23:59:59.9999Z", "2026-03-29T02:30:00", "2026-10-25T02:30:00",
		"garbage", "", "Invalid Date", "March",
	} {
		sources = append(sources, `return [Date.parse(`+strconv.Quote(text)+`), new Date(`+strconv.Quote(text)+`).getTime()];`)
	}
	sameInBoth(t, append(sources,
		`const d = new Date("x"); return [String(d), d + "", d.toDateString(), d.toTimeString(), d.toUTCString(), JSON.stringify({ d }), d.getTime(), d.toJSON()];`,
		`try { return new Date(NaN).toISOString(); } catch (e) { return [e.name, e instanceof RangeError]; }`))
}

// TestUnusualDates are goja's to read.
func TestUnusualDates(t *testing.T) {
	x := newExecutors(t)
	for _, text := range []string{
		"2026-03-12T10:00:00+24:00", "2026-03-12T10:00:00.1234567891Z", "2026-03-12T10", "2026-00-01", "-000000-01-01", "0 Mar 2026", "32 Mar 2026",
		"2026-13-01 00:00", "25.12.2026", "Mar 12 2026 6:00 PM", "12 Mar 2026 06:00 EST", "1.5",
	} {
		b := x.compile(t, `return [new Date(`+strconv.Quote(text)+`).getTime()];`)
		before := x.bails["a date in an unusual form"]
		x.compare(t, b, message{})
		if x.bails["a date in an unusual form"] == before {
			t.Errorf("%q is not given up", text)
		}
	}
}
