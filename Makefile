# make run and make test are all a newcomer needs; make help lists the rest.
SHELL := /bin/bash
CONFIGURATION ?= Release
SOLUTION := SecretMagic.sln
RESULTS := artifacts/tests
PROGRAM := artifacts/bin/Cli/$(shell echo $(CONFIGURATION) | tr A-Z a-z)/secretmagic
CLUSTER := artifacts/cluster
TEST := dotnet test --no-build -c $(CONFIGURATION) --nologo --results-directory $(RESULTS)

.DEFAULT_GOAL := help
.PHONY: help tools run serve build test test-unit test-integration test-browser test-faults cluster-tests test-cluster test-cluster-faults test-coverage cluster cluster-packages cluster-program check fmt lint bench docker-build docker-run clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 20

tools:
	@command -v dotnet >/dev/null || { echo "The .NET 10 SDK is missing: install it and see that 'dotnet' is on the PATH." >&2; exit 1; }
	@dotnet --version >/dev/null 2>&1 || { echo "No .NET SDK that global.json accepts is installed: install the .NET 10 SDK." >&2; exit 1; }
	@command -v npm >/dev/null || test -d native/node_modules/@duckdb || { echo "Node.js with npm is missing: it is needed once, to fetch DuckDB's native library." >&2; exit 1; }

run: build ## prepare the bundled real data end to end, results in out/
	@$(PROGRAM) demo --data data --output out

serve: build ## serve the API and the pages with a client to look at, in var/
	@mkdir -p var
	@$(PROGRAM) serve --demo --data data --store var/secretmagic.db

build: tools ## build everything
	@dotnet build $(SOLUTION) -c $(CONFIGURATION) --nologo -v quiet

test: build ## all tests
	@rm -rf $(RESULTS)
	$(TEST) $(SOLUTION) --logger trx

test-unit: build ## engines only: no process, no file
	$(TEST) tests/Unit
	$(TEST) tests/House

test-integration: build ## lake, files, the program as a user runs it
	$(TEST) tests/Integration
	$(TEST) tests/Contract

test-browser: build ## the pages, with the Chromium of the system
	$(TEST) tests/Browser

test-faults: build ## real processes killed, stopped and cut off, for as long as it takes
	FAULTS=full $(TEST) tests/Faults --logger "console;verbosity=detailed"

# The packages of Akka.NET are no part of the default build: whoever has none is told so.
cluster-packages: tools
	@dotnet restore tests/Cluster -p:WithCluster=true --nologo -v quiet >/dev/null 2>&1 || { echo "The packages of Akka.NET cannot be restored here: without them there is no cluster (docs/CLUSTER.md). Everything else works." >&2; exit 1; }

# Compiled ahead of time, as images are: a node that starts compiling when entities move to it keeps their callers waiting.
cluster-program: cluster-packages
	@dotnet publish src/Cli -p:WithCluster=true -p:PublishReadyToRun=true --use-current-runtime --no-self-contained -c $(CONFIGURATION) -o $(CLUSTER) --nologo -v quiet

cluster-tests: cluster-program
	@for tests in Cluster ClusterFaults; do dotnet build tests/$$tests -p:WithCluster=true -c $(CONFIGURATION) --nologo -v quiet || exit 1; done

test-cluster: cluster-tests ## a real Akka.NET cluster: the contract of a gateway, and a little of every fault
	$(TEST) tests/Cluster --logger trx
	NODE_PROGRAM=$(abspath $(CLUSTER))/secretmagic $(TEST) tests/ClusterFaults --logger trx --logger "console;verbosity=detailed"

test-cluster-faults: cluster-tests ## nodes of a cluster killed, stopped, cut off and renewed; held to the promised times, so on a machine that does nothing else
	FAULTS=full NODE_PROGRAM=$(abspath $(CLUSTER))/secretmagic $(TEST) tests/ClusterFaults --logger "console;verbosity=detailed"

cluster: cluster-program ## one lighthouse, two workers and the API as a cluster on this machine, with a PostgreSQL of its own
	@deploy/cluster.sh $(CLUSTER)/secretmagic

test-coverage: build ## all tests; fails when fewer than 75 % of the lines run
	@rm -rf $(RESULTS)
	$(TEST) $(SOLUTION) --collect "XPlat Code Coverage"
	@node tests/coverage.mjs $(RESULTS) 75

check: lint build test ## what a commit must pass

fmt: tools ## put the code in form
	dotnet format $(SOLUTION)

lint: tools ## verify form, style and analyzers
	@dotnet restore $(SOLUTION) --nologo -v quiet
	dotnet format $(SOLUTION) --no-restore --verify-no-changes

bench: build ## time the workloads beside their peers, side by side in one run
	@bench/run.sh

# Never exported: MSBuild would take it for the version of what it builds.
IMAGE_VERSION ?= dev
WITH_CLUSTER ?= true

docker-build: ## the image secretmagic:dev, for serve, worker and lighthouse; WITH_CLUSTER=false leaves the cluster out
	docker build -f deploy/Dockerfile -t secretmagic:$(IMAGE_VERSION) --build-arg VERSION=$(IMAGE_VERSION) \
		--build-arg COMMIT=$(shell git rev-parse HEAD 2>/dev/null) --build-arg WITH_CLUSTER=$(WITH_CLUSTER) .

docker-run: docker-build ## a cluster in containers with PostgreSQL, Prometheus and Grafana, until Ctrl-C
	@for name in database_password grafana_password; do \
		[ -s deploy/secrets/$$name ] || { openssl rand -base64 24 > deploy/secrets/$$name && chmod 444 deploy/secrets/$$name; }; done
	VERSION=$(IMAGE_VERSION) docker compose up

clean: ## remove what was built and made
	rm -rf artifacts out
