# `make demo` and `make test` set up all they need by themselves.

VENV ?= .venv
PY := $(VENV)/bin/python
STAMP := $(VENV)/.installed
PYTHON ?= python3
LAYERS := bot handlers scheduler conversations line dialogs store portaswitch locales sandbox

.PHONY: demo test lint format rows bench lock setup system clean

setup: $(STAMP)

# The packages of the lock, each with its hash; again whenever the lock changes.
$(STAMP): requirements.lock
	@PYTHON="$(PYTHON)" VENV="$(VENV)" sh deploy/setup.sh

# What tests need of the system: Chromium, PostgreSQL's server binaries.
system:
	@sh deploy/system.sh

demo: setup
	@$(PY) -m bot demo

test: setup system lint
	@$(PY) -m pytest -n 3 --dist loadfile --no-loadscope-reorder --cov --cov-report=term:skip-covered -q
	@$(PY) -m tests.rows --check

lint: setup
	@$(VENV)/bin/ruff check .
	@$(VENV)/bin/ruff format --check .
	@$(VENV)/bin/mypy
	@$(VENV)/bin/lint-imports --no-cache
	@$(PY) -m locales check

format: setup
	@$(VENV)/bin/ruff check --fix .
	@$(VENV)/bin/ruff format .

# Each row of the catalogue with its tests, and those without.
rows: setup
	@$(PY) -m tests.rows

bench: setup
	@$(PY) -m benchmarks

# Needs uv; the lock carries hashes and no addresses.
lock:
	@uv pip compile -q --universal --no-strip-extras --generate-hashes --no-header --no-annotate \
		--python-version 3.11 --group dev pyproject.toml -o requirements.lock

clean:
	@rm -rf $(VENV) var .mypy_cache .ruff_cache .pytest_cache
