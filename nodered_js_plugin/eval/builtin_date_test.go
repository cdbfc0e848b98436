// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package eval_test

import "strings"

var dateCases = func() cases {
	c := cases{
		"new Date": `
[new Date(5).getTime(), new Date(5.9).getTime(), new Date(-0.5).getTime(), new Date(8.64e15).getTime(), new Date(8.64e15 + 1).getTime(), new Date(NaN).getTime(), new Date(null).getTime(), new Date(undefined).getTime(), new Date(true).getTime()] ⇒ [5,5,0,8640000000000000,NaN,NaN,0,NaN,1]
[new Date("2024-01-02").getTime(), new Date("2024-01-02T03:04:05Z").getTime(), new Date("2024-01-02T03:04:05.678+02:00").getTime()] ⇒ [1704153600000,1704164645000,1704157445678]
(() => { const d = new Date(7); return [new Date(d).getTime(), new Date(d) === d]; })() ⇒ [7,false]
[new Date(2024, 0, 31).getDate(), new Date(99, 0).getFullYear(), new Date(2024, 1, 30).getDate(), new Date(2024, NaN).getTime()] ⇒ [31,1999,1,NaN]`,
		"Date.UTC": `
[Date.UTC(1970, 0), Date.UTC(2024, 1, 29, 12, 30, 15, 250), Date.UTC(99, 0), Date.UTC(1970, 0, 32), Date.UTC(1970, NaN)] ⇒ [0,1709209815250,915148800000,2678400000,NaN]`,
		"Date.parse": `
[Date.parse("1970-01-01"), Date.parse("1970-01-01T00:00:00.001Z"), Date.parse("1970-01-01T01:00:00+01:00")] ⇒ [0,1,0]`,
		"Date.prototype.getTime": `
[new Date(5).getTime(), new Date(NaN).getTime()] ⇒ [5,NaN]`,
		"Date.prototype.valueOf": `
[new Date(5).valueOf(), +new Date(6), new Date(7) - new Date(5)] ⇒ [5,6,2]`,
		"Date.prototype.setTime": `
(() => { const d = new Date(0); return [d.setTime(5.9), d.getTime(), d.setTime("x"), d.getTime(), d.setTime()]; })() ⇒ [5,5,NaN,NaN,NaN]`,
		"Date.prototype.getTimezoneOffset": `
(() => { const d = new Date(2024, 5, 1, 12), u = Date.UTC(2024, 5, 1, 12); return d.getTimezoneOffset() === (d.getTime() - u) / 60000; })() ⇒ true
new Date(NaN).getTimezoneOffset() ⇒ NaN`,
		"Date.prototype.toISOString": `
[new Date(0).toISOString(), new Date(-1).toISOString(), new Date(951782400123).toISOString()] ⇒ ["1970-01-01T00:00:00.000Z","1969-12-31T23:59:59.999Z","2000-02-29T00:00:00.123Z"]`,
		"Date.prototype.toJSON": `
[new Date(0).toJSON(), new Date(NaN).toJSON()] ⇒ ["1970-01-01T00:00:00.000Z",null]`,
		"Date.prototype.toUTCString": `
new Date(1709209815250).toUTCString() ⇒ "Thu, 29 Feb 2024 12:30:15 GMT"`,
		"Date.prototype.toString": `
(() => { const d = new Date(2024, 1, 29, 8, 5, 9); return [d.toString().slice(0, 24), String(d) === d.toString(), d + "" === d.toString()]; })() ⇒ ["Thu Feb 29 2024 08:05:09",true,true]`,
		"Date.prototype.toDateString": `
new Date(2024, 1, 9).toDateString() ⇒ "Fri Feb 09 2024"`,
		"Date.prototype.toTimeString": `
new Date(2024, 1, 9, 8, 5, 9).toTimeString().slice(0, 12) ⇒ "08:05:09 GMT"`,
	}
	// Each part, in local time and in UTC: what it is of a date, and what setting it gives.
	for name, values := range map[string][2]string{
		"FullYear": {"2024", "2000"}, "Month": {"1", "11"}, "Date": {"29", "3"}, "Hours": {"12", "7"},
		"Minutes": {"30", "59"}, "Seconds": {"15", "1"}, "Milliseconds": {"250", "999"}, "Day": {"4", ""},
	} {
		for _, zone := range []string{"", "UTC"} {
			date := "new Date(2024, 1, 29, 12, 30, 15, 250)"
			if zone == "UTC" {
				date = "new Date(Date.UTC(2024, 1, 29, 12, 30, 15, 250))"
			}
			get := "get" + zone + name
			c["Date.prototype."+get] = strings.NewReplacer("MAKE", date, "GET", get, "VALUE", values[0]).Replace(`
[MAKE.GET(), new Date(NaN).GET()] ⇒ [VALUE,NaN]`)
			if values[1] == "" {
				continue
			}
			set := "set" + zone + name
			c["Date.prototype."+set] = strings.NewReplacer("MAKE", date, "GET", get, "SET", set, "VALUE", values[1]).Replace(`
(() => { const d = MAKE; return [d.SET(VALUE) === d.getTime(), d.GET(), d.SET("VALUE") === d.getTime()]; })() ⇒ [true,VALUE,true]`)
		}
	}
	c["Date.prototype.setUTCFullYear"] += `
new Date(0).setUTCFullYear(2024, 1, 29) ⇒ 1709164800000
new Date(Date.UTC(2024, 1, 29)).setUTCFullYear(2023) ⇒ 1677628800000`
	c["Date.prototype.setUTCMonth"] += `
new Date(Date.UTC(2024, 0, 31)).setUTCMonth(1) ⇒ 1709337600000
new Date(0).setUTCMonth(12) ⇒ 31536000000`
	c["Date.prototype.setUTCDate"] += `
[new Date(0).setUTCDate(0), new Date(0).setUTCDate(32), new Date(0).setUTCDate(1.9)] ⇒ [-86400000,2678400000,0]`
	c["Date.prototype.setUTCHours"] += `
[new Date(0).setUTCHours(24), new Date(0).setUTCHours(-1), new Date(0).setUTCHours(1, 2, 3, 4)] ⇒ [86400000,-3600000,3723004]`
	return c
}()
