// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package benchmark

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"strconv"
	"strings"
	"sync"

	"github.com/redpanda-data/benthos/v4/public/service"
)

func templateByHand() service.BatchProcessor {
	return &byHand{func(out service.MessageBatch, in *arrival, now any) (service.MessageBatch, error) {
		n, err := in.number()
		if err != nil {
			return out, err
		}
		t := tag{location: "acme.plant1.mill", contract: "_raw", name: in.meta("opcua_tag_name"), value: valueOf(2 * n), time: now}
		if in.text("opcua_node_id") == "ns=4;s=Press.Ram.Tag7" {
			t.path, t.name = "axis.x.position", "actual"
		}
		return in.appendTag(out, t)
	}}
}

func foldersByHand() service.BatchProcessor {
	return &byHand{func(out service.MessageBatch, in *arrival, now any) (service.MessageBatch, error) {
		t := tag{location: "acme.plant1", contract: "_raw", name: in.meta("opcua_tag_name"), value: in.value(), time: now}
		switch folder := in.text("opcua_tag_path"); {
		case strings.HasPrefix(folder, "Press.Ram"):
			t.location, t.path = "acme.plant1.press", "ram"
		case strings.HasPrefix(folder, "Conveyor"):
			t.location, t.contract = "acme.plant1.conveyor", "_conveyor_v1"
		}
		return in.appendTag(out, t)
	}}
}

func scalingByHand() service.BatchProcessor {
	return &byHand{func(out service.MessageBatch, in *arrival, now any) (service.MessageBatch, error) {
		t := tag{location: "acme.sksk", contract: "_raw", name: in.meta("s7_address"), time: now}
		if !strings.HasPrefix(t.name.(string), "DB1.DW") {
			t.value = in.value()
			return in.appendTag(out, t)
		}
		n, err := in.number()
		if err != nil {
			return out, err
		}
		t.path, t.value = "vibration", valueOf(n*0.1)
		m, err := in.tag(t)
		if err != nil {
			return out, err
		}
		m.MetaSetMut("unit", "mm")
		return append(out, m), nil
	}}
}

func memberByHand() service.BatchProcessor {
	return &byHand{func(out service.MessageBatch, in *arrival, _ any) (service.MessageBatch, error) {
		value, err := member(in.content, "value")
		if err != nil {
			return out, err
		}
		at := in.meta("spb_timestamp")
		ms, err := strconv.ParseInt(at.(string), 10, 64)
		if err != nil {
			return out, err
		}
		t := tag{
			location: in.meta("umh_location_path"), contract: "_historian", name: in.meta("umh_tag_name"),
			value: json.Number(value), time: ms,
		}
		if path := in.meta("umh_virtual_path"); path != "" {
			t.path = path
		}
		m, err := in.tag(t)
		if err != nil {
			return out, err
		}
		m.MetaSetMut("timestamp_ms", at)
		return append(out, m), nil
	}}
}

func lookupByHand() service.BatchProcessor {
	names := map[string]any{}
	for _, n := range s7Names {
		names[n[0]] = n[1]
	}
	return &byHand{func(out service.MessageBatch, in *arrival, now any) (service.MessageBatch, error) {
		name := names[in.text("s7_address")]
		if name == nil {
			name = "unknown"
		}
		return in.appendTag(out, tag{location: "acme.graz.stamping", contract: "_raw", name: name, value: in.value(), time: now})
	}}
}

func switchByHand() service.BatchProcessor {
	return &byHand{func(out service.MessageBatch, in *arrival, now any) (service.MessageBatch, error) {
		t := tag{location: "acme.plant1.mill", contract: "_raw", value: in.value(), time: now}
		switch address := in.text("s7_address"); address {
		case "DB1.DW20":
			t.name = "x-axis"
		case "DB1.DW22":
			t.name = "y-axis"
		case "DB1.DW24":
			t.name = "z-axis"
		case "DB20.R0":
			t.name = "belt_speed"
		case "DB20.R4":
			t.name = "motor_current"
		case "DB20.DW8":
			t.name = "parts"
		default:
			t.name = strings.ReplaceAll(address, ".", "_")
		}
		return in.appendTag(out, t)
	}}
}

func fanoutByHand() service.BatchProcessor {
	return &byHand{func(out service.MessageBatch, in *arrival, now any) (service.MessageBatch, error) {
		t := tag{location: "acme.graz", contract: "_raw", time: now}
		before := len(out)
		var bad error
		err := members(in.content, func(key, value []byte) bool {
			t.name, t.value = string(key), scalar(value)
			if len(out) == before {
				out, bad = in.appendTag(out, t)
			} else {
				out, bad = appendSibling(out, t)
			}
			return bad == nil
		})
		if err = cmp.Or(err, bad); err != nil {
			return out[:before], err
		}
		return out, nil
	}}
}

// scalar is a value that is a number or a boolean.
func scalar(text []byte) any {
	switch text[0] {
	case 't':
		return true
	case 'f':
		return false
	default:
		return json.Number(text)
	}
}

func duplicateByHand() service.BatchProcessor {
	return &byHand{func(out service.MessageBatch, in *arrival, now any) (service.MessageBatch, error) {
		n, err := in.number()
		if err != nil {
			return out, err
		}
		t := tag{location: "acme", contract: "_historian", name: in.meta("opcua_tag_name"), value: in.value(), time: now}
		before := len(out)
		if out, err = in.appendTag(out, t); err != nil {
			return out, err
		}
		t.contract, t.name, t.value = "_custom", t.name.(string)+"_doubled", valueOf(2*n)
		if out, err = appendSibling(out, t); err != nil {
			return out[:before], err
		}
		return out, nil
	}}
}

func topicByHand() service.BatchProcessor {
	return &byHand{func(out service.MessageBatch, in *arrival, now any) (service.MessageBatch, error) {
		parts := strings.Split(in.text("mqtt_topic"), "/")
		if len(parts) < 8 {
			return out, errors.New("the topic is too short")
		}
		return in.appendTag(out, tag{
			location: strings.Join(parts[2:6], "."), contract: "_raw", name: strings.Join(parts[7:], "."),
			value: in.value(), time: now,
		})
	}}
}

// A delta remembers the last value.
type delta struct {
	byHand
	mu   sync.Mutex
	last *float64
}

func deltaByHand() service.BatchProcessor {
	d := &delta{}
	d.each = d.append
	return d
}

func (d *delta) append(out service.MessageBatch, in *arrival, _ any) (service.MessageBatch, error) {
	var value float64
	var unit string
	var bad error
	err := members(in.content, func(key, text []byte) bool {
		switch string(key) {
		case "value":
			value, bad = strconv.ParseFloat(string(text), 64)
		case "unit":
			unit = string(bytes.Trim(text, `"`))
		}
		return bad == nil
	})
	if err = cmp.Or(err, bad); err != nil {
		return out, err
	}
	m := in.Copy()
	m.SetStructuredMut(map[string]any{"value": number(value), "unit": unit, "delta": number(d.since(value))})
	return append(out, m), nil
}

// since is how much more a value is than the one before it.
func (d *delta) since(value float64) float64 {
	d.mu.Lock()
	defer d.mu.Unlock()
	before := value
	if d.last != nil {
		before = *d.last
	}
	d.last = &value
	return value - before
}

// number is a number as the next processor expects it: integers are int64.
func number(f float64) any {
	if n := int64(f); float64(n) == f {
		return n
	}
	return f
}
