GO        ?= go
PKG       ?= ./...
COUNT     ?= 10
BENCHTIME ?= 0.3s
FUZZTIME  ?= 30s
MESSAGES  ?= 1000000
CONFIG    ?= config/quickstart.yaml
VERSION   ?= $(shell git describe --tags --always --dirty 2>/dev/null)
DATE      ?= $(shell date -u +%Y-%m-%dT%H:%M:%SZ)
LDFLAGS   := -s -w -X main.version=$(VERSION) -X main.dateBuilt=$(DATE)
TOOL      := $(GO) tool -modfile=tools.mod

.DEFAULT_GOAL := help
.PHONY: help build image run test race soak lint fmt vet tidy bench bench-growth bench-pipeline bench-all fuzz ci clean

help: ## Show the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-15s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

build: ## Build ./benthos-umh with its version stamped
	CGO_ENABLED=0 $(GO) build -trimpath -ldflags '$(LDFLAGS)' -o benthos-umh ./cmd/benthos-umh

image: ## Build the container image benthos-umh
	docker build -t benthos-umh --build-arg VERSION=$(VERSION) --build-arg DATE=$(DATE) .

run: ## Run a config: make run CONFIG=config/quickstart.yaml
	$(GO) run ./cmd/benthos-umh -c $(CONFIG)

test: ## Run all tests
	$(GO) test $(PKG)

race: ## Run all tests with the race detector
	$(GO) test -race -timeout 15m $(PKG)

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

# Every round runs each benchmark once, so that all of them meet the same moods of
# the machine.
STAT := $(TOOL) benchstat -format csv
TABLE := $(GO) run ./tag_processor_plugin/benchmark/table

bench: ## Compare with the alternatives: make bench COUNT=10 BENCHTIME=0.3s
	$(GO) test -c -o bench.test ./tag_processor_plugin/benchmark
	rm -f bench.txt
	for round in $$(seq $(COUNT)); do \
		./bench.test -test.run '^$$' -test.bench 'Scenario|Threads' -test.benchmem -test.benchtime $(BENCHTIME) >> bench.txt || { cat bench.txt; exit 1; }; \
	done
	@echo 'How much longer the alternatives take:'
	@$(STAT) -filter .name:Scenario -row /work -col '/by@(tag_processor starting_point mapping_full mapping_minimal by_hand)' bench.txt 2>/dev/null | $(TABLE) ratios
	@echo 'How much longer one thread takes than two:'
	@$(STAT) -filter .name:Threads -row /by -col '/threads@(2 1)' bench.txt 2>/dev/null | $(TABLE) ratios

bench-growth: ## Show how the cost of a message grows with the work
	$(GO) test ./tag_processor_plugin/benchmark -run '^$$' -bench Growth -benchtime 0.1s -count 3 -timeout 30m > bench.txt || { cat bench.txt; exit 1; }
	@$(STAT) -row /payload,/messages -col /conditions bench.txt 2>/dev/null | $(TABLE) growth

bench-pipeline: ## Compare the whole binary with one that has a mapping
	$(GO) test ./cmd/benthos-umh -run '^$$' -bench Pipeline -benchtime 1x -count $(COUNT) -timeout 60m > bench.txt || { cat bench.txt; exit 1; }
	@$(STAT) -row /threads -col '/by@(tag_processor mapping_full nothing)' bench.txt 2>/dev/null | $(TABLE) ratios

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

ci: ## Run everything that a change has to pass
	bash .ci/run

clean: ## Remove what the other targets made
	rm -f benthos-umh bench.txt bench.test
