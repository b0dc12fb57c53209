# Two commands: `make demo` shows the whole system on demo people, `make test` runs every test.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SERVE ?= 1
FULL ?= 0

.PHONY: demo test lint types serve lock clean

demo: $(VENV)/.run
	$(BIN)/jinguo demo $(if $(filter 0,$(SERVE)),--no-serve) $(if $(filter 1,$(FULL)),--full)

test: $(VENV)/.dev
	$(BIN)/pytest

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/python tools/messages.py check
	$(BIN)/python tools/templates.py check

types: $(VENV)/.dev
	$(BIN)/mypy

$(VENV)/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Jinguo needs Python 3.11 or newer; this is " + sys.version.split()[0])'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: requirements/run.lock pyproject.toml | $(VENV)/bin/python
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/run.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	$(BIN)/python tools/messages.py compile
	touch $@

$(VENV)/.dev: requirements/dev.lock $(VENV)/.run
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.lock
	touch $@

lock: $(VENV)/.dev
	$(BIN)/uv pip compile --quiet --no-header --generate-hashes --universal --python-version 3.11 --extra build pyproject.toml -o requirements/run.lock
	$(BIN)/uv pip compile --quiet --no-header --generate-hashes --universal --python-version 3.11 --extra build --extra dev -c requirements/run.lock pyproject.toml -o requirements/dev.lock

clean:
	rm -rf $(VENV) var demo-output build dist
