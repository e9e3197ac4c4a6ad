# Two commands matter: `make run` and `make test`. `make help` names the others.

PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
HOST   ?= 127.0.0.1
PORT   ?= 8000
DATA   ?= instance
ARGS   ?=
SIZE   ?= M
OUT    ?= $(DATA)/bench.json

export HOST PORT DATA
export PIP_DISABLE_PIP_VERSION_CHECK = 1
export PIP_ROOT_USER_ACTION = ignore
export PIP_NO_WARN_SCRIPT_LOCATION = 1

INSTALL := $(BIN)/python -m pip install --quiet

.DEFAULT_GOAL := help
.PHONY: help run test test-fast bench bench-browser bench-compare bench-check lint lock clean

help:  ## List the available commands
	@awk -F':.*## ' '/^[a-z-]+:.*## /{printf "  make %-13s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
	@echo
	@echo "  make run PORT=8001 HOST=0.0.0.0 DATA=elsewhere"
	@echo "  make test TEST_DATABASE_URL=postgresql://user:password@host/database"
	@echo "  make test ARGS='tests/roadmap -x'"
	@echo "  make bench SIZE=L DATABASE_URL=postgresql://user:password@host/database OUT=after.json"

run: $(VENV)/.ready  ## Install what is missing, migrate, load the demo data if the database is empty, then serve
	@exec $(BIN)/tracker serve --prepare

test: $(VENV)/.ready-to-test  ## Run every test, the browser ones too, on SQLite or TEST_DATABASE_URL
	@bash .ci/chromium
	@$(BIN)/python -m pytest -n auto $(ARGS)

test-fast: $(VENV)/.ready-to-test  ## Run the tests without the browser, on one engine, and the planted bugs of files that differ from main
	@PLANTED=touched $(BIN)/python -m pytest -n auto -m "not browser" \
		--ignore tests/isolation/test_isolation.py --ignore tests/isolation/test_twins.py $(ARGS)

bench: $(VENV)/.ready-to-test  ## Measure our pages beside the least Flask pages that do the same work
	@$(BIN)/python -m tests.bench run --size $(SIZE) --out $(OUT) --cache $(DATA)/bench --database '$(DATABASE_URL)' $(ARGS)

bench-browser: $(VENV)/.ready-to-test  ## Measure a slow Chromium at 500 and 2,000 tasks; adds to what bench wrote
	@bash .ci/chromium
	@$(BIN)/python -m tests.bench browser --out $(OUT) --cache $(DATA)/bench $(ARGS)

bench-compare: $(VENV)/.ready-to-test  ## Show two results of bench side by side: make bench-compare A.json B.json
	@$(BIN)/python -m tests.bench compare $(FILES)

ifneq ($(filter bench-compare,$(MAKECMDGOALS)),)
FILES := $(filter-out bench-compare,$(MAKECMDGOALS))
.PHONY: $(FILES)
$(FILES): ; @:
endif

bench-check: $(VENV)/.ready-to-test  ## Check that no page sends more statements or bytes than it may
	@$(BIN)/python -m tests.bench check --cache $(DATA)/bench --database '$(DATABASE_URL)'

lint: $(VENV)/.ready-to-test  ## Check style, types, import layers and htmx habits
	$(BIN)/ruff check .
	$(BIN)/ruff format --check --quiet .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python tests/vendor/upgrade-check.py templates static/js

lock:  ## Renew the locks after changing pyproject.toml (needs uv)
	bash .ci/lock

clean:  ## Remove what was installed; the data stays
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis

# A bare Debian has no ensurepip and keeps its own Python closed to pip: an environment of our own, filled from outside.
$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Footbridge needs Python 3.11 or newer."; exit 1; }
	@echo "Making a Python environment in $(VENV)."
	@$(PYTHON) -m venv $(VENV) >/dev/null 2>&1 || $(PYTHON) -m venv --clear --without-pip $(VENV)

$(VENV)/.ready: requirements.lock pyproject.toml | $(BIN)/python
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || $(PYTHON) -m pip --python $(BIN)/python install --quiet pip
	@echo "Installing what Footbridge is built on. Once, in about half a minute."
	@$(INSTALL) --require-hashes -r requirements.lock
	@$(INSTALL) --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.ready-to-test: .ci/test.lock $(VENV)/.ready
	@echo "Installing what the tests need. Once, in about half a minute."
	@$(INSTALL) --require-hashes -r .ci/test.lock
	@touch $@
