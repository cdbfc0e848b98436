// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package mqtt

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	mqtt "github.com/eclipse/paho.mqtt.golang"
	"github.com/redpanda-data/benthos/v4/public/service"
)

const (
	fieldTopics       = "topics"
	fieldCleanSession = "clean_session"
)

func inputSpec() *service.ConfigSpec {
	return service.NewConfigSpec().
		Categories("Services").
		Summary("Reads the messages of topics from an MQTT broker.").
		Description(`
A message of quality of service 1 or 2 is acknowledged to the broker only after the output has it, in the order in which the messages came. At most a thousand messages, or 128 MB of them, are on their way at once; what comes after waits at the broker, and the connection stays alive meanwhile. The broker may have a lower limit (Mosquitto's `+"`max_inflight_messages`"+` is 20): an output that waits for a larger batch needs a period too.

With `+"`clean_session: false`"+` and a `+"`client_id`"+` of its own the broker keeps what comes while benthos-umh is away, and sends again what was not acknowledged. With `+"`clean_session: true`"+` that is lost when the connection breaks.

With `+"`auto_replay_nacks: false`"+` a message that the output rejects is not sent through the pipeline again. With `+"`clean_session: false`"+` the input then connects again, and the broker sends it and what came after it once more. Otherwise the message is dropped.

### Metadata

- mqtt_duplicate: whether the broker sends the message again (bool)
- mqtt_qos: its quality of service (int)
- mqtt_retained: whether the broker kept it from before the subscription (bool)
- mqtt_topic: its topic
- mqtt_message_id: its number on the connection, 0 without quality of service (int)`).
		Fields(connectionFields()...).
		Fields(
			service.NewStringListField(fieldTopics).
				Description("The topics to subscribe to. `+` stands for one level, `#` at the end for all below.").
				Example([]string{"plant/+/temperature", "line3/#"}),
			service.NewIntField(fieldQoS).
				Description("The highest quality of service to receive with: 0 loses messages when the connection or the process ends, 1 brings some twice, and 2 brings one twice only if the connection ended while it was acknowledged.").
				Default(1),
			service.NewBoolField(fieldCleanSession).
				Description("Whether the broker forgets this client when the connection ends. `false` needs a `client_id`.").
				Default(true).Advanced(),
			service.NewAutoRetryNacksToggleField(),
		)
}

func init() {
	service.MustRegisterInput("mqtt", inputSpec(), func(conf *service.ParsedConfig, mgr *service.Resources) (service.Input, error) {
		in, err := newInput(conf, mgr.Logger())
		if err != nil {
			return nil, err
		}
		return service.AutoRetryNacksToggled(conf, in)
	})
}

// input reads from one session after the other.
type input struct {
	connector
	topics map[string]byte // with the quality of service

	lock    sync.Mutex
	session *session // the last one, nil before the first
}

func newInput(conf *service.ParsedConfig, log *service.Logger) (*input, error) {
	settings, err := parseSettings(conf, log)
	if err != nil {
		return nil, err
	}
	if settings.cleanSession, err = conf.FieldBool(fieldCleanSession); err != nil {
		return nil, err
	}
	if !settings.cleanSession && settings.clientID == "" {
		return nil, fmt.Errorf("%s must be set, since %s is false: by it the broker knows whose messages it keeps", fieldClientID, fieldCleanSession)
	}
	if !settings.cleanSession && conf.Contains(fieldClientIDSuffix) {
		log.Warnf("%s makes %s: false useless: with every start the broker keeps one more session that nobody comes back for", fieldClientIDSuffix, fieldCleanSession)
	}
	in := &input{connector: connector{settings: settings, log: log, first: firstPause}, topics: map[string]byte{}}
	qos, err := parseQoS(conf, fieldQoS)
	if err != nil {
		return nil, err
	}
	topics, err := conf.FieldStringList(fieldTopics)
	if err != nil {
		return nil, err
	}
	if len(topics) == 0 {
		return nil, fmt.Errorf("%s is empty: nothing would ever come", fieldTopics)
	}
	for _, topic := range topics {
		if err := checkFilter(topic); err != nil {
			return nil, fmt.Errorf("%s: %w", fieldTopics, err)
		}
		in.topics[topic] = qos
	}
	return in, nil
}

// Connect does nothing while the connection is there.
func (in *input) Connect(ctx context.Context) error {
	in.lock.Lock()
	defer in.lock.Unlock()
	if in.session != nil {
		if in.session.link.ctx.Err() == nil {
			return nil
		}
		in.session.close()
		in.session = nil
	}
	s := &session{arrived: make(chan struct{}), messages: make(chan delivery), acks: newAcks()}
	c, err := in.connect(ctx, len(in.topics), s.receive, func(ctx context.Context, c *client) error {
		return in.subscribe(ctx, c, s)
	})
	if err != nil {
		return err
	}
	s.client = c
	in.session = s
	return nil
}

// subscribe waits for the broker's consent, but not after a first message: then an
// older session goes on, and the consent may be behind messages that nobody reads yet.
func (in *input) subscribe(ctx context.Context, c *client, s *session) error {
	ctx, cancel := context.WithTimeoutCause(ctx, in.connectTimeout, errConnectTimeout)
	defer cancel()
	sent := make(chan mqtt.Token, 1)
	go func() { sent <- c.paho.SubscribeMultiple(in.topics, nil) }() // which waits if the connection has just ended
	var token *mqtt.SubscribeToken
	select {
	case t := <-sent:
		var ok bool
		if token, ok = t.(*mqtt.SubscribeToken); !ok {
			return errors.New("the subscription was not sent")
		}
	case <-c.link.ctx.Done():
		return in.ended(c)
	}
	select {
	case <-token.Done():
		return in.refused(c, token)
	case <-s.arrived:
		go func() {
			select {
			case <-token.Done():
				if err := in.refused(c, token); err != nil {
					c.link.end(err)
				}
			case <-c.link.ctx.Done():
			}
		}()
		return nil
	case <-c.link.ctx.Done():
		return in.ended(c)
	case <-ctx.Done():
		return fmt.Errorf("%s: the broker does not answer to the subscription: %w", c.server, context.Cause(ctx))
	}
}

// ended is why a connection ended before the broker's consent.
func (in *input) ended(c *client) error {
	return fmt.Errorf("%s: %s", c.server, in.whyLost(context.Cause(c.link.ctx)))
}

func (in *input) refused(c *client, token *mqtt.SubscribeToken) error {
	if err := token.Error(); err != nil {
		if c.link.ctx.Err() != nil {
			return in.ended(c)
		}
		return fmt.Errorf("%s: %w", c.server, err)
	}
	var topics []string
	for topic, qos := range token.Result() {
		if qos > 2 {
			topics = append(topics, topic)
		}
	}
	if topics == nil {
		return nil
	}
	slices.Sort(topics)
	return fmt.Errorf("%s: the broker refuses the subscription to %s: check topics, and what the broker's access rules allow this user", c.server, strings.Join(topics, ", "))
}

// Read hands over a message together with how to acknowledge it on the connection
// that it came by, and on no other.
func (in *input) Read(ctx context.Context) (*service.Message, service.AckFunc, error) {
	in.lock.Lock()
	s := in.session
	in.lock.Unlock()
	if s == nil {
		return nil, nil, service.ErrNotConnected
	}
	select {
	case d := <-s.messages:
		return d.message(), in.ackFunc(s, d.receipt), nil
	case <-s.link.ctx.Done():
		return nil, nil, service.ErrNotConnected
	case <-ctx.Done():
		return nil, nil, ctx.Err()
	}
}

var errRejected = errors.New("a message was rejected, and auto_replay_nacks is false: the broker is to send it again")

func (in *input) ackFunc(s *session, r *receipt) service.AckFunc {
	return func(_ context.Context, err error) error {
		switch {
		case r == nil:
		case err != nil && !in.cleanSession:
			s.link.end(errRejected)
		default:
			s.acks.done(r)
		}
		return nil
	}
}

// Close ends the connection. What is not acknowledged by now, the broker sends again.
func (in *input) Close(context.Context) error {
	in.lock.Lock()
	defer in.lock.Unlock()
	if in.session != nil {
		in.session.close()
		in.session = nil
	}
	return nil
}
