// Copyright 2026 The benthos-umh authors
// SPDX-License-Identifier: Apache-2.0

// Package prometheus is the metrics exporter of that name: it shows every metric
// of the process on the service's HTTP server, and pushes or writes them where its
// config asks for it. It registers on import. Its fields and the names it shows
// are those of Redpanda Connect's exporter, so that configs and dashboards fit
// both.
//
// It belongs to the binary. Whoever puts the processors into a build that has an
// exporter of its own leaves this package out.
package prometheus
