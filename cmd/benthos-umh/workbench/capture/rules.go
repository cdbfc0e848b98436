// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package capture

import (
	"crypto/rand"
	"strings"
	"time"
)

// A rule says how an input is run so that it disturbs nobody.
type rule struct {
	// about says so to the user.
	about string
	// set are fields with a value of their own here, without are those that are left out.
	set     map[string]any
	without []string
	// change changes what depends on the config.
	change func(fields map[string]any)
}

// rules are the inputs from which messages can be captured. This is all that is changed
// of their configs. What Kafka's inputs do about their group is in kafka.Watch and uns.Watch.
var rules = map[string]rule{
	"generate": {
		about:  "it makes its messages here, at most a tenth of a second apart",
		change: shortInterval,
	},
	"file": {
		about: "it reads the files from their beginning and deletes none",
		set:   map[string]any{"delete_on_finish": false},
	},
	"csv": {
		about: "it reads the files from their beginning and deletes none",
		set:   map[string]any{"delete_on_finish": false},
	},
	"mqtt": {
		about:   "it subscribes under a client id of its own, with a clean session and no will: the running client keeps its connection, its session and its messages",
		set:     map[string]any{"clean_session": true},
		without: []string{"dynamic_client_id_suffix", "will"},
		change: func(fields map[string]any) {
			fields["client_id"] = "workbench" + strings.ToLower(rand.Text()[:12])
			ownSubscriptions(fields)
		},
	},
	"kafka_franz": {
		about:  aboutKafka,
		change: oneByOne,
	},
	"redpanda": {
		about: aboutKafka,
	},
	"uns": {
		about: aboutKafka,
	},
}

const aboutKafka = "it reads without a consumer group and commits nothing: first the newest messages of each partition, then what comes"

// longestInterval is how long generate may wait between two messages.
const longestInterval = 100 * time.Millisecond

// shortInterval keeps a short interval, and makes a longer one and a cron expression short.
func shortInterval(fields map[string]any) {
	interval, ok := fields["interval"].(string)
	if d, err := time.ParseDuration(interval); ok && (interval == "" || err == nil && d <= longestInterval) {
		return
	}
	fields["interval"] = longestInterval.String()
}

// ownSubscriptions makes a subscription that several clients share ($share/GROUP/TOPIC) one of
// its own: it would take messages away from the others.
func ownSubscriptions(fields map[string]any) {
	topics, _ := fields["topics"].([]any)
	own := make([]any, len(topics))
	for i, topic := range topics {
		own[i] = topic
		text, _ := topic.(string)
		if rest, shared := strings.CutPrefix(text, "$share/"); shared {
			if _, filter, ok := strings.Cut(rest, "/"); ok {
				own[i] = filter
			}
		}
	}
	fields["topics"] = own
}

// oneByOne leaves out a batch policy, which waits for more messages than are wanted, unless
// it has processors: they make what the pipeline sees.
func oneByOne(fields map[string]any) {
	batching, _ := fields["batching"].(map[string]any)
	if processors, _ := batching["processors"].([]any); len(processors) == 0 {
		delete(fields, "batching")
	}
}

// Why an input is refused. instead is what the user can do.
const (
	instead = "; write some of its messages to a file in the running line, and drop that on the page"
	inside  = "it only joins other inputs: capture from one of those"
	port    = "it would need the port of the running line" + instead
	taken   = "a message that is taken here would not reach the running line" + instead
	second  = "a second connection may take messages away from the running line" + instead
)

// refusals are why nothing is captured from inputs that are known.
var refusals = map[string]string{
	"stdin":         "standard input is the workbench's own: name its file on the command line, drop it on the page, or paste its lines",
	"broker":        inside,
	"sequence":      inside,
	"read_until":    inside,
	"batched":       inside,
	"dynamic":       "its inputs come and go by HTTP" + instead,
	"resource":      "it stands for an input of input_resources: capture from that one",
	"inproc":        "it gets its messages from another stream of the same process, which is not running here" + instead,
	"http_server":   port,
	"socket_server": port,
	"http_client":   "its requests may change or take something at the server" + instead,
	"websocket":     second,
	"socket":        second,
	"subprocess":    "it would run the program a second time" + instead,

	"amqp_0_9":                 taken,
	"amqp_1":                   taken,
	"aws_kinesis":              taken,
	"aws_sqs":                  taken,
	"azure_queue_storage":      taken,
	"beanstalkd":               taken,
	"gcp_pubsub":               taken,
	"kafka":                    "it takes partitions away from the running line: write it as kafka_franz",
	"nats":                     taken,
	"nats_jetstream":           taken,
	"nats_stream":              taken,
	"nsq":                      taken,
	"pulsar":                   taken,
	"redis_list":               taken,
	"redis_streams":            taken,
	"redpanda_migrator":        taken,
	"redpanda_migrator_bundle": taken,
}
