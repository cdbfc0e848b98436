# Copyright 2026 The benthos-umh authors
# SPDX-License-Identifier: Apache-2.0

GO        ?= go
PKG       ?= ./...
COUNT     ?= 15
BENCHTIME ?= 0.15s
UNIT      ?= ns/msg
FUZZTIME  ?= 30s
MESSAGES  ?= 1000000
CONFIG    ?= config/quickstart.yaml
VERSION   ?= $(shell git describe --tags --always --dirty 2>/dev/null)
DATE      ?= $(shell date -u +%Y-%m-%dT%H:%M:%SZ)
LDFLAGS   := -s -w -X main.version=$(VERSION) -X main.dateBuilt=$(DATE)
TOOL      := $(GO) tool -modfile=tools.mod

.DEFAULT_GOAL := help
.PHONY: help build image release run test race soak lint fmt vet tidy bench bench-quick bench-field bench-growth bench-pipeline bench-brokers bench-all fuzz workbench-page ci clean

help: ## Show the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-15s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

build: ## Build ./benthos-umh with its version stamped
	CGO_ENABLED=0 $(GO) build -trimpath -ldflags '$(LDFLAGS)' -o benthos-umh ./cmd/benthos-umh

image: ## Build the container image benthos-umh
	docker build -t benthos-umh --build-arg VERSION=$(VERSION) --build-arg DATE=$(DATE) .

release: ## Build the archives of a release, with SBOMs and checksums, into dist
	VERSION='$(VERSION)' .ci/release

run: ## Run a config: make run CONFIG=config/quickstart.yaml
	$(GO) run ./cmd/benthos-umh -c $(CONFIG)

test: ## Run all tests
	$(GO) test $(PKG)

# The built binary, which these packages run, has no race detector.
race: ## Run the tests with the race detector
	$(GO) test -race $$($(GO) list $(PKG) | grep -v -e '/cmd/benthos-umh$$' -e '/soak$$' -e '/group$$')

soak: ## Send a million messages through the binary: make soak MESSAGES=1000000
	$(GO) test ./cmd/benthos-umh/soak -count 1 -v -ginkgo.v -timeout 2h -messages $(MESSAGES)

lint: ## Run golangci-lint
	$(TOOL) golangci-lint run $(PKG)

fmt: ## Format the code
	$(TOOL) golangci-lint fmt

vet: ## Run go vet
	$(GO) vet $(PKG)

tidy: ## Tidy go.mod and go.sum
	$(GO) mod tidy

# Every round runs each benchmark once, so that all competitors meet the same moods of
# the machine, and figures of the same round are compared. On a machine with other work,
# UNIT=cpu-ns/msg compares the time on a core instead of the time that passes.
BENCH := tag_processor_plugin/benchmark
TABLE := $(GO) run ./$(BENCH)/table
define rounds
$(GO) test -c -o bench.test ./$(BENCH)
@rm -f bench.txt
@for round in $$(seq $(COUNT)); do \
	printf 'round %s of %s\r' $$round $(COUNT) >&2; \
	(cd $(BENCH) && ../../bench.test -test.run '^$$' -test.bench '$(1)' -test.benchmem -test.benchtime $(BENCHTIME)) >> bench.txt || { tail bench.txt; exit 1; }; \
done; echo >&2
endef

bench: ## Compare with the alternatives: make bench COUNT=15 BENCHTIME=0.15s
	$(call rounds,^Benchmark(Field|Ten|Scenario|Threads)$$)
	@echo 'What people write: how much longer the starting point takes:'
	@$(TABLE) field -unit $(UNIT) < bench.txt
	@echo 'Ten things that people do: how much longer the alternatives take, and ours than Go by hand:'
	@$(TABLE) ratios -bench Ten -under by_hand -mean -unit $(UNIT) < bench.txt
	@echo 'Other work:'
	@$(TABLE) ratios -bench Scenario -under by_hand -unit $(UNIT) < bench.txt
	@echo 'How much longer one thread takes than two:'
	@$(TABLE) ratios -bench Threads -row by -column threads -base 2 -others 1 -memory=false < bench.txt

bench-quick: ## The same in two minutes, to see whether something changed a lot
	@$(MAKE) --no-print-directory bench COUNT=3 BENCHTIME=0.05s

bench-field: ## Show what each of the configs from the field costs, the worst last
	$(call rounds,^BenchmarkField$$)
	@$(TABLE) field -time -unit $(UNIT) < bench.txt

bench-growth: ## Show how the cost of a message grows with the work
	$(GO) test ./$(BENCH) -run '^$$' -bench Growth -benchtime 0.1s -count 3 -timeout 30m > bench.txt || { cat bench.txt; exit 1; }
	@$(TABLE) growth -bench Growth -row payload,messages -column conditions < bench.txt

bench-pipeline: ## Compare the whole binary with one that has a mapping
	$(GO) test ./cmd/benthos-umh -run '^$$' -bench Pipeline -benchtime 1x -count $(COUNT) -timeout 60m > bench.txt || { cat bench.txt; exit 1; }
	@$(TABLE) ratios -bench Pipeline -row threads -base tag_processor -others mapping_full,nothing -memory=false < bench.txt

bench-brokers: ## Compare one process with two over Kafka and MQTT: make bench-brokers COUNT=5
	@rm -f bench.txt
	@for round in $$(seq $(COUNT)); do \
		printf 'round %s of %s\r' $$round $(COUNT) >&2; \
		$(GO) test ./cmd/benthos-umh/group -run '^$$' -bench Brokers -benchtime 1x -messages 200000 >> bench.txt || { tail bench.txt; exit 1; }; \
	done; echo >&2
	@echo 'How much longer the alternatives take than tag_processor:'
	@$(TABLE) ratios -bench Brokers -row over,processes -base tag_processor -others mapping_full,mapping_minimal,nothing -memory=false -unit $(UNIT) < bench.txt
	@echo 'How much longer one process takes than two:'
	@$(TABLE) ratios -bench Brokers -row over,by -column processes -base 2 -others 1 -memory=false -unit $(UNIT) < bench.txt

bench-all: ## Run every benchmark of the tree and summarise it
	$(GO) test -run '^$$' -bench . -benchmem $(PKG) > bench.txt || { cat bench.txt; exit 1; }
	$(TOOL) benchstat bench.txt

fuzz: ## Run each fuzz target for a while: make fuzz FUZZTIME=30s
	@set -e; for pkg in $$($(GO) list $(PKG)); do \
		for target in $$($(GO) test -list '^Fuzz' $$pkg | grep '^Fuzz' || true); do \
			echo "$$pkg $$target"; \
			$(GO) test -run '^$$' -fuzz "^$$target\$$" -fuzztime $(FUZZTIME) $$pkg; \
		done; \
	done

workbench-page: ## Check, test and build the page of the workbench; needs Node.js 18 or later
	npm ci --ignore-scripts --prefix cmd/benthos-umh/workbench/page
	npm run check --prefix cmd/benthos-umh/workbench/page
	npm test --prefix cmd/benthos-umh/workbench/page
	npm run build --prefix cmd/benthos-umh/workbench/page

ci: ## Run everything that a change has to pass
	bash .ci/run

clean: ## Remove what the other targets made
	rm -rf benthos-umh dist bench.txt bench.test
