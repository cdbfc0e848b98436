GO        ?= go
PKG       ?= ./...
COUNT     ?= 10
FUZZTIME  ?= 30s
MESSAGES  ?= 1000000
CONFIG    ?= config/quickstart.yaml
VERSION   ?= $(shell git describe --tags --always --dirty 2>/dev/null)
DATE      ?= $(shell date -u +%Y-%m-%dT%H:%M:%SZ)
LDFLAGS   := -s -w -X main.version=$(VERSION) -X main.dateBuilt=$(DATE)
TOOL      := $(GO) tool -modfile=tools.mod

.DEFAULT_GOAL := help
.PHONY: help build run test race soak lint fmt vet tidy bench fuzz ci clean

help: ## Show the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  %-7s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

build: ## Build ./benthos-umh with its version stamped
	CGO_ENABLED=0 $(GO) build -trimpath -ldflags '$(LDFLAGS)' -o benthos-umh ./cmd/benthos-umh

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

bench: ## Run the benchmarks and summarise them: make bench COUNT=10
	$(GO) test -run '^$$' -bench . -benchmem -count $(COUNT) $(PKG) > bench.txt || { cat bench.txt; exit 1; }
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
	rm -f benthos-umh bench.txt
