# SPDX-License-Identifier: EUPL-1.2

SHELL := /bin/bash
.DEFAULT_GOAL := help
export CGO_ENABLED := 0

VERSION := $(shell git describe --tags --always --dirty 2>/dev/null || echo unknown)
LINT    := go tool -modfile=tools/lint/go.mod golangci-lint
EXAMPLE := examples/kurzeme-klaipeda
SITE    := build/e2e/site
TESTS   ?= ./...

.PHONY: help build demo test race e2e e2e-site screenshots lint verify generate bench clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / {printf "  %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

build: ## build bin/sumanus, one static binary
	@mkdir -p bin
	go build -trimpath -ldflags "-X main.version=$(VERSION)" -o bin/sumanus ./cmd/sumanus

demo: build ## load the example into ./data/demo, publish its guide in three languages and serve it on loopback
	bin/sumanus demo --data ./data/demo

test: npm-if-possible ## run every test this machine can run and list what was skipped and why (TESTS=./internal/db/... for some)
	go run ./tools/testreport -e2e $(TESTS)

race: ## run the Go tests with the race detector (needs a C compiler)
	CGO_ENABLED=1 go test -race $(TESTS)

e2e: e2e/node_modules/.package-lock.json e2e-site ## open the published guide and the running house in Chromium; pictures in e2e/out
	node e2e/run.mjs --site $(SITE)
	node e2e/runhouse.mjs --binary bin/sumanus --data build/e2e/houses

e2e-site: build
	@rm -rf build/e2e
	@mkdir -p build/e2e
	bin/sumanus apply $(EXAMPLE) --data build/e2e/data
	bin/sumanus publish guide --lang lt,lv,en --data build/e2e/data --out $(SITE)

screenshots: e2e/node_modules/.package-lock.json e2e-site ## renew the pictures of docs/pictures from the published guide
	node e2e/screenshots.mjs --site $(SITE) --out docs/pictures

e2e/node_modules/.package-lock.json: e2e/package-lock.json
	cd e2e && npm ci --ignore-scripts --no-audit --no-fund
	@touch $@

# The browser tests say themselves what they lack; a machine without npm or without a network still runs all the others.
.PHONY: npm-if-possible
npm-if-possible:
	@if command -v npm >/dev/null; then $(MAKE) -s e2e/node_modules/.package-lock.json || echo "npm packages of e2e/ could not be fetched"; fi

lint: ## run the pinned linter and prove that the import walls stand
	$(LINT) run --timeout 20m ./...
	go run ./tools/wall

verify: ## check formatting, generated files, modules, licences, documents
	go run ./tools/verify

generate: ## write generated files and the list of licences anew
	go generate ./...
	go run ./tools/licences

bench: ## measure the promises about speed
	go run ./tools/bench
	go run ./internal/bench

clean: ## remove what was built; data/ stays
	rm -rf bin build e2e/out
