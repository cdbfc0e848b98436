// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package eval

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// A writtenDate is what a text says of a date.
type writtenDate struct {
	year, month, day, hour, minute, second, milli int
	// local: the text names no time zone; offset is that of the zone, in minutes.
	local  bool
	offset int
}

// parseDate is the time of a text, NaN for one that says no date. Texts in other forms
// than those below are goja's.
func parseDate(text string) float64 {
	d, ok := isoDate(text)
	if !ok {
		if !strings.ContainsAny(text, "0123456789") {
			return math.NaN()
		}
		if d, ok = wordyDate(text); !ok {
			bail("a date in an unusual form")
		}
	}
	return d.time()
}

func (d *writtenDate) time() float64 {
	midnight := d.hour == 24 && d.minute == 0 && d.second == 0 && d.milli == 0
	if d.month > 12 || d.day > 31 || d.hour > 23 && !midnight || d.minute > 59 || d.second > 59 {
		return math.NaN()
	}
	loc := time.Local
	if !d.local {
		loc = time.FixedZone("", d.offset*60)
	}
	t := time.Date(d.year, time.Month(d.month), d.day, d.hour, d.minute, d.second, d.milli*1e6, loc)
	return clipTime(float64(t.UnixMilli()))
}

// A dateReader reads a text from its start. It is not ok as soon as something is missing.
type dateReader struct {
	rest string
	ok   bool
}

// digits is a number of exactly n digits.
func (r *dateReader) digits(n int) (number int) {
	if len(r.rest) < n {
		r.ok = false
		return 0
	}
	for i := range n {
		d := digitValue(r.rest[i])
		if d > 9 {
			r.ok = false
			return 0
		}
		number = 10*number + d
	}
	r.rest = r.rest[n:]
	return number
}

// next reports whether one of some characters is next, and takes it.
func (r *dateReader) next(chars string) bool {
	if r.rest == "" || strings.IndexByte(chars, r.rest[0]) < 0 {
		return false
	}
	r.rest = r.rest[1:]
	return true
}

// need is a character that has to come, and then a number of two digits.
func (r *dateReader) need(chars string) int {
	r.ok = r.next(chars) && r.ok
	return r.digits(2)
}

// isoDate is a date in the form of ISO 8601.
func isoDate(text string) (d writtenDate, ok bool) {
	r := dateReader{text, true}
	d = writtenDate{month: 1, day: 1}
	switch {
	case r.next("-"):
		d.year = -r.digits(6)
		r.ok = r.ok && d.year != 0
	case r.next("+"):
		d.year = r.digits(6)
	default:
		d.year = r.digits(4)
	}
	if r.next("-") {
		if d.month = r.digits(2); r.next("-") {
			d.day = r.digits(2)
		}
	}
	if r.next("T") {
		d.local = true
		d.hour = r.digits(2)
		if d.minute = r.need(":"); r.next(":") {
			d.second = r.digits(2)
			d.milli = r.fraction()
		}
	}
	if r.rest != "" {
		d.local = false
		d.offset = r.zone()
	}
	return d, r.ok && r.rest == "" && d.month > 0 && d.day > 0
}

// fraction are milliseconds: the first three of up to nine digits.
func (r *dateReader) fraction() (milli int) {
	if len(r.rest) < 2 || r.rest[0] != '.' && r.rest[0] != ',' || digitValue(r.rest[1]) > 9 {
		return 0
	}
	r.rest = r.rest[1:]
	for i := 0; i < 9 && r.rest != "" && digitValue(r.rest[0]) <= 9; i++ {
		if i < 3 {
			milli += digitValue(r.rest[0]) * [...]int{100, 10, 1}[i]
		}
		r.rest = r.rest[1:]
	}
	return milli
}

// zone is Z, or an offset in minutes: +hh, +hhmm or +hh:mm.
func (r *dateReader) zone() int {
	if r.next("Z") {
		return 0
	}
	sign := 1
	if r.next("-") {
		sign = -1
	} else {
		r.ok = r.next("+") && r.ok
	}
	hour, minute := r.digits(2), 0
	if r.next(":") || r.rest != "" && digitValue(r.rest[0]) <= 9 {
		minute = r.digits(2)
	}
	r.ok = r.ok && hour < 24 && minute < 60
	return sign * (60*hour + minute)
}

// wordy are the other forms that people write: 12 Mar 2026 06:00:00 UTC, Mar 12, 2026,
// 2026-03-12 06:00:00, and what toString and toUTCString give.
var wordy = func() (list []*regexp.Regexp) {
	const (
		weekday = `(?:(?:Sun|Mon|Tue|Wed|Thu|Fri|Sat),? )?`
		month   = `(?P<name>Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*`
		day     = `(?P<day>\d\d?)`
		year    = `(?P<year>\d{4})`
		clock   = `(?:,? (?P<hour>\d\d?):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:\.(?P<milli>\d{3}))?)?(?: ?(?P<zone>Z|UTC|GMT)?(?P<offset>[+-]\d\d:?\d\d)?(?: \([A-Za-z ]*\))?)?)?`
	)
	for _, form := range []string{
		weekday + day + `[ -]` + month + `[ -]` + year,
		weekday + month + ` ` + day + `,? ` + year,
		year + `[-/](?P<month>\d\d?)[-/]` + day,
	} {
		list = append(list, regexp.MustCompile(`^`+form+clock+`$`))
	}
	return list
}()

const monthNames = "JanFebMarAprMayJunJulAugSepOctNovDec"

func wordyDate(text string) (d writtenDate, ok bool) {
	if len(text) > 100 {
		return d, false
	}
	for _, form := range wordy {
		found := form.FindStringSubmatch(text)
		if found == nil {
			continue
		}
		part := func(name string) string {
			if i := form.SubexpIndex(name); i >= 0 {
				return found[i]
			}
			return ""
		}
		number := func(name string) int {
			n, _ := strconv.Atoi(part(name))
			return n
		}
		d = writtenDate{
			year: number("year"), month: number("month"), day: number("day"),
			hour: number("hour"), minute: number("minute"), second: number("second"), milli: number("milli"),
			local: part("zone") == "" && part("offset") == "",
		}
		if name := part("name"); name != "" {
			d.month = strings.Index(monthNames, name)/3 + 1
		}
		r := dateReader{part("offset"), true}
		if r.rest != "" {
			d.offset = r.zone()
		}
		// Numbers that are no day or month are a year for goja.
		return d, r.ok && d.month > 0 && d.month <= 12 && d.day > 0 && d.day <= 31
	}
	return d, false
}
