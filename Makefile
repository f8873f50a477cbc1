# Two commands do everything on a fresh machine with Python 3.11+, git and make: `make site` and `make test`.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/ready
READY_TO_FUZZ := .venv/ready-to-fuzz
WORKERS ?= 3
SECONDS ?= 10
SIZES ?= 1000 10000 100000

.PHONY: help site serve test bench reference hostile fuzz mutate faults lint audit sbom import lock clean screenshot messages

help: ## print what there is
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

site: $(READY) ## make the environment, import the examples, check every formula, build the site
	$(BIN)/commonplace import examples
	$(BIN)/commonplace build

serve: $(READY) ## serve the site at http://127.0.0.1:8000 and build it anew when a page changes
	$(BIN)/commonplace serve

test: $(READY) ## run every test, in WORKERS=3 processes: importers, laws, formulas, snippets, and the site in a browser
	$(BIN)/pytest --numprocesses $(WORKERS) --dist loadgroup

bench: $(READY) ## measure every step against its floor, at SIZES, and write docs/import-speed.md (an hour)
	$(BIN)/python benchmarks/run.py --sizes $(SIZES)

hostile: $(READY) ## put every hostile text into every field of every format, and look at the pages (an hour or two)
	COMMONPLACE_HOSTILE=full $(BIN)/pytest --numprocesses 2 tests/safety tests/test_damaged_exports.py \
	  tests/browser/test_hostile_site.py

fuzz: $(READY_TO_FUZZ) ## fuzz importers, formula parser and renderer, SECONDS=10 or RUNS=500 each (Linux)
	PYTHONPATH=tests $(BIN)/python tests/fuzz/run.py $(if $(RUNS),--runs $(RUNS),--seconds $(SECONDS)) $(if $(SEED),--seed $(SEED))

mutate: $(READY) ## make formulas and snippets wrong in one place each, and tell what the check does not notice
	$(BIN)/commonplace mutate

faults: $(READY) ## fail and kill every command at every call, and cut the power; a quarter of an hour or more
	$(BIN)/python tests/reliability/inject_faults.py

lint: $(READY) ## check style, types and the direction of imports
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

audit: $(READY) ## look for known vulnerabilities in what requirements.lock pins (needs the network)
	$(BIN)/pip-audit --strict --disable-pip --require-hashes --requirement requirements.lock

sbom: $(READY) ## write the bill of materials of what requirements.lock pins: sbom.json (CycloneDX)
	$(BIN)/cyclonedx-py requirements requirements.lock --pyproject pyproject.toml --output-reproducible \
	  --output-format JSON --output-file sbom.json

screenshot: $(READY) ## take the README's picture anew (needs Chromium)
	$(BIN)/python tests/browser/take_screenshot.py

reference: $(READY) ## write docs/commands.md and docs/formats.md anew, from what the code says of itself
	$(BIN)/python -m commonplace.cli.reference docs

messages: $(READY) ## bring the catalogue of what commands say up to date, and tell what has no Chinese
	PYTHONPATH=tests $(BIN)/python tests/messages.py

lock: $(READY) ## pin the dependencies of pyproject.toml anew, with hashes
	$(BIN)/uv pip compile pyproject.toml --group dev --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-annotate --no-header --upgrade --output-file requirements.lock
	$(BIN)/uv pip compile --group fuzz --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-annotate --no-header --upgrade --output-file requirements-fuzz.lock

clean: ## remove what was made
	rm -rf .venv site .cache .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis

$(READY): requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit("commonplace needs Python 3.11 or later" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	-$(BIN)/commonplace fetch-pyodide
	@touch $(READY)

$(READY_TO_FUZZ): $(READY) requirements-fuzz.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements-fuzz.lock
	@touch $(READY_TO_FUZZ)
