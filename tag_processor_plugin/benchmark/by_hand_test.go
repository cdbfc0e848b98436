package benchmark

import (
	"context"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/redpanda-data/benthos/v4/public/service"

	"github.com/united-manufacturing-hub/benthos-umh/tag_processor_plugin/topic"
)

// A byHand is the OPC UA work as somebody would write it who knows Go, Benthos
// and a profiler, and who does not need it to be configurable: what JavaScript is
// measured against.
type byHand struct {
	// units are the units of the groups that the conditions pick out.
	units []struct{ group, unit string }
}

func newByHand(groups int) *byHand {
	p := &byHand{}
	for i := range groups {
		n := strconv.Itoa(i)
		p.units = append(p.units, struct{ group, unit string }{"group" + n, "unit" + n})
	}
	return p
}

func (p *byHand) ProcessBatch(_ context.Context, in service.MessageBatch) ([]service.MessageBatch, error) {
	now := strconv.FormatInt(time.Now().UnixMilli(), 10)
	out := make(service.MessageBatch, 0, len(in))
	for _, m := range in {
		tag, err := p.tag(m, now)
		if err != nil {
			m.SetError(err)
			tag = m
		}
		out = append(out, tag)
	}
	return []service.MessageBatch{out}, nil
}

func (p *byHand) Close(context.Context) error { return nil }

type pair struct{ key, text string }

func (p *byHand) tag(in *service.Message, now string) (*service.Message, error) {
	content, err := in.AsBytes()
	if err != nil {
		return nil, err
	}
	var buffer [16]pair
	pairs, object, keys := buffer[:0], []byte{'{'}, []byte(nil)
	_ = in.MetaWalk(func(key, text string) error {
		pairs = append(pairs, pair{key, text})
		return nil
	})
	slices.SortFunc(pairs, func(a, b pair) int { return strings.Compare(a.key, b.key) })
	var path, name, group string
	for i, p := range pairs {
		if i > 0 {
			object, keys = append(object, ','), append(keys, ',')
		}
		object = appendQuoted(append(appendQuoted(object, p.key), ':'), p.text)
		keys = append(keys, p.key...)
		switch p.key {
		case "opcua_tag_path":
			path = topic.VirtualPath(p.text)
		case "opcua_tag_name":
			name = p.text
		case "opcua_tag_group":
			group = p.text
		}
	}
	const location, contract = "enterprise.site.area.line", "_historian"
	umhTopic, err := topic.Build(location, contract, path, name)
	if err != nil {
		return nil, err
	}
	body := append(make([]byte, 0, len(content)+48), `{"value":`...)
	switch {
	case !json.Valid(content):
		body = appendQuoted(body, string(content))
	case content[0] == '{' || content[0] == '[' || content[0] == '"':
		body = appendQuoted(body, string(content)) // the OPC UA work has numbers only
	default:
		body = append(body, content...)
	}
	body = append(append(append(body, `,"timestamp_ms":`...), now...), '}')

	out := in.Copy()
	out.SetBytes(body)
	out.MetaSetMut("_initialMetadata", string(append(object, '}')))
	out.MetaSetMut("_incomingKeys", string(keys))
	out.MetaSetMut("location_path", location)
	out.MetaSetMut("data_contract", contract)
	if path != "" {
		out.MetaSetMut("virtual_path", path)
	}
	out.MetaSetMut("tag_name", name)
	out.MetaSetMut("umh_topic", umhTopic)
	out.MetaSetMut("topic", umhTopic)
	for _, u := range p.units {
		if u.group == group {
			out.MetaSetMut("unit", u.unit)
		}
	}
	return out, nil
}

// appendQuoted appends a JSON string. Only texts with characters that need an
// escape are worth a call of encoding/json.
func appendQuoted(dst []byte, text string) []byte {
	for i := range len(text) {
		if c := text[i]; c < ' ' || c == '"' || c == '\\' || c >= 0x7f || c == '<' || c == '>' || c == '&' {
			quoted, _ := json.Marshal(text)
			return append(dst, quoted...)
		}
	}
	return append(append(append(dst, '"'), text...), '"')
}
