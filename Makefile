# Everything a person types. The work is done by the scripts in script/, which say what they do.
SHELL := /bin/bash
.DEFAULT_GOAL := help

HOST ?= 127.0.0.1
PORT ?= 8000
PYTHON ?= python3
TESTS ?=
REQUIRE ?=
# Tests run side by side in one process more than there are cores, up to four: some of them wait, for
# a slow line or a server that starts. Chosen ones run in one process: every worker has to load the
# app and the tests before its first one. Compiled tests are kept.
CORES = $(shell getconf _NPROCESSORS_ONLN)
WORKERS ?= $(if $(TESTS),0,$(shell expr $(CORES) + 1))

BIN := .venv/bin
PREPARE := PYTHON=$(PYTHON) REQUIRE=$(REQUIRE) script/prepare

.PHONY: help run demo test check format lock vendor bench docs texts clean

help:  ## Say what can be typed here
	@sed -nE 's/^([a-z]+):.*## (.*)/  make \1\t\2/p' $(firstword $(MAKEFILE_LIST)) | expand -t 18

run:  ## Install what is missing and serve on HOST:PORT (default 127.0.0.1:8000)
	@$(PREPARE) run
	@exec $(BIN)/eready serve --host "$(HOST)" --port "$(PORT)"

demo:  ## Serve an invented country to look around in, apart from all data, on HOST:PORT
	@$(PREPARE) run
	@exec $(BIN)/eready demo --host "$(HOST)" --port "$(PORT)"

test:  ## Run every check and test; TESTS=path runs some; REQUIRE=all fails where one was left out
	@$(PREPARE) test
	@EREADY_REQUIRE="$(REQUIRE)" PYTHONDONTWRITEBYTECODE= TMPDIR="$$(script/find_room)" \
		$(BIN)/python -m pytest \
		-n $(WORKERS) --maxprocesses=4 --dist=worksteal $(TESTS)

check:  ## Format, lint, types, layers, templates
	@$(PREPARE) check
	@script/check

format:  ## Format code and mend what can be mended
	@$(PREPARE) check
	@$(BIN)/ruff check --quiet --fix-only .
	@$(BIN)/ruff format .

lock:  ## Write requirements*.txt anew from requirements*.in (UPGRADE=1 takes newer versions)
	@$(PREPARE) installer
	@UPGRADE=$(UPGRADE) script/lock

vendor:  ## Build static/vendor/ from its locked packages (needs Node.js)
	@$(PREPARE) run
	@$(BIN)/python script/build_vendor.py

bench:  ## Measure the promises of docs/benchmarks.md
	@$(PREPARE) test
	@$(BIN)/python benchmarks/run.py

docs:  ## Write docs/reference/ anew from the code
	@$(PREPARE) run
	@$(BIN)/eready docs

texts:  ## Collect the texts of code and templates into locale/ for translation
	@$(PREPARE) run
	@$(BIN)/python script/extract_texts

clean:  ## Remove what was installed and made, but no data
	@rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	@find app eready tests migrations -type d -name __pycache__ -prune -exec rm -rf {} + 2>/dev/null || true
	@rm -f locale/*/LC_MESSAGES/*.mo toolkits/*/locale/*.mo reference/locale/*.mo
