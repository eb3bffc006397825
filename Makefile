PYTHON ?= python3
BIN := .venv/bin
Q ?= Who said recognition of Crimea would be legally invalid?

.PHONY: help ask chat test test-wheel test-cluster lint lint-deploy clean
.DEFAULT_GOAL := help

help:  ## show what there is
	@sed -nE 's/^([a-z.-]+):.*## (.*)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 20

ask: .venv  ## ask the archive: make ask Q="What did ... say about ...?"
	@$(BIN)/onrecord ask "$(Q)"

chat: .venv  ## ask in a console
	@$(BIN)/onrecord chat

test: .venv  ## run every test
	@$(BIN)/pytest -n 2

test-wheel:  ## build the wheel, install it elsewhere, and test it there
	@tests/wheel.sh $(PYTHON) -n 2

test-cluster: .venv  ## test the index on a real OpenSearch: a node that Maven builds, or the one at OPENSEARCH_URL
	@tests/cluster.sh -q

lint: .venv  ## check format, style and types
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy

lint-deploy:  ## look over the files of the deployments, with the linters that are installed
	@deploy/lint.sh

.venv: pyproject.toml constraints.txt  ## the environment alone, from pinned versions
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Onrecord needs Python 3.11 or newer; set PYTHON=..."; exit 2; }
	@echo "setting up .venv (once) ..." >&2
	@$(PYTHON) -m venv .venv
	@$(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	@touch .venv

clean:  ## remove the environment and caches
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis build dist
