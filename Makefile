# What one types in a clone. Each target sets up whatever it needs, by itself, and once.
# Another Python: `make test PYTHON=python3.13`. Another place: `make test VENV=/tmp/venv`.

PYTHON ?= python3
VENV ?= .venv
LEAN ?= build/lean
DEMO = build/demo
INSTALL = -m pip install --quiet --disable-pip-version-check --editable

.PHONY: demo test check docs clean

# The main job, in an environment without any tool of development: generate, solve, verify.
demo: $(LEAN)/installed
	rm -rf $(DEMO) && mkdir -p $(DEMO)
	$(LEAN)/bin/tasksynth generate sat.ksat --level 0.2 --level 0.5 --count 1000 --seed 7 --out $(DEMO)/data
	$(LEAN)/bin/tasksynth solve $(DEMO)/data --out $(DEMO)/answers.jsonl
	$(LEAN)/bin/tasksynth verify $(DEMO)/data --answers $(DEMO)/answers.jsonl --fail-under 1

test: $(VENV)/installed
	PATH="$(abspath $(VENV))/bin:$$PATH" python -m pytest -n auto

# Lint, types and layers.
check: $(VENV)/installed
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy
	$(VENV)/bin/lint-imports

# The documentation site, in build/site; any warning is an error.
docs: $(VENV)/installed
	NO_MKDOCS_2_WARNING=1 $(VENV)/bin/mkdocs build --quiet

clean:
	rm -rf $(LEAN) $(DEMO) $(VENV)

$(LEAN)/installed: pyproject.toml
	$(PYTHON) -m venv $(LEAN)
	$(LEAN)/bin/python $(INSTALL) .
	touch $@

$(VENV)/installed: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(VENV)/bin/python $(INSTALL) '.[dev]'
	touch $@
