# Samooh: what can be done here. `make help` lists it.
PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
UV := $(shell command -v uv 2>/dev/null)
SOURCES := bot handlers locales content db sandbox tests
RUN_MARK := $(VENV)/.run-installed
TEST_MARK := $(VENV)/.test-installed

FONTS := fonts-noto-core fonts-noto-color-emoji
APT := DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends

.PHONY: help run run-scaled faults soak bench load search-report test system check lint lock catalogues clean format golden

help:  ## show this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | sort | expand -t 14

run: $(RUN_MARK)  ## try it: the bot and a chat page on this machine, no token, no network
	@$(PY) -m bot sandbox $(ARGS)

run-scaled: $(TEST_MARK)  ## the same with PostgreSQL and four replicas, to be killed while you watch
	@$(PY) -m bot scaled $(ARGS)

faults: $(TEST_MARK)  ## every fault of the table on both databases, a line each (under 20 minutes)
	@$(PY) -m tests.faults.table $(ARGS)

soak: $(TEST_MARK)  ## talk, reminders and broadcasts for minutes while processes die (ARGS="--kind postgresql --minutes 2")
	@$(PY) -m tests.faults.soak $(ARGS)

bench: $(TEST_MARK)  ## speed against other ways to do the same, side by side (ARGS="1 2 7" for some)
	@$(PY) -m tests.benchmarks.table $(ARGS)

search-report: $(TEST_MARK)  ## how well search finds what owners type, by language and kind of query (ARGS=--misses)
	@$(PY) -m tests.search_report $(ARGS)

load: $(TEST_MARK)  ## bot, sandbox and database under load for minutes (ARGS="--kind postgresql --minutes 1")
	@$(PY) -m tests.benchmarks.load $(ARGS)

test: $(TEST_MARK)  ## all checks and all tests
	@$(MAKE) --no-print-directory lint
	$(PY) -m pytest tests/benchmarks  # by itself: measuring coverage would slow one side of a ratio
	$(PY) -m pytest -n 2 tests --ignore tests/browser --ignore tests/benchmarks --cov --cov-report= $(ARGS)
	$(PY) -m pytest tests/browser --cov --cov-append --cov-report=term:skip-covered --cov-fail-under=95

system:  ## as root, on Debian: what the tests need from the system (Chromium, Noto fonts, Node)
	@{ command -v npm && command -v chromium && dpkg -s $(FONTS); } >/dev/null 2>&1 || { \
		apt-get update -qq && \
		{ command -v npm >/dev/null || $(APT) nodejs npm; } && \
		$(APT) chromium $(FONTS); }

check: lint  ## lint, and the tests of the structure
	$(PY) -m pytest tests/structure

lint: $(TEST_MARK)  ## format, lint, types, import contracts, content, catalogues
	$(VENV)/bin/ruff format --check $(SOURCES)
	$(VENV)/bin/ruff check $(SOURCES)
	$(VENV)/bin/mypy
	$(VENV)/bin/lint-imports
	$(PY) -m bot check content
	$(PY) -m bot check locales

format: $(TEST_MARK)  ## lay the code out and mend what lint can mend
	$(VENV)/bin/ruff check --fix $(SOURCES)
	$(VENV)/bin/ruff format $(SOURCES)

catalogues: $(TEST_MARK)  ## take new sentences into the catalogues
	$(PY) -m locales update

golden: $(TEST_MARK)  ## write the golden transcripts anew; look at the diff, then commit it
	@$(PY) -m tests.golden

lock:  ## renew both lock files from pyproject.toml (needs uv)
	uv pip compile --universal --generate-hashes --no-strip-extras --python-version 3.11 pyproject.toml --all-extras --group dev \
		-o requirements.lock -q --no-emit-index-url --custom-compile-command "make lock"
	uv pip compile --universal --generate-hashes --no-strip-extras --python-version 3.11 pyproject.toml --extra scale \
		-c requirements.lock -o requirements.txt -q --no-emit-index-url --custom-compile-command "make lock"

clean:  ## forget the environment and everything that was built
	rm -rf $(VENV) build .mypy_cache .ruff_cache .pytest_cache .coverage

$(PY):
	@echo "Making the environment in $(VENV) …"
ifdef UV
	@uv venv -q --python $(PYTHON) $(VENV)
else
	@$(PYTHON) -m venv $(VENV)
endif

$(RUN_MARK): requirements.txt | $(PY)
	@test -e $(TEST_MARK) || $(call install,requirements.txt)
	@touch $@

$(TEST_MARK): requirements.lock | $(PY)
	@$(call install,requirements.lock)
	@touch $@ $(RUN_MARK)

ifdef UV
install = echo "Installing $(1) …"; uv pip sync --python $(PY) --require-hashes $(1)
else
install = echo "Installing $(1) (a minute, the first time) …"; $(PY) -m pip install --progress-bar on --require-hashes -r $(1)
endif
