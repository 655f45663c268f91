# Needs make, a package index and Python 3.11 or later with venv; everything else is installed into .venv.
# Another interpreter: make PYTHON=python3.13 report

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
REPORT := build/annual-report-2022.docx

PLUGINS  := $(sort $(wildcard plugins/kcss-*))
PROJECTS := . $(PLUGINS)
HELLO    := examples/kcss-hello
MANIFESTS := constraints.txt pyproject.toml $(addsuffix /pyproject.toml,$(PLUGINS))

# uv when it is there, because it is faster; else the pip of the venv. Both are held to constraints.txt.
# Build isolation is off so that one hatchling, the pinned one, is installed once instead of once per project.
UV := $(shell command -v uv 2>/dev/null)
ifeq ($(UV),)
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt
else
INSTALL := $(UV) pip install --quiet --python $(BIN)/python --constraint constraints.txt
endif

.DEFAULT_GOAL := help
.PHONY: help report sample test check lint types docs wheels bench clean

help:
	@echo "make report   write $(REPORT) from examples/kcss-2022"
	@echo "make sample   write build/sample, three years of sheets of a fictional centre, and its annual report"
	@echo "make test     run all tests"
	@echo "make check    lint, types, documentation, wheels"
	@echo "make bench    measure against other tools"
	@echo "make clean    remove build, dist and .venv"

# --- the environment: one stamp for what a report needs, one for tests and checks, one for the peers of the bench

$(VENV)/installed: $(MANIFESTS)
	@command -v $(PYTHON) >/dev/null || { echo "make: $(PYTHON) not found; install Python 3.11 or later, or name one: make PYTHON=/path/to/python3.11" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "make: kcss-core needs Python 3.11 or later, $(PYTHON) is $$($(PYTHON) -V 2>&1); name another: make PYTHON=python3.11" >&2; exit 1; }
	@echo "Setting up $(VENV) ..."
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(INSTALL) hatchling editables
	@$(INSTALL) --no-build-isolation $(addprefix --editable ,$(PROJECTS))
	@touch $@

$(VENV)/tools: $(VENV)/installed
	@echo "Installing the tools for tests and checks ..."
	@$(INSTALL) --no-build-isolation --editable '.[dev]'
	@touch $@

$(VENV)/peers: $(VENV)/installed
	@echo "Installing the peers of the bench ..."
	@$(INSTALL) --no-build-isolation --editable '.[bench]'
	@touch $@

# --- what people ask for

report: $(VENV)/installed
	@mkdir -p build
	@$(BIN)/kcss report examples/kcss-2022 -o $(REPORT)
	@echo "$(CURDIR)/$(REPORT)"

sample: $(VENV)/installed
	@mkdir -p build
	@$(BIN)/python examples/sample-centre/make.py build/sample --mended
	@$(BIN)/kcss report build/sample annual-report-2024 -o build/sample-annual-report-2024.docx
	@echo "$(CURDIR)/build/sample-annual-report-2024.docx"

test: $(VENV)/tools
	@$(BIN)/python -m pytest -q $(ARGS)

check: lint types docs wheels

lint: $(VENV)/tools
	@$(BIN)/ruff check .

types: $(VENV)/tools
	@$(BIN)/mypy --no-error-summary

docs: $(VENV)/tools
	@$(BIN)/python -m sphinx -W --keep-going -q -b html docs build/docs

# The wheels are tried in an environment that knows neither this folder's src nor its tools: first the core alone,
# which must say what Word needs, then all of them, which must write the very bytes that the source writes.
SMOKE := build/smoke
wheels: $(VENV)/tools report
	@rm -rf dist $(SMOKE)
	@for project in $(PROJECTS) $(HELLO); do \
		(cd $$project && $(CURDIR)/$(BIN)/python -m hatchling build --target wheel --directory "$(CURDIR)/dist" >/dev/null 2>&1) \
		|| { echo "make: no wheel of $$project" >&2; exit 1; }; \
	done
	@$(PYTHON) -m venv $(SMOKE)
	@$(subst $(BIN),$(SMOKE)/bin,$(INSTALL)) dist/kcss_core-*.whl
	@! $(SMOKE)/bin/kcss report examples/kcss-2022 -o $(SMOKE)/none.docx 2>$(SMOKE)/without-docx.txt
	@grep -q "kcss-docx" $(SMOKE)/without-docx.txt || { cat $(SMOKE)/without-docx.txt; echo "make: without kcss-docx, kcss report does not say what to install" >&2; exit 1; }
	@$(subst $(BIN),$(SMOKE)/bin,$(INSTALL)) dist/*.whl
	@$(SMOKE)/bin/kcss plugins
	@rm dist/kcss_hello-*.whl && $(SMOKE)/bin/python -m pip uninstall --quiet --yes kcss-hello
	@$(SMOKE)/bin/kcss report examples/kcss-2022 -o $(SMOKE)/report.docx
	@cmp $(REPORT) $(SMOKE)/report.docx
	@ls dist/*.whl

bench: $(VENV)/peers
	@$(BIN)/python bench $(ARGS)

clean:
	rm -rf build dist docs/_build $(VENV) .mypy_cache .pytest_cache .ruff_cache .hypothesis
