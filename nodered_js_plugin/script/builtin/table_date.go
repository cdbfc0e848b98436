// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package builtin

import "slices"

// dateParts are what a date can be asked for and set to, in local time and in UTC.
var dateParts = []struct{ name, params, doc string }{
	{"Date", "day", "The day of the month, 1 to 31"},
	{"Day", "", "The day of the week, 0 (Sunday) to 6"},
	{"FullYear", "year, month?, day?", "The year"},
	{"Hours", "hours, minutes?, seconds?, milliseconds?", "The hour, 0 to 23"},
	{"Milliseconds", "milliseconds", "The milliseconds, 0 to 999"},
	{"Minutes", "minutes, seconds?, milliseconds?", "The minute, 0 to 59"},
	{"Month", "month, day?", "The month, 0 (January) to 11"},
	{"Seconds", "seconds, milliseconds?", "The second, 0 to 59"},
}

func datePartRows() (rows []Row) {
	four := takes(Number, Number, Number, Number)
	for _, zone := range []struct{ name, doc string }{{"", ", in local time."}, {"UTC", ", in UTC."}} {
		for _, part := range dateParts {
			rows = append(rows, method("get"+zone.name+part.name+"()", nil, Number, part.doc+zone.doc))
			if part.params == "" {
				continue
			}
			set := method("set"+zone.name+part.name+"("+part.params+")", nil, Number, "Sets it"+zone.doc, changes(Receiver))
			set.Takes = four[:len(set.Params)]
			rows = append(rows, set)
		}
	}
	return rows
}

func dateRows() []Row {
	parts := takes(Number, Number, Number, Number, Number, Number, Number)
	return slices.Concat([]Row{
		fn("Date()", nil, String, "The time now, as text."),
		construct("Date(year?, month?, day?, hours?, minutes?, seconds?, milliseconds?)", append(takes(Number|String|Date), parts[1:]...), Date,
			"The time now, of milliseconds since 1970, of a text, of another date, or of parts in local time.", costs(ByArguments)),
		fn("Date.UTC(year, month?, day?, hours?, minutes?, seconds?, milliseconds?)", parts, Number, "Milliseconds since 1970 of parts in UTC."),
		fn("Date.now()", nil, Number, "Milliseconds since 1970."),
		fn("Date.parse(text)", takes(String), Number, "Milliseconds since 1970, or NaN.", costs(ByArguments)),
	}, on("Date.prototype", Date, slices.Concat([]Row{
		method("getTime()", nil, Number, "Milliseconds since 1970, or NaN."),
		method("getTimezoneOffset()", nil, Number, "Minutes from local time to UTC."),
	}, datePartRows(), []Row{
		method("setTime(time)", takes(Number), Number, "Sets the milliseconds since 1970.", changes(Receiver)),
		method("toDateString()", nil, String, "The date as text, in local time."),
		method("toISOString()", nil, String, "As 2026-03-12T06:00:00.000Z; throws if it is no date."),
		method("toJSON()", nil, Any, "As toISOString, or null."),
		method("toLocaleDateString()", nil, String, "As 03/12/2026; no locales are known."),
		method("toLocaleString()", nil, String, "Date and time, in local time."),
		method("toLocaleTimeString()", nil, String, "The time, in local time."),
		method("toString()", nil, String, "Date, time and zone, in local time."),
		method("toTimeString()", nil, String, "The time and the zone."),
		method("toUTCString()", nil, String, "As Thu, 12 Mar 2026 06:00:00 GMT."),
		method("valueOf()", nil, Number, "As getTime."),
	})...))
}
