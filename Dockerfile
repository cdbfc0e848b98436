# syntax=docker/dockerfile:1
# Copyright 2026 The benthos-umh authors
# SPDX-License-Identifier: Apache-2.0

#
#   docker build -t benthos-umh .
#   docker run --rm benthos-umh -c config/quickstart.yaml
#
# docs/operations.md says how to run it in a plant.

FROM --platform=$BUILDPLATFORM golang:1.26-bookworm AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY cmd cmd
COPY nodered_js_plugin nodered_js_plugin
COPY tag_processor_plugin tag_processor_plugin
# What `benthos-umh --version` shows.
ARG VERSION
ARG DATE
ARG TARGETOS
ARG TARGETARCH
RUN CGO_ENABLED=0 GOOS=$TARGETOS GOARCH=$TARGETARCH go build -trimpath \
    -ldflags "-s -w -X main.version=$VERSION -X main.dateBuilt=$DATE" \
    -o /out/benthos-umh ./cmd/benthos-umh

# Certificates, time zones and a user without rights; no shell, no package manager.
FROM gcr.io/distroless/static-debian12:nonroot
COPY --from=build /out/benthos-umh /benthos-umh
COPY LICENSE NOTICE /
WORKDIR /benthos
COPY config config
USER 65532:65532
# /ready, /metrics and the rest of the `http` section.
EXPOSE 4195
# Asks http://localhost:4195/ready. A config that listens elsewhere needs the URL as
# one more argument, one with `http.enabled: false` needs --no-healthcheck.
HEALTHCHECK --interval=10s --timeout=6s --start-period=10s --retries=3 \
    CMD ["/benthos-umh", "ready"]
ENTRYPOINT ["/benthos-umh"]
CMD ["-c", "/benthos.yaml"]
