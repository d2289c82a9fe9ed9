# My Account: everything that is done with this repository, by one name each.
# PORT= and DEMO_DIR= are passed on to the demo, PYTEST_ARGS= to pytest.

.DEFAULT_GOAL := help
SHELL := /bin/bash
DEMO_DIR ?= ./data/demo
PYTEST_ARGS ?=
# A file of tests runs in one process, the longest files first (tests/conftest.py): half the time on two cores.
PYTEST := pytest --numprocesses auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder
export PORT DEMO_DIR
# What Python compiles is kept, whatever else this machine is told: a start takes half as long.
unexport PYTHONDONTWRITEBYTECODE
# uv may have been installed by scripts/bootstrap.sh, into the repository.
export PATH := $(CURDIR)/.cache/uv/bin:$(PATH)

# Typed strictly; what meets Reflex is pyright's, in pyproject.toml. Whichever of these is missing fails.
TYPED := $(addprefix myaccount/,crypto domain views messages models services store integrations press jobs clock.py config.py \
	metrics.py logs.py build.py first_run.py serve.py cli.py __main__.py)

.PHONY: help demo demo-reset test check format bench sbom

help: ## Show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

demo: ## Install what is missing, build, and serve a demo clinic on http://localhost:3000 (PORT=, DEMO_DIR=)
	@scripts/bootstrap.sh demo
	@uv run --frozen --no-sync python -m demo

demo-reset: ## Forget what happened in the demo; the next start is a fresh one
	@scripts/demo_reset.sh "$(DEMO_DIR)"

test: ## Install what the tests need, and run them all (PYTEST_ARGS=)
	@scripts/bootstrap.sh test
	@uv run --frozen --no-sync $(PYTEST) $(PYTEST_ARGS)

check: ## Style, import contracts and types: no browser, no server, under a minute
	@scripts/bootstrap.sh check
	@uv run --frozen --no-sync ruff check --quiet .
	@uv run --frozen --no-sync ruff format --check --quiet .
	@uv run --frozen --no-sync lint-imports --no-cache > .cache/imports.txt || { tail -n +9 .cache/imports.txt; exit 1; }
	@uv run --frozen --no-sync mypy --hide-error-context --no-error-summary $(TYPED)
	@uv run --frozen --no-sync pyright --warnings > .cache/types.txt || { cat .cache/types.txt; exit 1; }
	@echo "check: style, imports and types are in order"

format: ## Bring the code into its form
	@uv run --frozen --no-sync ruff check --fix --quiet . ; uv run --frozen --no-sync ruff format --quiet .

bench: ## Run the benchmarks: ours against a floor, as ratios, as a table and as JSON
	@scripts/bootstrap.sh check
	@uv run --frozen --no-sync python -m tests.bench

sbom: ## List what this version is made of, as CycloneDX, in dist/
	@scripts/bootstrap.sh check
	@uv run --frozen --no-sync python scripts/sbom.py
