// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package eval

import (
	"math"
	"time"
)

// A Date is a point in time.
type Date struct {
	// ms are Unix milliseconds, a whole number, or NaN.
	ms float64
}

// maxTime is the farthest that a date is from 1970, in milliseconds.
const maxTime = 8.64e15

// clipTime is TimeClip.
func clipTime(ms float64) float64 {
	if math.IsNaN(ms) || math.Abs(ms) > maxTime {
		return math.NaN()
	}
	return math.Trunc(ms) + 0
}

func (d *Date) in(loc *time.Location) time.Time { return time.UnixMilli(int64(d.ms)).In(loc) }

const (
	dateTimeLayout = "Mon Jan 02 2006 15:04:05 GMT-0700 (MST)"
	dateLayout     = "Mon Jan 02 2006"
	timeLayout     = "15:04:05 GMT-0700 (MST)"
	utcLayout      = "Mon, 02 Jan 2006 15:04:05 GMT"
	isoLayout      = "2006-01-02T15:04:05.000Z"
)

// Years beyond these have texts of another form.
const (
	firstYear = -62135596800000 // 0001-01-01
	lastYear  = 253402300799999 // 9999-12-31
)

// format is a date's text; one from a far year is goja's to write.
func (d *Date) format(layout string, loc *time.Location) string {
	if math.IsNaN(d.ms) {
		return "Invalid Date"
	}
	if d.ms < firstYear || d.ms > lastYear {
		bail("the text of a far date")
	}
	return d.in(loc).Format(layout)
}

func (m *Machine) dateText(d *Date) string { return d.format(dateTimeLayout, time.Local) }

// dateJSON is Date.prototype.toJSON.
func (m *Machine) dateJSON(d *Date) Value {
	if math.IsNaN(d.ms) {
		return null
	}
	return asciiValue(d.format(isoLayout, time.UTC))
}

// Time is the date in Unix milliseconds; NaN where it is none.
func (d *Date) Time() float64 { return d.ms }

// dateField is a part of a date as a whole number; ok is false for NaN.
func (m *Machine) dateField(v Value) (n int, ok bool) {
	f := m.toNumber(v)
	if math.Abs(f) > 1<<31 {
		bail("a date from fields out of range")
	}
	return int(toInteger(f)), !math.IsNaN(f)
}

// fromFields is the time of year, month, day and so on.
func (m *Machine) fromFields(args []Value, loc *time.Location) float64 {
	fields := [7]int{1970, 0, 1}
	valid := true
	for i := range min(len(args), len(fields)) {
		if args[i].Kind == Object {
			bail("a date from objects")
		}
		n, ok := m.dateField(args[i])
		if !ok {
			valid = false
		}
		fields[i] = n
	}
	if !valid {
		return math.NaN()
	}
	if fields[0] >= 0 && fields[0] <= 99 {
		fields[0] += 1900
	}
	if fields[6] < 0 || fields[6] > 999 || fields[5] < 0 || fields[5] > 59 || fields[1] < 0 || fields[1] > 11 {
		bail("a date from fields out of range")
	}
	t := time.Date(fields[0], time.Month(fields[1]+1), fields[2], fields[3], fields[4], fields[5], fields[6]*1e6, loc)
	return clipTime(float64(t.UnixMilli()))
}

func newDate(m *Machine, _ Value, args []Value) Value {
	m.allocate(32)
	switch len(args) {
	case 0:
		return objectValue(&Date{m.host.Now()})
	case 1:
		if d, ok := args[0].Ref.(*Date); ok {
			return objectValue(&Date{d.ms})
		}
		p := m.toPrimitive(args[0], hintDefault)
		if p.Kind == String {
			return objectValue(&Date{parseDate(p.Text())})
		}
		return objectValue(&Date{clipTime(m.toNumber(p))})
	}
	return objectValue(&Date{m.fromFields(args, time.Local)})
}

func theDate(this Value) *Date {
	d, ok := this.Ref.(*Date)
	if !ok {
		bail("a method of dates on something else")
	}
	return d
}

// dateGet is a method that gives a part of a date.
func dateGet(loc *time.Location, part func(t time.Time) int) nativeFunc {
	return func(_ *Machine, this Value, _ []Value) Value {
		d := theDate(this)
		if math.IsNaN(d.ms) {
			return NumberValue(math.NaN())
		}
		return NumberValue(float64(part(d.in(loc))))
	}
}

// dateSet is a method that sets parts of a date, from number first on.
func dateSet(loc *time.Location, first, count int) nativeFunc {
	return func(m *Machine, this Value, args []Value) Value {
		d := theDate(this)
		if math.IsNaN(d.ms) || len(args) == 0 {
			bail("a change of an invalid date")
		}
		if first == 6 && d.ms < 0 {
			bail("the milliseconds of a date before 1970") // goja has others
		}
		t := d.in(loc)
		fields := [7]int{t.Year(), int(t.Month()) - 1, t.Day(), t.Hour(), t.Minute(), t.Second(), t.Nanosecond() / 1e6}
		for i := range min(len(args), count) {
			if args[i].Kind == Object {
				bail("a date from objects")
			}
			n, ok := m.dateField(args[i])
			if !ok {
				bail("a date from what is no number")
			}
			fields[first+i] = n
		}
		if ms := fields[6]; ms < 0 || ms > 999 {
			bail("milliseconds out of range")
		}
		t = time.Date(fields[0], time.Month(fields[1]+1), fields[2], fields[3], fields[4], fields[5], fields[6]*1e6, loc)
		d.ms = clipTime(float64(t.UnixMilli()))
		return NumberValue(d.ms)
	}
}

func dateFormat(layout string, loc *time.Location) nativeFunc {
	return func(_ *Machine, this Value, _ []Value) Value {
		return StringValue(theDate(this).format(layout, loc))
	}
}

func dateValue(_ *Machine, this Value, _ []Value) Value { return NumberValue(theDate(this).ms) }

var _ = func() bool {
	parts := []struct {
		name         string
		first, count int
		get          func(t time.Time) int
	}{
		{"FullYear", 0, 3, time.Time.Year},
		{"Month", 1, 2, func(t time.Time) int { return int(t.Month()) - 1 }},
		{"Date", 2, 1, time.Time.Day},
		{"Hours", 3, 4, time.Time.Hour},
		{"Minutes", 4, 3, time.Time.Minute},
		{"Seconds", 5, 2, time.Time.Second},
		{"Milliseconds", 6, 1, func(t time.Time) int { return t.Nanosecond() / 1e6 }},
		{"Day", 0, 0, func(t time.Time) int { return int(t.Weekday()) }},
	}
	for _, p := range parts {
		natives["Date.prototype.get"+p.name] = dateGet(time.Local, p.get)
		natives["Date.prototype.getUTC"+p.name] = dateGet(time.UTC, p.get)
		if p.count > 0 {
			natives["Date.prototype.set"+p.name] = dateSet(time.Local, p.first, p.count)
			natives["Date.prototype.setUTC"+p.name] = dateSet(time.UTC, p.first, p.count)
		}
	}
	return register(map[string]nativeFunc{
		"new Date": newDate,
		"Date.now": func(m *Machine, _ Value, _ []Value) Value { return NumberValue(m.host.Now()) },
		"Date.parse": func(m *Machine, _ Value, args []Value) Value {
			return NumberValue(parseDate(m.toText(arg(args, 0))))
		},
		"Date.UTC": func(m *Machine, _ Value, args []Value) Value {
			if len(args) < 2 {
				bail("Date.UTC of a year alone")
			}
			return NumberValue(m.fromFields(args, time.UTC))
		},
		"Date.prototype.getTime": dateValue,
		"Date.prototype.valueOf": dateValue,
		"Date.prototype.setTime": func(m *Machine, this Value, args []Value) Value {
			d := theDate(this)
			d.ms = clipTime(m.toNumber(arg(args, 0)))
			return NumberValue(d.ms)
		},
		"Date.prototype.getTimezoneOffset": dateGet(time.Local, func(t time.Time) int {
			_, seconds := t.Zone()
			if seconds%60 != 0 {
				bail("an offset of the time zone in seconds")
			}
			return -seconds / 60
		}),
		"Date.prototype.toISOString": func(m *Machine, this Value, _ []Value) Value {
			d := theDate(this)
			if math.IsNaN(d.ms) {
				m.throwError("RangeError", "Invalid time value")
			}
			return asciiValue(d.format(isoLayout, time.UTC))
		},
		"Date.prototype.toJSON":       func(m *Machine, this Value, _ []Value) Value { return m.dateJSON(theDate(this)) },
		"Date.prototype.toString":     dateFormat(dateTimeLayout, time.Local),
		"Date.prototype.toDateString": dateFormat(dateLayout, time.Local),
		"Date.prototype.toTimeString": dateFormat(timeLayout, time.Local),
		"Date.prototype.toUTCString":  dateFormat(utcLayout, time.UTC),
	})
}()
