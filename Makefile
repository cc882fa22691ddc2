# `make run` and `make test` need Python 3.11 or later, make, and nothing else. `make help` lists the rest.
.DEFAULT_GOAL := help
.PHONY: help run test test-long lint bench messages assets lock clean

bin := .venv/bin
ARGS ?=

help:  ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' Makefile

run: .venv/.run  ## plan the demo district and serve it on http://127.0.0.1:8000 (ARGS="--port 8001")
	@$(bin)/muster demo $(ARGS)

test: .venv/.dev  ## every test on SQLite and PostgreSQL, browsers included, then 20 s of fuzzing a reader
	@$(bin)/python tools/run_tests.py $(ARGS)

test-long: .venv/.dev  ## fuzzing for 10 min a reader, fault runs, full benchmarks; writes docs/develop/figures.md
	@$(bin)/python tools/run_tests.py --long $(ARGS)
	@$(bin)/python tools/figures.py --profile full --write

lint: .venv/.dev  ## style, types, import rules, house rules, access matrix, catalogues, built assets
	@failed=0; run() { echo "── $$*"; PATH="$(bin):$$PATH" "$$@" || failed=1; }; \
	run ruff check --quiet --output-format=concise .; \
	run ruff format --quiet --check .; \
	run mypy --no-error-summary; \
	run lint-imports --no-logo; \
	run python tools/check_house.py; \
	run python tools/access_matrix.py --check; \
	run python tools/messages.py --check; \
	run python tools/build_assets.py --check; \
	exit $$failed

bench: .venv/.run  ## every benchmark, quick (ARGS="places web" for some)
	@$(bin)/python tools/figures.py --profile quick $(ARGS)

messages: .venv/.dev  ## bring the translation catalogues in step with the strings (ARGS=places)
	@$(bin)/python tools/messages.py $(ARGS)

assets: .venv/.dev  ## build CSS and JavaScript into src/muster/static/dist
	@$(bin)/python tools/build_assets.py

lock: .venv/.dev  ## write requirements/*.lock anew from pyproject.toml (ARGS=--upgrade)
	@tools/lock $(ARGS)

clean:  ## remove the environment and all caches; the demo's data in var/ stays
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

# The stamps are older than a lock only when it changed, so that a second start installs nothing.
.venv/.run: requirements/run.lock pyproject.toml
	@tools/prepare run

.venv/.dev: requirements/dev.lock pyproject.toml
	@tools/prepare dev
