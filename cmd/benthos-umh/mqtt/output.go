// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package mqtt

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"sync"
	"time"

	mqtt "github.com/eclipse/paho.mqtt.golang"
	"github.com/redpanda-data/benthos/v4/public/service"

	"github.com/united-manufacturing-hub/benthos-umh/cmd/benthos-umh/netfault"
)

const (
	fieldTopic                = "topic"
	fieldWriteTimeout         = "write_timeout"
	fieldRetained             = "retained"
	fieldRetainedInterpolated = "retained_interpolated"

	// largestPacket is what MQTT can say of a packet's length.
	largestPacket = 1<<28 - 1
)

func outputSpec() *service.ConfigSpec {
	return service.NewConfigSpec().
		Categories("Services").
		Summary("Publishes messages to an MQTT broker.").
		Description(`
A message counts as delivered when the broker has acknowledged it, with `+"`qos: 0`"+` when it is written to the network. One that was not acknowledged because the connection ended is sent again, and may be there twice.

With `+"`max_in_flight`"+` above 1 several messages are sent at once, and two of the same topic can change places. Write `+"`max_in_flight: 1`"+` where their order counts.`).
		Fields(connectionFields()...).
		Fields(
			service.NewInterpolatedStringField(fieldTopic).
				Description("The topic to publish to. A message whose topic is empty or has a wildcard fails.").
				Example(`plant/${! @machine }`),
			service.NewIntField(fieldQoS).
				Description("The quality of service: 0 delivers once at most, 1 once at least. 2 delivers once, or twice after a connection that ended in between.").
				Default(1),
			service.NewDurationField(fieldWriteTimeout).
				Description("How long to wait for the broker to acknowledge a message. After that the message fails, and may have arrived nevertheless. Large messages over a slow network need more.").
				Default("3s"),
			service.NewBoolField(fieldRetained).
				Description("Whether the broker keeps the last message of each topic for those who subscribe later.").
				Default(false),
			service.NewInterpolatedStringField(fieldRetainedInterpolated).
				Description("Replaces `retained` by `true` or `false` of each message, such as `${! @mqtt_retained }`. A message for which it is something else fails. An empty text replaces nothing.").
				Optional().Advanced(),
			service.NewOutputMaxInFlightField(),
		)
}

func init() {
	service.MustRegisterOutput("mqtt", outputSpec(), func(conf *service.ParsedConfig, mgr *service.Resources) (service.Output, int, error) {
		inFlight, err := conf.FieldMaxInFlight()
		if err != nil {
			return nil, 0, err
		}
		out, err := newOutput(conf, mgr.Logger())
		return out, inFlight, err
	})
}

// output publishes by one connection after the other.
type output struct {
	connector
	topic        *service.InterpolatedString
	qos          byte
	writeTimeout time.Duration
	retained     bool
	retainedEach *service.InterpolatedString // nil if unset
	culprit      culprit

	connecting sync.Mutex // held while a connection is made

	lock   sync.Mutex
	client *client // the last one, nil before the first
}

func newOutput(conf *service.ParsedConfig, log *service.Logger) (*output, error) {
	settings, err := parseSettings(conf, log)
	if err != nil {
		return nil, err
	}
	out := &output{connector: connector{settings: settings, log: log, first: firstPause}}
	if out.topic, err = conf.FieldInterpolatedString(fieldTopic); err != nil {
		return nil, err
	}
	if topic, static := out.topic.Static(); static {
		if err := checkTopic(topic); err != nil {
			return nil, fmt.Errorf("%s: %w", fieldTopic, err)
		}
	}
	if out.qos, err = parseQoS(conf, fieldQoS); err != nil {
		return nil, err
	}
	if out.writeTimeout, err = conf.FieldDuration(fieldWriteTimeout); err != nil {
		return nil, err
	}
	if out.writeTimeout <= 0 {
		return nil, fmt.Errorf("%s must be longer than 0s", fieldWriteTimeout)
	}
	settings.sendTimeout = out.writeTimeout + time.Second // after Write has given up
	if out.retained, err = conf.FieldBool(fieldRetained); err != nil {
		return nil, err
	}
	if conf.Contains(fieldRetainedInterpolated) {
		each, err := conf.FieldInterpolatedString(fieldRetainedInterpolated)
		if err != nil {
			return nil, err
		}
		if text, static := each.Static(); !static || text != "" {
			out.retainedEach = each
		}
	}
	return out, nil
}

// Connect does nothing while the connection is there: Benthos asks for one with
// every message that finds none.
func (out *output) Connect(ctx context.Context) error {
	out.connecting.Lock()
	defer out.connecting.Unlock()
	if old := out.current(); old != nil {
		if old.link.ctx.Err() == nil {
			return nil
		}
		old.close()
	}
	c, err := out.connect(ctx, 0, ignore, func(context.Context, *client) error { return nil })
	if err != nil {
		return err
	}
	out.lock.Lock()
	defer out.lock.Unlock()
	out.client = c
	return nil
}

// ignore takes what a broker sends to a client that has subscribed to nothing.
func ignore(*link, mqtt.Message) {}

func (out *output) current() *client {
	out.lock.Lock()
	defer out.lock.Unlock()
	return out.client
}

// Write returns when the broker has acknowledged the message.
func (out *output) Write(ctx context.Context, m *service.Message) error {
	topic, retained, payload, err := out.publication(m)
	if err != nil {
		return err
	}
	c := out.current()
	if c == nil || c.link.ctx.Err() != nil {
		return service.ErrNotConnected
	}
	out.culprit.begin(payload)
	err = out.publish(ctx, c, func() mqtt.Token { return c.paho.Publish(topic, out.qos, retained, payload) })
	if errors.Is(err, service.ErrNotConnected) && netfault.HungUp(context.Cause(c.link.ctx)) {
		if verdict := out.culprit.judge(c.link, payload); verdict != nil {
			err = verdict
		}
	}
	out.culprit.end(payload, err == nil)
	return err
}

// publish waits for the broker's acknowledgement, for write_timeout at most.
func (out *output) publish(ctx context.Context, c *client, publish func() mqtt.Token) error {
	timeout := time.NewTimer(out.writeTimeout)
	defer timeout.Stop()
	published := make(chan error, 1)
	go func() { // paho may hold this up while others are sent, and after the end of the link
		token := publish()
		select {
		case <-token.Done():
			published <- token.Error()
		case <-c.link.ctx.Done():
		}
	}()
	select {
	case err := <-published:
		if err != nil {
			c.link.end(err)
			return service.ErrNotConnected
		}
		return nil
	case <-c.link.ctx.Done():
		return service.ErrNotConnected
	case <-timeout.C:
		return fmt.Errorf("the broker has not acknowledged the message within %s of %s", fieldWriteTimeout, out.writeTimeout)
	case <-ctx.Done():
		return ctx.Err()
	}
}

// publication is what to publish. It fails for what no broker takes.
func (out *output) publication(m *service.Message) (topic string, retained bool, payload []byte, err error) {
	if topic, err = out.topic.TryString(m); err != nil {
		return "", false, nil, fmt.Errorf("%s: %w", fieldTopic, err)
	}
	if err = checkTopic(topic); err != nil {
		return "", false, nil, err
	}
	retained = out.retained
	if out.retainedEach != nil {
		text, err := out.retainedEach.TryString(m)
		if err == nil {
			retained, err = strconv.ParseBool(text)
		}
		if err != nil {
			return "", false, nil, fmt.Errorf("%s: %w", fieldRetainedInterpolated, err)
		}
	}
	if payload, err = m.AsBytes(); err != nil {
		return "", false, nil, err
	}
	if size := len(payload) + len(topic) + 4; size > largestPacket {
		return "", false, nil, fmt.Errorf("the message has %d bytes, MQTT has no packets of more than %d", size, largestPacket)
	}
	return topic, retained, payload, nil
}

// Close ends the connection after what is on its way.
func (out *output) Close(context.Context) error {
	out.lock.Lock()
	defer out.lock.Unlock()
	if out.client != nil {
		out.client.close()
		out.client = nil
	}
	return nil
}
