// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package mqtt

import (
	"crypto/tls"
	"errors"
	"fmt"
	"math"
	"net/url"
	"strings"
	"time"

	"github.com/redpanda-data/benthos/v4/public/service"
)

const (
	fieldURLs            = "urls"
	fieldClientID        = "client_id"
	fieldClientIDSuffix  = "dynamic_client_id_suffix"
	fieldConnectTimeout  = "connect_timeout"
	fieldWill            = "will"
	fieldWillEnabled     = "enabled"
	fieldWillQoS         = "qos"
	fieldWillRetained    = "retained"
	fieldWillTopic       = "topic"
	fieldWillPayload     = "payload"
	fieldUser            = "user"
	fieldPassword        = "password"
	fieldKeepalive       = "keepalive"
	fieldTLS             = "tls"
	fieldQoS             = "qos"
	clientIDSuffixNanoid = "nanoid"
)

// connectionFields are those that input and output share.
func connectionFields() []*service.ConfigField {
	return []*service.ConfigField{
		service.NewURLListField(fieldURLs).
			Description("The brokers, tried in this order until one answers. Schemes: `tcp` (or `mqtt`), `ssl` (or `tls`, `mqtts`), `ws`, `wss`, `unix`. The port is 1883, with TLS 8883, if unset. An item can hold several, separated by commas.").
			Example([]string{"tcp://localhost:1883"}),
		service.NewStringField(fieldClientID).
			Description("The name of this client at the broker. Only one client can have it: the broker drops the one that had it before. The broker makes one up if unset.").
			Default(""),
		service.NewStringEnumField(fieldClientIDSuffix, clientIDSuffixNanoid, "").
			Description("Adds a random suffix to `client_id`, new with every start, so that several processes can share a config; an empty text adds none. Not with `clean_session: false`: the session of the last start would never be found again.").
			Optional().Advanced(),
		service.NewDurationField(fieldConnectTimeout).
			Description("How long an attempt to connect to one broker may take.").
			Default("30s"),
		service.NewObjectField(
			fieldWill,
			service.NewBoolField(fieldWillEnabled).Description("Whether there is a will.").Default(false),
			service.NewIntField(fieldWillQoS).Description("The quality of service of the will: 0, 1 or 2.").Default(0),
			service.NewBoolField(fieldWillRetained).Description("Whether the broker keeps the will for those who subscribe later.").Default(false),
			service.NewStringField(fieldWillTopic).Description("The topic of the will. Needed if the will is enabled.").Default(""),
			service.NewStringField(fieldWillPayload).Description("The payload of the will.").Default(""),
		).Description("What the broker publishes when the connection breaks. Nothing is published when benthos-umh is stopped.").Advanced(),
		service.NewStringField(fieldUser).Description("The user name.").Default("").Advanced(),
		service.NewStringField(fieldPassword).Description("The password. It is sent only with a user name. Take it from an environment variable.").Default("").Secret().Advanced(),
		service.NewIntField(fieldKeepalive).
			Description("Seconds of silence after which the broker is asked for a sign of life; the connection is given up after half of that time again. 0 never asks, and a connection that broke without a word goes unnoticed.").
			Default(30).Advanced(),
		service.NewTLSToggledField(fieldTLS),
	}
}

// settings say how to connect.
type settings struct {
	servers        []*url.URL
	clientID       string
	newIDs         bool // whether each start has another client id
	cleanSession   bool
	connectTimeout time.Duration
	sendTimeout    time.Duration // how long paho lets something wait to be sent
	will           *will
	user, password string
	keepalive      int // in seconds
	tls            *tls.Config
}

type will struct {
	topic, payload string
	qos            byte
	retained       bool
}

func parseSettings(conf *service.ParsedConfig, log *service.Logger) (*settings, error) {
	s := &settings{cleanSession: true}
	var err error
	if s.clientID, err = conf.FieldString(fieldClientID); err != nil {
		return nil, err
	}
	if conf.Contains(fieldClientIDSuffix) {
		suffix, err := conf.FieldString(fieldClientIDSuffix)
		if err != nil {
			return nil, err
		}
		if s.newIDs = suffix == clientIDSuffixNanoid; s.newIDs {
			s.clientID += nanoid()
		}
	}
	if s.connectTimeout, err = conf.FieldDuration(fieldConnectTimeout); err != nil {
		return nil, err
	}
	if s.connectTimeout <= 0 {
		return nil, fmt.Errorf("%s must be longer than 0s", fieldConnectTimeout)
	}
	if s.user, err = conf.FieldString(fieldUser); err != nil {
		return nil, err
	}
	if s.password, err = conf.FieldString(fieldPassword); err != nil {
		return nil, err
	}
	if s.keepalive, err = conf.FieldInt(fieldKeepalive); err != nil {
		return nil, err
	}
	if s.keepalive < 0 || s.keepalive > math.MaxUint16 {
		return nil, fmt.Errorf("%s must be from 0 to %d seconds, is %d", fieldKeepalive, math.MaxUint16, s.keepalive)
	}
	if s.will, err = parseWill(conf.Namespace(fieldWill)); err != nil {
		return nil, err
	}
	config, useTLS, err := conf.FieldTLSToggled(fieldTLS)
	if err != nil {
		return nil, err
	}
	s.tls = config
	if !useTLS {
		s.tls = &tls.Config{MinVersion: tls.VersionTLS12}
	}
	if s.servers, err = parseServers(conf); err != nil {
		return nil, err
	}
	for _, server := range s.servers {
		if useTLS && !encrypted(server) {
			log.Warnf("tls.enabled has no effect on %s, nothing is encrypted: write ssl:// or wss://", address(server))
		}
	}
	return s, nil
}

func parseWill(conf *service.ParsedConfig) (*will, error) {
	if enabled, err := conf.FieldBool(fieldWillEnabled); err != nil || !enabled {
		return nil, err
	}
	w := &will{}
	var err error
	if w.qos, err = parseQoS(conf, fieldWillQoS); err != nil {
		return nil, fmt.Errorf("%s.%w", fieldWill, err)
	}
	if w.retained, err = conf.FieldBool(fieldWillRetained); err != nil {
		return nil, err
	}
	if w.topic, err = conf.FieldString(fieldWillTopic); err != nil {
		return nil, err
	}
	if w.payload, err = conf.FieldString(fieldWillPayload); err != nil {
		return nil, err
	}
	if err := checkTopic(w.topic); err != nil {
		return nil, fmt.Errorf("%s.%s: %w", fieldWill, fieldWillTopic, err)
	}
	if len(w.payload) > math.MaxUint16 {
		return nil, fmt.Errorf("%s.%s must have at most %d bytes, has %d", fieldWill, fieldWillPayload, math.MaxUint16, len(w.payload))
	}
	return w, nil
}

func parseQoS(conf *service.ParsedConfig, field string) (byte, error) {
	qos, err := conf.FieldInt(field)
	if err != nil {
		return 0, err
	}
	if qos < 0 || qos > 2 {
		return 0, fmt.Errorf("%s must be 0, 1 or 2, is %d", field, qos)
	}
	return byte(qos), nil
}

func parseServers(conf *service.ParsedConfig) ([]*url.URL, error) {
	items, err := conf.FieldStringList(fieldURLs)
	if err != nil {
		return nil, err
	}
	var servers []*url.URL
	for i, item := range items {
		for _, text := range strings.Split(item, ",") {
			if text = strings.TrimSpace(text); text == "" {
				continue
			}
			server, err := parseServer(text)
			if err != nil {
				return nil, fmt.Errorf("%s[%d]: %w", fieldURLs, i, err)
			}
			servers = append(servers, server)
		}
	}
	if len(servers) == 0 {
		return nil, fmt.Errorf("%s is empty: write the broker's address, such as tcp://localhost:1883", fieldURLs)
	}
	return servers, nil
}

// parseServer never has the text in its error: it may hold a password.
func parseServer(text string) (*url.URL, error) {
	if !strings.Contains(text, "://") {
		text = "tcp://" + text
	}
	server, err := url.Parse(text)
	if err != nil {
		if parse := (*url.Error)(nil); errors.As(err, &parse) {
			err = parse.Err
		}
		if escape := url.EscapeError(""); errors.As(err, &escape) {
			err = errors.New("invalid escape: write % in user and password as %25")
		}
		return nil, fmt.Errorf("not a URL: %w", err)
	}
	port := ""
	switch server.Scheme {
	case "tcp", "mqtt":
		port = "1883"
	case "ssl", "tls", "mqtts", "mqtt+ssl", "tcps":
		port = "8883"
	case "ws", "wss":
	case "unix":
		return server, nil
	default:
		return nil, fmt.Errorf("scheme %q is not known: use tcp, ssl, ws, wss or unix", server.Scheme)
	}
	if server.Hostname() == "" {
		return nil, errors.New("the host is missing")
	}
	if server.Port() == "" && port != "" {
		server.Host = strings.TrimSuffix(server.Host, ":") + ":" + port
	}
	return server, nil
}

func encrypted(server *url.URL) bool {
	switch server.Scheme {
	case "ssl", "tls", "mqtts", "mqtt+ssl", "tcps", "wss":
		return true
	}
	return false
}

// address is the server without user and password.
func address(server *url.URL) string {
	if server.Host == "" {
		return server.Scheme + "://" + server.Path
	}
	return server.Scheme + "://" + server.Host
}
