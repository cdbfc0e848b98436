// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

package prometheus

import (
	"errors"
	"fmt"
	"math"
	"time"

	prom "github.com/prometheus/client_golang/prometheus"
	"github.com/redpanda-data/benthos/v4/public/service"
)

// Benthos makes an exporter of this name the default of the field `metrics`.
const exporterName = "prometheus"

const (
	fieldHistogramTiming = "use_histogram_timing"
	fieldBuckets         = "histogram_buckets"
	fieldObjectives      = "summary_quantiles_objectives"
	fieldQuantile        = "quantile"
	fieldError           = "error"
	fieldProcessMetrics  = "add_process_metrics"
	fieldGoMetrics       = "add_go_metrics"
	fieldPushURL         = "push_url"
	fieldPushInterval    = "push_interval"
	fieldPushJobName     = "push_job_name"
	fieldPushAuth        = "push_basic_auth"
	fieldUsername        = "username"
	fieldPassword        = "password"
	fieldFilePath        = "file_output_path"
)

func spec() *service.ConfigSpec {
	return service.NewConfigSpec().
		Stable().
		Summary("Shows metrics in the Prometheus text format at the endpoints `/metrics` and `/stats` of the service-wide HTTP server.").
		Description("Names are shown as the components give them, without a prefix and without `_total`. A metric whose name or labels Prometheus does not allow, or which is there already with another type or other labels, is left out, with one entry in the log.").
		Footnotes(`## Push gateway

A run that ends before anybody scrapes it can send its metrics to a [Prometheus push gateway](https://prometheus.io/docs/practices/pushing/), with `+"`push_url`"+`: once when the process stops, and at every `+"`push_interval`"+` where that is set.`).
		Fields(
			service.NewBoolField(fieldHistogramTiming).
				Description("Whether timers are histograms in seconds. Otherwise they are summaries in nanoseconds. Histograms can be added up over several processes, quantiles of summaries cannot. `script_latency_ns` is a histogram in nanoseconds in either case.").
				Advanced().
				Default(false),
			service.NewFloatListField(fieldBuckets).
				Description("The upper bounds of the histograms' buckets in seconds, in increasing order. Empty are those of the Prometheus client: 5 ms to 10 s. Only with `"+fieldHistogramTiming+"`.").
				Advanced().
				Default([]any{}),
			service.NewObjectListField(fieldObjectives,
				service.NewFloatField(fieldQuantile).Description("The quantile, from 0 to 1.").Default(0.0),
				service.NewFloatField(fieldError).Description("How far off the quantile that is shown may be, from 0 to 1.").Default(0.0),
			).
				Description("The quantiles that summaries show. Only without `"+fieldHistogramTiming+"`.").
				Advanced().
				Default([]any{
					map[string]any{fieldQuantile: 0.5, fieldError: 0.05},
					map[string]any{fieldQuantile: 0.9, fieldError: 0.01},
					map[string]any{fieldQuantile: 0.99, fieldError: 0.001},
				}),
			service.NewBoolField(fieldProcessMetrics).
				Description("Whether to show what the process uses: memory, CPU time, file descriptors.").
				Advanced().
				Default(false),
			service.NewBoolField(fieldGoMetrics).
				Description("Whether to show the Go runtime's memory, goroutines and garbage collection.").
				Advanced().
				Default(false),
			service.NewURLField(fieldPushURL).
				Description("The URL of a push gateway to send the metrics to.").
				Advanced().
				Optional(),
			service.NewDurationField(fieldPushInterval).
				Description("The time between two pushes. Not set, metrics are pushed only when the process stops.").
				Advanced().
				Optional(),
			service.NewStringField(fieldPushJobName).
				Description("The job that pushed metrics belong to.").
				Advanced().
				Default("benthos_push"),
			service.NewObjectField(fieldPushAuth,
				service.NewStringField(fieldUsername).Description("The user's name.").Default(""),
				service.NewStringField(fieldPassword).Description("The user's password.").Secret().Default(""),
			).
				Description("The login at the push gateway.").
				Advanced(),
			service.NewStringField(fieldFilePath).
				Description("A file that the metrics are written to when the process stops.").
				Advanced().
				Default(""),
		)
}

func init() {
	service.MustRegisterMetricsExporter(exporterName, spec(),
		func(conf *service.ParsedConfig, log *service.Logger) (service.MetricsExporter, error) {
			o, err := parseOptions(conf)
			if err != nil {
				return nil, err
			}
			return newExporter(o, log)
		})
}

// options are the exporter's fields.
type options struct {
	// histograms: timers are histograms with these buckets, in seconds. Otherwise
	// they are summaries with these objectives, in nanoseconds.
	histograms bool
	buckets    []float64
	objectives map[float64]float64

	processMetrics, goMetrics bool
	push                      pushOptions
	// filePath is "" where no file is written.
	filePath string
}

type pushOptions struct {
	// url is "" where nothing is pushed.
	url string
	// interval is 0 where metrics are pushed only at the end.
	interval           time.Duration
	job                string
	username, password string
}

func parseOptions(conf *service.ParsedConfig) (o options, err error) {
	if o.histograms, err = conf.FieldBool(fieldHistogramTiming); err != nil {
		return o, err
	}
	if o.buckets, err = parseBuckets(conf); err != nil {
		return o, err
	}
	if o.objectives, err = parseObjectives(conf); err != nil {
		return o, err
	}
	if o.processMetrics, err = conf.FieldBool(fieldProcessMetrics); err != nil {
		return o, err
	}
	if o.goMetrics, err = conf.FieldBool(fieldGoMetrics); err != nil {
		return o, err
	}
	if o.push, err = parsePush(conf); err != nil {
		return o, err
	}
	o.filePath, err = conf.FieldString(fieldFilePath)
	return o, err
}

func parseBuckets(conf *service.ParsedConfig) ([]float64, error) {
	buckets, err := conf.FieldFloatList(fieldBuckets)
	if err != nil {
		return nil, err
	}
	if len(buckets) == 0 {
		return prom.DefBuckets, nil
	}
	for i, bound := range buckets {
		if math.IsNaN(bound) || i > 0 && bound <= buckets[i-1] {
			return nil, fmt.Errorf("field %s: must be in increasing order, not %v", fieldBuckets, buckets)
		}
	}
	return buckets, nil
}

func parseObjectives(conf *service.ParsedConfig) (map[float64]float64, error) {
	list, err := conf.FieldObjectList(fieldObjectives)
	if err != nil {
		return nil, err
	}
	objectives := map[float64]float64{}
	for _, one := range list {
		quantile, err := one.FieldFloat(fieldQuantile)
		if err != nil {
			return nil, err
		}
		tolerance, err := one.FieldFloat(fieldError)
		if err != nil {
			return nil, err
		}
		if !isShare(quantile) || !isShare(tolerance) {
			return nil, fmt.Errorf("field %s: %s and %s must be from 0 to 1, not %v and %v",
				fieldObjectives, fieldQuantile, fieldError, quantile, tolerance)
		}
		objectives[quantile] = tolerance
	}
	return objectives, nil
}

func isShare(x float64) bool { return x >= 0 && x <= 1 }

func parsePush(conf *service.ParsedConfig) (o pushOptions, err error) {
	if o.username, err = conf.FieldString(fieldPushAuth, fieldUsername); err != nil {
		return o, err
	}
	if o.password, err = conf.FieldString(fieldPushAuth, fieldPassword); err != nil {
		return o, err
	}
	if conf.Contains(fieldPushURL) {
		gateway, err := conf.FieldURL(fieldPushURL)
		if err != nil {
			return o, err
		}
		// The client's errors quote the URL in full.
		if login := gateway.User; login != nil {
			gateway.User = nil
			if o.username == "" && o.password == "" {
				o.username = login.Username()
				o.password, _ = login.Password()
			}
		}
		o.url = gateway.String()
	}
	if conf.Contains(fieldPushInterval) {
		text, err := conf.FieldString(fieldPushInterval)
		if err != nil {
			return o, err
		}
		if text != "" {
			if o.interval, err = conf.FieldDuration(fieldPushInterval); err != nil {
				return o, err
			}
			if o.interval <= 0 {
				return o, errors.New("field " + fieldPushInterval + ": must be longer than 0")
			}
		}
	}
	if o.job, err = conf.FieldString(fieldPushJobName); err != nil {
		return o, err
	}
	if o.url != "" && o.job == "" {
		return o, errors.New("field " + fieldPushJobName + ": must not be empty where " + fieldPushURL + " is set")
	}
	return o, nil
}
