# Everything here works on a fresh machine with only Python 3.11, 3.12 or 3.13 and make.
# The first run makes .venv from the pinned, hashed requirements; later runs find it ready.

VENV := .venv
PY := $(VENV)/bin/python
PIP := $(PY) -m pip --disable-pip-version-check --no-input install --quiet
CORE := $(VENV)/.core-ready
DEV := $(VENV)/.dev-ready
UV ?= uv
WORKERS ?= 3

# Sums over two threads are no faster for matrices of this size, and the test workers share the machine.
export OMP_NUM_THREADS ?= 1
export OPENBLAS_NUM_THREADS ?= 1
# Tests start hundreds of processes: where compiling is not kept, each would compile the package anew.
export PYTHONDONTWRITEBYTECODE :=

.DELETE_ON_ERROR:
.PHONY: help demo test serve lint format types reference docs bench peers conformance scale fuzz people crowds label-efficiency \
        reproduction wheel lock clean

help:  ## show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | awk -F'\t' '{printf "  make %-16s %s\n", $$1, $$2}'

demo: $(CORE)  ## active learning beside random on handwritten digits, with a report (two minutes)
	@$(VENV)/bin/asknext demo demo

serve: $(CORE)  ## open the demo project in the browser
	@test -f demo/asknext.yaml || $(VENV)/bin/asknext demo demo --no-simulation
	@$(VENV)/bin/asknext serve demo

test: $(DEV)  ## the whole test suite
	$(PY) -m pytest -n $(WORKERS) --dist loadfile $(ARGS)

lint: $(DEV)  ## style, formatting and the import contract
	$(VENV)/bin/ruff check src tests benchmarks docs
	$(VENV)/bin/ruff format --check src tests benchmarks docs
	$(VENV)/bin/lint-imports

format: $(DEV)  ## let ruff mend what it can
	$(VENV)/bin/ruff check --fix src tests benchmarks docs
	$(VENV)/bin/ruff format src tests benchmarks docs

types: $(DEV)  ## strict types
	$(VENV)/bin/mypy

reference: $(DEV)  ## write the reference pages that are made from the code
	$(PY) -m docs.reference_pages

docs: $(DEV)  ## the documentation, warnings are errors
	$(PY) -m sphinx -W --keep-going -q -b html docs docs/_build/html
	@echo "docs/_build/html/index.html"

# The labelling benchmark needs its driver, a folder that is not part of this repository (benchmarks/labelling/README.md).
DRIVER ?= ../shared/bench/labelling
BENCH ?= --sizes 10000 --users 1,4 --per-user 20,10 --think 0,1

bench: $(CORE)  ## the benchmarks, minutes long; make bench DRIVER=FOLDER for the labelling server's
	@for f in benchmarks/bench_*.py; do test -e "$$f" || continue; echo "== $$f"; $(PY) "$$f" || exit 1; done
	@if test -f "$(DRIVER)/run.py"; then \
	  echo "== benchmarks/labelling/run.py"; mkdir -p build/bench; \
	  $(PY) benchmarks/labelling/run.py "$(DRIVER)" --venv $(VENV) --data build/bench/data --out build/bench/labelling.json $(BENCH); \
	else \
	  echo "benchmarks/labelling was not run: it needs its driver, a folder with run.py, common.py and adapters/;"; \
	  echo "there is none at $(DRIVER). Name it: make bench DRIVER=FOLDER"; \
	fi

# Each in an environment of its own: small-text brings a package "tests", which would hide ours.
PEERS ?= build/peers

peers:  ## environments of scikit-activeml, modAL and small-text, to compare with
	@for each in ska=scikit-activeml==1.0.1 modal=modAL-python==0.4.2.1 smalltext=small-text==1.4.1; do \
	  test -x $(PEERS)/$${each%%=*}/bin/python || { \
	    echo "Installing $${each#*=}"; $(PY) -m venv $(PEERS)/$${each%%=*} && \
	    $(PEERS)/$${each%%=*}/bin/python -m pip --disable-pip-version-check install --quiet $${each#*=}; } || exit 1; \
	done

peers: | $(DEV)

conformance: $(DEV)  ## which strategies are right, of asknext and of the peers there are (make peers)
	@$(PY) -m tests.conformance.table \
	  $(foreach each,scikit-activeml=ska modAL=modal small-text=smalltext,$(if $(wildcard \
	  $(PEERS)/$(lastword $(subst =, ,$(each)))/bin/python),--peer $(firstword $(subst \
	  =, ,$(each)))=$(PEERS)/$(lastword $(subst =, ,$(each)))/bin/python))

scale: $(DEV)  ## speed and memory beside the peers there are, and of every strategy at a million items (two hours)
	$(PY) benchmarks/strategies/run.py --peers $(PEERS) $(ARGS)
	$(PY) benchmarks/strategies/run.py --loop
	$(PY) benchmarks/strategies/run.py --scale $(ARGS)

label-efficiency: $(DEV)  ## what each strategy saves, on many data sets (hours; ARGS=--quick for minutes)
	$(PY) -m benchmarks.label_efficiency $(ARGS)

reproduction: $(DEV)  ## published results of active learning, run again (hours; ARGS=--quick for minutes)
	$(PY) -m benchmarks.reproduction $(ARGS)

# Schemathesis pins other versions of what the server uses, so it lives in an environment of its own.
fuzz: $(DEV)  ## hostile requests to every operation of the HTTP interface (twenty minutes)
	@test -x $(PEERS)/schemathesis/bin/schemathesis || { echo "Installing schemathesis"; \
	  $(PY) -m venv $(PEERS)/schemathesis && \
	  $(PEERS)/schemathesis/bin/python -m pip --disable-pip-version-check install --quiet "schemathesis>=4,<5"; }
	$(PY) benchmarks/api_fuzz.py $(PEERS)/schemathesis/bin/schemathesis $(ARGS)

people: $(DEV)  ## fifty people label while things are killed (ten minutes; ARGS="--database postgresql" for the other)
	$(PY) -m benchmarks.labelling.many_people --people 50 --seconds 600 $(ARGS)

crowds: $(DEV)  ## consensus and label errors, beside crowd-kit and cleanlab where ARGS names their Python
	$(PY) -m benchmarks.quality.crowd $(ARGS)
	$(PY) -m benchmarks.quality.label_errors

wheel: $(DEV)  ## build the wheel into dist/
	$(PY) -m pip --disable-pip-version-check wheel --quiet --no-deps --no-build-isolation --wheel-dir dist .

# Needs uv, which nothing else here does. uv.lock stays out of the repository: it names a registry.
lock:  ## renew requirements/*.txt from pyproject.toml (needs uv)
	$(UV) lock --upgrade
	$(UV) export -q --frozen --format requirements-txt --no-emit-project --no-header \
	  --no-default-groups --group build -o requirements/core.txt
	$(UV) export -q --frozen --format requirements-txt --no-emit-project --no-header \
	  --no-default-groups --group dev --extra parquet -o requirements/dev.txt
	rm -f uv.lock
	@! grep -nE '^ *--(index|extra-index|find-links)|://' requirements/*.txt

clean:  ## remove what was made here, except the demo project (it may hold labels)
	rm -rf $(VENV) build dist docs/_build .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find src tests benchmarks docs -name __pycache__ -type d -prune -exec rm -rf {} +

# PYTHON=/path/to/python make ... takes that one instead.
$(PY):
	@for p in $(PYTHON) python3.13 python3.12 python3.11 python3 python; do \
	  if "$$p" -c 'import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' >/dev/null 2>&1; then \
	    echo "Making $(VENV) with $$("$$p" --version)"; exec "$$p" -m venv $(VENV); \
	  fi; \
	done; \
	echo "asknext needs Python 3.11, 3.12 or 3.13 with its venv module, and none was found." >&2; \
	echo "Install one (on Debian or Ubuntu: apt install python3 python3-venv) or name it: make PYTHON=/path/to/python" >&2; \
	exit 1

# The development requirements include the core ones, so a machine that has them needs nothing more.
$(CORE): requirements/core.txt pyproject.toml | $(PY)
	@test ! -f $(DEV) || test requirements/core.txt -nt $(DEV) || { touch $@; exit 0; }
	@echo "Installing the core requirements"
	@$(PIP) --require-hashes -r requirements/core.txt
	@$(PIP) --no-deps --no-build-isolation -e .
	@touch $@

$(DEV): requirements/dev.txt pyproject.toml | $(PY)
	@echo "Installing the development requirements"
	@$(PIP) --require-hashes -r requirements/dev.txt
	@$(PIP) --no-deps --no-build-isolation -e .
	@touch $@
