# Two commands do it all: `make demo` (set up and run the main job) and `make test`.
VENV ?= .venv
PYTHON ?= python3
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
PEERS := $(VENV)/.peers
EXTRAS ?= dev
UV := $(shell command -v uv 2>/dev/null)
AXE := $(VENV)/share/axe.min.js

comma := ,

.PHONY: help demo test axe lint bench notebooks train setup clean dist oldest
.DEFAULT_GOAL := help

help: ## show this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-9s %s\n", $$1, $$2}'

setup: $(STAMP) ## make the virtual environment and install colloquy with its development tools

$(STAMP): pyproject.toml uv.lock
	@echo "Making $(VENV) and installing colloquy into it: once, a minute or a few."
ifneq ($(UV),)
	UV_PROJECT_ENVIRONMENT=$(VENV) uv sync --quiet --compile-bytecode --frozen $(EXTRAS:%=--extra %) --python $(PYTHON)
else
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "colloquy needs Python 3.11 or newer: make PYTHON=python3.11 ...")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[$(subst $() ,$(comma),$(EXTRAS))]'
endif
	$(BIN)/python -m compileall -q crawler extract pipelines
	@touch $(STAMP)

demo: setup ## crawl the bundled sample institute over HTTP and show what came out
	@$(BIN)/colloquy demo

axe: $(AXE) ## fetch axe-core with npm: it checks that the HTML is accessible

$(AXE): | $(STAMP)
	@mkdir -p $(@D)
	@cd $(@D) && npm pack --silent axe-core@4.14.1 >/dev/null 2>&1 \
	  && tar xzf axe-core-4.14.1.tgz --strip-components=1 package/axe.min.js && rm axe-core-4.14.1.tgz \
	  || echo "axe-core could not be fetched (npm is needed): the HTML is not checked with it"

test: setup axe ## run the tests
	@$(BIN)/python -m pytest -n 2 --dist worksteal

lint: setup ## style, types and layer rules
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

$(PEERS): $(STAMP)
ifneq ($(UV),)
	UV_PROJECT_ENVIRONMENT=$(VENV) uv sync --quiet --frozen --extra dev --extra bench --python $(PYTHON)
else
	$(BIN)/uv pip install --quiet --python $(BIN)/python --editable '.[dev,bench]'
endif
	@touch $(PEERS)

bench: $(PEERS) ## measure against peers (needs the corpora; see CONTRIBUTING)
	$(BIN)/python -m bench.bodies
	$(BIN)/python -m bench.hostile
	$(BIN)/python -m bench.templates
	$(BIN)/python -m bench.groups
	$(BIN)/python -m bench.events --ablate
	$(BIN)/python -m bench.event_peers
	$(BIN)/python -m bench.pages

dist: setup ## build wheel and sdist, and run the demo from each in an empty environment
	rm -rf dist
	$(BIN)/python -m build --outdir dist . >/dev/null
	@$(call try,dist/*.whl,3.13)
	@$(call try,dist/*.tar.gz,3.12)

# A file, installed into an empty environment of that Python, if this machine has it.
define try
	set -e; python="$$($(BIN)/uv python find --no-python-downloads $(2) 2>/dev/null || echo $(BIN)/python)"; \
	echo; echo $(1), in an empty environment of "$$("$$python" --version):"; \
	$(BIN)/uv venv --quiet --clear --python "$$python" $(VENV)/dist; \
	$(BIN)/uv pip install --quiet --python $(VENV)/dist/bin/python $(1); \
	cd $(VENV)/dist && bin/python -m crawler --version && bin/colloquy --home home demo
endef

# Not the pictures, which a browser of today checks, and not the commands, which are slow and use nothing else.
oldest: setup ## run tests with the oldest versions of all dependencies that pyproject.toml allows
	$(BIN)/uv venv --quiet --clear --python $(BIN)/python $(VENV)/oldest
	$(BIN)/uv pip install --quiet --python $(VENV)/oldest/bin/python --resolution lowest-direct --editable '.[dev]'
	$(VENV)/oldest/bin/python -m pytest -n 2 --dist worksteal tests/extract tests/pipelines

notebooks: setup ## run docs/notebooks again and keep their outputs
	@$(BIN)/python docs/notebooks/execute.py

train: setup ## train the page judge again from the corpora
	$(BIN)/python -m bench.train_body

clean: ## remove the environment and what the demo made
	rm -rf $(VENV) data/archive data/cache data/generations data/tables data/templates data/reports data/.lock
