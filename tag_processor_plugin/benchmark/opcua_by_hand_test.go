// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package benchmark

import (
	"encoding/json"
	"strconv"
	"strings"

	"github.com/redpanda-data/benthos/v4/public/service"
)

// opcuaByHand is the OPC UA work with so many groups.
func opcuaByHand(groups int) *byHand {
	units := map[string]any{}
	for i := range groups {
		units["group"+strconv.Itoa(i)] = "unit" + strconv.Itoa(i)
	}
	return &byHand{func(out service.MessageBatch, in *arrival, now any) (service.MessageBatch, error) {
		m, err := in.tag(tag{
			location: opcuaLocation, contract: opcuaContract,
			path: in.meta("opcua_tag_path"), name: in.meta("opcua_tag_name"),
			value: in.value(), time: now,
		})
		if err != nil {
			return out, err
		}
		if unit := units[in.text("opcua_tag_group")]; unit != nil {
			m.MetaSetMut("unit", unit)
		}
		return append(out, m), nil
	}}
}

// mixedByHand is the OPC UA work with conditions of several kinds.
func mixedByHand(conditions []mixedCondition) *byHand {
	return &byHand{func(out service.MessageBatch, in *arrival, now any) (service.MessageBatch, error) {
		t := tag{
			location: opcuaLocation, contract: opcuaContract,
			path: in.meta("opcua_tag_path"), name: in.meta("opcua_tag_name"),
			value: in.value(), time: now,
		}
		value, err := in.number()
		if err != nil {
			return out, err
		}
		name, group, node := t.name.(string), in.text("opcua_tag_group"), in.text("opcua_node_id")
		alarm := false
		for i := range conditions {
			c := &conditions[i]
			switch c.kind {
			case nameIncludes:
				if strings.Contains(name, c.tag) {
					t.path = t.path.(string) + c.level
				}
			case valueAbove:
				alarm = alarm || value > c.limit
			default:
				if strings.Contains(group, "3") && !strings.Contains(node, c.tag) {
					t.location = t.location.(string) + c.level
				}
			}
		}
		m, err := in.tag(t)
		if err != nil {
			return out, err
		}
		if alarm {
			m.MetaSetMut("alarm", "high")
		}
		return append(out, m), nil
	}}
}

// jsonByHand takes one number out of a document.
func jsonByHand() service.BatchProcessor {
	return &byHand{func(out service.MessageBatch, in *arrival, now any) (service.MessageBatch, error) {
		press, err := member(in.content, "press")
		if err != nil {
			return out, err
		}
		var force json.Number
		eachMember(press, func(key, value []byte) bool {
			if string(key) == "force" {
				force = json.Number(value)
			}
			return true
		})
		return in.appendTag(out, tag{
			location: "enterprise.site.area.line", contract: "_raw", name: "force",
			value: force, time: now,
		})
	}}
}
