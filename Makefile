# Every job of this project, each with the set-up that it needs. `make` alone lists them.
#
# All that has to be here is make and a Python from 3.11 on. The environment is .venv/, made from the newest Python
# that runs (PYTHON=python3.12 asks for another), with the versions that constraints.txt names.

.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory
SHELL := /bin/sh

# Any Python 3 can run the set-up script, which then looks for a good one. A command that exists is not enough: the
# shims of version managers exist and fail.
ANY_PYTHON = $(shell for name in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	$$name -c 'import sys; sys.exit(sys.version_info < (3, 8))' 2>/dev/null && echo $$name && break; done)
RUN := .venv/bin/python -m

PORT ?= 8000
LESSON ?=
NAME ?=

# Material says at every build that it ends in 2027; the second builder in the tests is our answer to that.
export NO_MKDOCS_2_WARNING := 1

.PHONY: help
help: ## list these jobs
	@echo "usage: make JOB"
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  \1	\2/p' $(MAKEFILE_LIST) | expand -t 18

.PHONY: env
env: ## make or renew the environment in .venv/
	@test -n "$(ANY_PYTHON)" || { echo "Chunkwise needs Python 3.11 or newer, and found no python3 here: https://www.python.org/downloads/" >&2; exit 1; }
	@$(ANY_PYTHON) scripts/environment.py

.PHONY: browser
browser: env
	@$(RUN) scripts.chromium

.PHONY: browsers
browsers: env
	@$(RUN) scripts.firefox

.PHONY: tools
tools: env
	@$(RUN) scripts.tools

# Without it the site's scripts are published as they are written.
.PHONY: optional-tools
optional-tools: env
	@$(RUN) scripts.tools --optional

.PHONY: runtime
runtime: env ## Python and FastAPI for the reader's browser, if missing or stale; takes Node.js
	@$(RUN) scripts.runtime

# Without it every page but its Run buttons works, and these say what is missing.
.PHONY: optional-runtime
optional-runtime: env
	@$(RUN) scripts.runtime --optional

.PHONY: editor
editor: env ## bundle the editor of the Try pages again, after its versions changed
	@$(RUN) scripts.editor

.PHONY: serve
serve: env optional-runtime ## the site on http://127.0.0.1:8000, live: edits to pages and examples show at once
	@$(RUN) scripts.serve --port $(PORT)

.PHONY: test
test: env $(if $(LESSON),,lint) browser runtime tools $(if $(LESSON),,check-pythons-briefly check-conditions-briefly) ## all that a change needs: the tests, in a browser too, and the recordings on every Python found here; LESSON=client-leaves for one lesson's
	$(RUN) pytest -n auto $(if $(LESSON),-m "" --lesson $(LESSON))

.PHONY: lesson
lesson: env browser runtime tools ## prove one lesson, NAME=client-leaves: its recordings, tables, tests and mutants
	@test -n "$(NAME)" || { echo "Which lesson? make lesson NAME=client-leaves" >&2; exit 1; }
	@$(RUN) scripts.lesson "$(NAME)"

.PHONY: test-all
test-all: env lint browser runtime tools check-pythons check-conditions-briefly ## the same with every run in every engine, which takes three times as long
	$(RUN) pytest -n auto -m "" --hypothesis-profile=default

.PHONY: test-browsers
test-browsers: env browsers runtime tools ## the tests of the built site in Firefox, which takes four times as long as in Chromium
	CHUNKWISE_ENGINE=firefox $(RUN) pytest -n auto tests/site

.PHONY: build
build: env optional-runtime optional-tools ## the site as static files in site/
	$(RUN) chunkwise assets docs
	$(RUN) mkdocs build --strict
	$(RUN) scripts.postprocess site

.PHONY: dist
dist: env ## the package for others in dist/, checked as an index checks it
	rm -rf dist
	$(RUN) build --no-isolation
	$(RUN) twine check --strict dist/*

.PHONY: reference
reference: env ## the page of the Python API and the JSON Schemas, generated again after a public name or docstring changed
	@$(RUN) scripts.reference

.PHONY: record
record: env ## run every example again and rewrite its recording
	.venv/bin/chunkwise record

.PHONY: measure
measure: env ## measure time and memory again where pages show them; leave the machine alone meanwhile
	.venv/bin/chunkwise measure

.PHONY: check
check: env ## run every example again and compare with the committed recordings
	.venv/bin/chunkwise check

.PHONY: check-pythons
check-pythons: env ## the same on every other Python from 3.11 on that is found here
	@.venv/bin/python scripts/environment.py check-others

# With the runs that stand for all: see tests/support/covering.py.
.PHONY: check-pythons-briefly
check-pythons-briefly: env
	@.venv/bin/python scripts/environment.py check-others --briefly

.PHONY: conditions-env
conditions-env: env
	@$(RUN) scripts.conditions

.PHONY: conditions-pins
conditions-pins: env ## look up the versions that the conditions are run with, after one was added
	@$(RUN) scripts.conditions pins

.PHONY: conditions
conditions: conditions-env ## run the examples on every server, loop, proxy and version that they name, and keep the facts
	.venv/bin/chunkwise conditions --record

.PHONY: check-conditions
check-conditions: conditions-env ## the same, and compare with what is committed
	.venv/bin/chunkwise conditions --check

# With the conditions that stand for all: see chunkwise/conditions/covering.py.
.PHONY: check-conditions-briefly
check-conditions-briefly: conditions-env
	@.venv/bin/chunkwise conditions --check --briefly

.PHONY: notebook
notebook: env ## run the notebooks again and keep their new output
	$(RUN) scripts.notebooks

.PHONY: lint
lint: env ## ruff and mypy
	$(RUN) ruff check .
	$(RUN) ruff format --check .
	$(RUN) mypy

N ?= 500

.PHONY: fuzz
fuzz: env ## compose programs and compare what is recorded with what happens; N=2000 for more
	CHUNKWISE_FUZZ=$(N) $(RUN) pytest tests/recording/test_differential.py

.PHONY: bench
bench: env ## measure, and print ratios
	$(RUN) benchmarks

.PHONY: mutants
mutants: env ## change programs, scenarios, recordings, quiz keys and references one by one; each must be noticed
	$(RUN) scripts.mutants

.PHONY: screenshots
screenshots: env browser ## the pages as pictures in screenshots/, to be looked at
	$(RUN) scripts.screenshots

.PHONY: pictures
pictures: env browser ## the social image and the icons, drawn again from mark.svg
	$(RUN) scripts.pictures

.PHONY: clean
clean: ## remove all that the other jobs made
	rm -rf .venv .venvs site docs/assets/runtime docs/assets/chunkwise docs/try-service.js .cache .pytest_cache .mypy_cache .ruff_cache .hypothesis *.egg-info
	find chunkwise examples scripts tests benchmarks -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true
