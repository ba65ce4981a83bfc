# Self-describing: « make » or « make help » lists the targets.
PYTHON ?= python3
PORT ?= 8501
VENV := .venv
TOOLS := .venv-audit
BIN := $(VENV)/bin

.DEFAULT_GOAL := help
.PHONY: help setup run demo build check test faults lint docs validate bench clean licences audit sbom

help: ## List the targets
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

setup: $(VENV)/.installed ## Install the application and its development tools in .venv

$(VENV)/.installed: requirements.txt requirements-dev.txt constraints.txt pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@

run: build ## Build the warehouse, then serve the dashboard on localhost (PORT=8501)
	@echo "Observatoire : http://localhost:$(PORT) (Ctrl+C pour arrêter)"
	$(BIN)/python -m dashboard serve --port $(PORT)

demo: build ## Serve the demonstration: fictitious local files, marked on every page (PORT=8501)
	$(BIN)/python -m etl build --demo
	@echo "Démonstration : http://localhost:$(PORT)/?donnees=demo (Ctrl+C pour arrêter)"
	$(BIN)/python -m dashboard serve --port $(PORT)

build: setup ## Build the warehouse from the committed figures
	$(BIN)/python -m etl build

check: build lint ## Lint, check the types, re-run the checks of the warehouse
	$(BIN)/python -m etl check

lint: setup ## Lint and check the types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/oxlint dashboard

test: setup ## Pass all the tests (browser tests need a Chromium-family browser)
	$(BIN)/python -m pytest --numprocesses auto --dist loadfile --no-loadscope-reorder

faults: setup ## Try every fault, the long ones too, and write the table of docs/fiabilite.md
	$(BIN)/python -m tests.faults

docs: build ## Regenerate docs/schema.md, docs/sources.md, the templates and the fictitious files
	$(BIN)/python -m etl docs

validate: setup ## Write how far msu-v2 may be believed: counts left out, 200 simulated worlds of each kind
	$(BIN)/python -m tests.validation

bench: build ## Measure the pages beside an empty page and a plotly map, and the build
	$(BIN)/python -m tests.bench

licences: setup ## List the licence of every package; « ! » marks one that is not allowed
	$(BIN)/python -m tests.support.licences

$(TOOLS)/.installed: requirements-audit.txt
	$(PYTHON) -m venv $(TOOLS)
	$(TOOLS)/bin/python -m pip install --quiet --disable-pip-version-check -r requirements-audit.txt
	@touch $@

audit: setup ## Look for known vulnerabilities; says so where the database cannot be reached
	-@$(MAKE) --no-print-directory $(TOOLS)/.installed
	$(BIN)/python -m tests.support.audit $(TOOLS)/bin/pip-audit

sbom: setup $(TOOLS)/.installed ## Write sbom.json, the bill of materials of the environment (CycloneDX)
	$(TOOLS)/bin/cyclonedx-py environment --of JSON -o sbom.json $(BIN)/python

clean: ## Remove the environment and everything generated
	rm -rf $(VENV) $(TOOLS) sbom.json data/warehouse tests/artefacts tests/bench/results *.egg-info .pytest_cache .ruff_cache .mypy_cache .hypothesis
