// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package kafka

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/dustin/go-humanize"
	"github.com/redpanda-data/benthos/v4/public/service"
	"github.com/twmb/franz-go/pkg/kgo"
	"github.com/twmb/franz-go/pkg/sasl"
	"github.com/twmb/franz-go/pkg/sasl/oauth"
	"github.com/twmb/franz-go/pkg/sasl/plain"
	"github.com/twmb/franz-go/pkg/sasl/scram"

	"github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/netfault"
)

const (
	fieldSeedBrokers     = "seed_brokers"
	fieldClientID        = "client_id"
	fieldTLS             = "tls"
	fieldSASL            = "sasl"
	fieldMechanism       = "mechanism"
	fieldUsername        = "username"
	fieldPassword        = "password"
	fieldToken           = "token"
	fieldExtensions      = "extensions"
	fieldAWS             = "aws"
	fieldMetadataMaxAge  = "metadata_max_age"
	fieldRequestOverhead = "request_timeout_overhead"
	fieldConnIdleTimeout = "conn_idle_timeout"
	fieldTCP             = "tcp"
	fieldConnectTimeout  = "connect_timeout"
	fieldKeepAlive       = "keep_alive"
	fieldIdle            = "idle"
	fieldInterval        = "interval"
	fieldCount           = "count"
	fieldUserTimeout     = "tcp_user_timeout"
)

const (
	mechanismAWS   = "AWS_MSK_IAM"
	mechanismCloud = "REDPANDA_CLOUD_SERVICE_ACCOUNT"
)

// connectionFields are those of all components. Identities of a cloud are fields so
// that they can be refused by name.
func connectionFields(metadataMaxAge string, withTCP bool, mechanisms ...string) []*service.ConfigField {
	mechanisms = append([]string{"none", "PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512", "OAUTHBEARER"}, mechanisms...)
	fields := []*service.ConfigField{
		service.NewStringListField(fieldSeedBrokers).
			Description("Addresses of brokers to begin with; an entry may hold several with commas between them.").
			Example([]string{"localhost:9092"}),
		service.NewStringField(fieldClientID).
			Description("The name of this client, for the broker's log and quotas.").
			Default("redpanda-connect").Advanced(),
		service.NewTLSToggledField(fieldTLS),
		service.NewObjectListField(fieldSASL,
			service.NewStringEnumField(fieldMechanism, mechanisms...).
				Description("How to log in.").
				LintRule(`root = if ["`+mechanismAWS+`", "`+mechanismCloud+`"].contains(this) { ["the mechanism "+this+" is not supported by benthos-umh"] }`),
			service.NewStringField(fieldUsername).Description("The user, for PLAIN and SCRAM.").Default(""),
			service.NewStringField(fieldPassword).Description("The password, for PLAIN and SCRAM. Take it from an environment variable.").Default("").Secret(),
			service.NewStringField(fieldToken).Description("The token, for OAUTHBEARER.").Default("").Secret(),
			extensionsField,
			awsField,
		).Description("How to log in; the first mechanism that the broker knows is used.").Optional().Advanced(),
		service.NewDurationField(fieldMetadataMaxAge).
			Description("How old what is known of topics and brokers may get. New topics and partitions are seen within it.").
			Default(metadataMaxAge).Advanced(),
		service.NewDurationField(fieldRequestOverhead).
			Description("What is added to the timeout of a request for its way.").Default("10s").Advanced(),
		service.NewDurationField(fieldConnIdleTimeout).
			Description("How long a connection may be idle before it is closed.").Default("20s").Advanced(),
	}
	if withTCP {
		fields = append(fields, tcpField)
	}
	return fields
}

// Fields with a lint rule are made once for all components: parsing a rule takes longer than
// all else of a field.
var (
	tcpField        = newTCPField()
	extensionsField = refused(service.NewAnyField(fieldExtensions), "sasl.extensions")
	awsField        = refused(service.NewAnyField(fieldAWS), "sasl.aws")
)

func newTCPField() *service.ConfigField {
	return service.NewObjectField(fieldTCP,
		service.NewDurationField(fieldConnectTimeout).Description("How long a connection may take to open; 0s is 10 seconds.").Default("0s"),
		service.NewObjectField(fieldKeepAlive,
			service.NewDurationField(fieldIdle).Description("How long a connection is idle before it is probed.").Default("15s"),
			service.NewDurationField(fieldInterval).Description("The time between probes.").Default("15s"),
			service.NewIntField(fieldCount).Description("How many probes may stay unanswered.").Default(9),
		).Description("Probes of idle connections."),
		service.NewDurationField(fieldUserTimeout).
			Description("How long what was sent may stay unacknowledged before a connection counts as broken; 0s leaves that to the system. Only on Linux.").
			Default("0s"),
	).Description("The connections' settings.").Advanced()
}

func refused(f *service.ConfigField, path string) *service.ConfigField {
	return f.Description("Not supported by benthos-umh: refused.").
		LintRule(`root = ["` + path + ` is not supported by benthos-umh"]`).
		Optional().Advanced()
}

// newConnection reads the fields of connectionFields.
func newConnection(conf *service.ParsedConfig) (c Connection, err error) {
	p := parser{conf: conf}
	seeds := splitAll(p.strings(fieldSeedBrokers))
	c.options = []kgo.Opt{
		kgo.SeedBrokers(seeds...),
		kgo.ClientID(p.string(fieldClientID)),
		kgo.MetadataMaxAge(p.duration(fieldMetadataMaxAge)),
		kgo.RequestTimeoutOverhead(p.duration(fieldRequestOverhead)),
		kgo.ConnIdleTimeout(p.duration(fieldConnIdleTimeout)),
	}
	if p.err == nil && len(seeds) == 0 {
		return c, errors.New("seed_brokers: no broker is given")
	}
	tlsConf, tlsEnabled, err := conf.FieldTLSToggled(fieldTLS)
	if err != nil {
		return c, err
	}
	dial, err := dialer(conf)
	if err != nil {
		return c, err
	}
	if tlsEnabled {
		dial = overTLS(dial, tlsConf)
	}
	mechanisms, err := saslMechanisms(conf)
	if err != nil {
		return c, err
	}
	if len(mechanisms) > 0 {
		c.options = append(c.options, kgo.SASL(mechanisms...))
	}
	c.options = append(c.options, kgo.Dialer(dial))
	c.encrypted = tlsEnabled
	c.faults = netfault.Config{
		Peer: "broker", Address: fieldSeedBrokers,
		UseTLS: "set tls.enabled to true", NoTLS: "set tls.enabled to false",
	}
	c.login = "check sasl"
	return c, p.err
}

// splitAll splits entries at commas.
func splitAll(entries []string) (parts []string) {
	for _, entry := range entries {
		for part := range strings.SplitSeq(entry, ",") {
			if part = strings.TrimSpace(part); part != "" {
				parts = append(parts, part)
			}
		}
	}
	return parts
}

func saslMechanisms(conf *service.ParsedConfig) (mechanisms []sasl.Mechanism, err error) {
	if !conf.Contains(fieldSASL) {
		return nil, nil
	}
	entries, err := conf.FieldObjectList(fieldSASL)
	if err != nil {
		return nil, err
	}
	for _, entry := range entries {
		for _, unsupported := range []string{fieldExtensions, fieldAWS} {
			if entry.Contains(unsupported) {
				return nil, fmt.Errorf("sasl.%s is not supported by benthos-umh", unsupported)
			}
		}
		p := parser{conf: entry}
		user, password, token := p.string(fieldUsername), p.string(fieldPassword), p.string(fieldToken)
		mechanism := p.string(fieldMechanism)
		if p.err != nil {
			return nil, p.err
		}
		switch mechanism {
		case "none":
		case "PLAIN":
			mechanisms = append(mechanisms, plain.Auth{User: user, Pass: password}.AsMechanism())
		case "SCRAM-SHA-256":
			mechanisms = append(mechanisms, scram.Auth{User: user, Pass: password}.AsSha256Mechanism())
		case "SCRAM-SHA-512":
			mechanisms = append(mechanisms, scram.Auth{User: user, Pass: password}.AsSha512Mechanism())
		case "OAUTHBEARER":
			mechanisms = append(mechanisms, oauth.Auth{Token: token}.AsMechanism())
		default:
			return nil, fmt.Errorf("sasl.mechanism: %s is not supported by benthos-umh", mechanism)
		}
	}
	return mechanisms, nil
}

// A parser reads fields and keeps the first error.
type parser struct {
	conf *service.ParsedConfig
	err  error
}

func field[T any](p *parser, read func(...string) (T, error), path []string) T {
	v, err := read(path...)
	if err != nil && p.err == nil {
		p.err = err
	}
	return v
}

// bytes reads a size such as "1MiB".
func (p *parser) bytes(path ...string) int {
	text := p.string(path...)
	if p.err != nil {
		return 0
	}
	n, err := humanize.ParseBytes(text)
	if err != nil || n > 1<<31-1 {
		p.err = fmt.Errorf("%s: %q is no size such as 1MiB, of at most 2GiB", strings.Join(path, "."), text)
		return 0
	}
	return int(n)
}

func (p *parser) string(path ...string) string { return field(p, p.conf.FieldString, path) }

// optional is "" for a field that is not set.
func (p *parser) optional(path ...string) string {
	if !p.conf.Contains(path...) {
		return ""
	}
	return p.string(path...)
}

func (p *parser) strings(path ...string) []string { return field(p, p.conf.FieldStringList, path) }

func (p *parser) int(path ...string) int { return field(p, p.conf.FieldInt, path) }

func (p *parser) bool(path ...string) bool { return field(p, p.conf.FieldBool, path) }

func (p *parser) duration(path ...string) time.Duration { return field(p, p.conf.FieldDuration, path) }
