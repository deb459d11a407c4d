# make report   the reports on the bundled page, a gallery   make lab     JupyterLab on the notebooks
# make test     lint, types and every test                  make lock    choose the newest packages again
# make lab LAB_OPTIONS='--no-browser --allow-root'          what else JupyterLab is told
# make score    the reader against facts read by hand       make picture the picture of the README
# make bench    the speed of the reader and of reports beside their targets and peers
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
BENCH := .venv-bench
LOCKED := $(VENV)/.locked
READY := $(VENV)/.ready
QUIETLY := --quiet --disable-pip-version-check
# Nothing of the caller's Python gets in: not PYTHONPATH, not packages of the user's own folder.
export PYTHONNOUSERSITE := 1
unexport PYTHONPATH PYTHONHOME VIRTUAL_ENV

.PHONY: report lab test test-fast lint score bench picture lock clean
.DEFAULT_GOAL := report

report: $(READY)
	$(BIN)/python -m bilateral report --to reports
	$(BIN)/python -m bilateral.runs.gallery reports

lab: $(READY)
	env -u JUPYTER_PATH JUPYTER_PREFER_ENV_PATH=1 $(BIN)/python -m jupyterlab --notebook-dir notebooks $(LAB_OPTIONS)

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/python -m mypy

test: lint
	$(BIN)/python -m pytest

test-fast: $(READY)
	$(BIN)/python -m pytest -m "not slow"

score: $(READY)
	$(BIN)/python -m tests.score_pages

# The peers have an environment of their own, so that nothing of theirs gets into the project's.
bench: $(BENCH)/.ready
	$(BENCH)/bin/python -m pytest tests/bench/bench_reader.py tests/bench/bench_runs.py --override-ini filterwarnings=default -p no:cacheprovider \
		--benchmark-columns=min,median,max,rounds

picture: $(READY)
	$(BIN)/python docs/picture.py

# A stamp is the last thing written: an installation that was broken off starts again from nothing.
$(LOCKED): requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "bilateral needs Python 3.11 or newer, and '$(PYTHON)' is older. Try: make PYTHON=python3.12" >&2; exit 2; }
	@echo "Making the environment in $(VENV) from requirements.lock; the first time this takes a few minutes."
	rm -rf $(VENV)
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install $(QUIETLY) --require-hashes -r requirements.lock
	@touch $@

$(READY): $(LOCKED) pyproject.toml
	$(BIN)/python -m pip install $(QUIETLY) --no-deps --no-build-isolation --editable .
	@touch $@

$(BENCH)/.ready: requirements.lock tests/bench/requirements.lock pyproject.toml
	rm -rf $(BENCH)
	$(PYTHON) -m venv $(BENCH)
	$(BENCH)/bin/python -m pip install $(QUIETLY) --require-hashes -r requirements.lock
	$(BENCH)/bin/python -m pip install $(QUIETLY) --require-hashes -r tests/bench/requirements.lock
	$(BENCH)/bin/python -m pip install $(QUIETLY) --no-deps --no-build-isolation --editable .
	@touch $@

lock:
	uv pip compile pyproject.toml --all-extras --universal --fork-strategy fewest --generate-hashes --python-version 3.11 \
		--no-header --no-annotate --no-emit-index-url --upgrade --output-file requirements.lock
	uv pip compile tests/bench/requirements.in --constraint requirements.lock --universal --fork-strategy fewest --generate-hashes \
		--python-version 3.11 --no-header --no-annotate --no-emit-index-url --upgrade --output-file tests/bench/requirements.lock

clean:
	rm -rf $(VENV) $(BENCH) reports build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
