# Two targets do everything, set-up included: `make run` and `make test`.

VENV := .venv
BIN := $(VENV)/bin
# the first Python from 3.11 to 3.13 that runs here; a fresh machine is given one first
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null && { echo $$p; break; }; done)
READY := $(VENV)/ready

.PHONY: run test long warm lint wheel-check frozen acts fuzz soak tour mutants lock clean

run: $(READY)
	$(BIN)/python main.py

test: $(READY)
	.ci/system-libraries tests
	$(MAKE) -j2 lint warm
	$(BIN)/python -m pytest -n auto --maxprocesses 4 --dist worksteal -m "not long"

# the costly ones of their kinds, of which `make test` does others: before a release
long: $(READY)
	.ci/system-libraries tests
	$(BIN)/python -m pytest -n auto --maxprocesses 4 --dist worksteal -m long

# loops that are compiled when first called, so that not every process of the tests compiles them anew
warm: $(READY)
	$(BIN)/python main.py replay interlaminar_l4_l5_competent >/dev/null

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

# the installed program, from another folder, in one that it cannot write
wheel-check: $(READY)
	tests/wheel/check.sh $(BIN)/python

$(READY): requirements.lock .ci/system-libraries
	.ci/system-libraries
	@test -n "$(PYTHON)" || { echo "Tuohy needs Python 3.11, 3.12 or 3.13, and none is on the path."; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements.lock
	touch $@

# every shipped script on three seeds, held against what became of it before; prints each difference
frozen: $(READY)
	$(BIN)/python -m tests.frozen

# every harmful act, one change of a competent script: what it costs, into docs/acts.md
acts: $(READY)
	$(BIN)/python -m tests.acts

# spoiled files and random commands, many of them
fuzz: $(READY)
	$(BIN)/python -m tests.fuzz

# the window at work for eight hours in one: its memory and its pictures must stay as they were; MINUTES=10 for a shorter one
soak: $(READY)
	xvfb-run -a $(BIN)/python -m tests.soak --minutes $(or $(MINUTES),60)

# every page of the window as a picture in out/tour, for eyes; SIZE=1920x1080 THEME=light LANGUAGE=de TEXT=200 for another look
tour: $(READY)
	xvfb-run -a -s "-screen 0 $(or $(SIZE),1280x720)x24" $(BIN)/python -m tests.tour out/tour \
		--theme $(or $(THEME),dark) --language $(or $(LANGUAGE),en) --text $(or $(TEXT),0)

# what is changed in what decides must fail some test; N=300, SEED=2 or ALL=1 for more of them
mutants: $(READY)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check "cosmic-ray>=8.4,<9"
	$(BIN)/python -m tests.mutants.constants
	$(BIN)/python -m tests.mutants.sample

# after a change of the bounds in pyproject.toml; needs uv
lock:
	uv pip compile pyproject.toml --extra dev --extra research --extra agents --extra postgresql --extra gamepad --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-emit-find-links --no-annotate --no-header --quiet --output-file requirements.lock

clean:
	rm -rf $(VENV) out build .mypy_cache .ruff_cache .pytest_cache .hypothesis
