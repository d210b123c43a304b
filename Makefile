# The project's commands. `make demo` and `make test` work on a bare Debian machine with Python 3.11.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/$(if $(filter Windows_NT,$(OS)),Scripts,bin)
BENCH_VENV := build/bench-venv
BENCH_BIN := $(BENCH_VENV)/$(notdir $(BIN))
export PIP_CONSTRAINT := $(CURDIR)/constraints.txt
export PIP_DISABLE_PIP_VERSION_CHECK := 1
# Where it is set, each of the hundreds of programs that tests start would compile all again.
unexport PYTHONDONTWRITEBYTECODE
.DEFAULT_GOAL := help

.PHONY: help setup demo test faults giants lint format bench bench-test sample screenshots docs translations weights clean

help:  ## show the commands
	@sed -n 's/^\([a-z-]*\):.*## /make \1\t/p' $(MAKEFILE_LIST)

setup: $(VENV)/.installed  ## make .venv and install everything; instant when nothing changed

$(VENV)/.installed: pyproject.toml constraints.txt tools/system_packages.sh
	sh tools/system_packages.sh window $(PYTHON)
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --editable '.[cluster,dev,formats,train]'
# The community extra, without the torchvision that spandrel asks for: the index has it only as built
# with CUDA, which does not load beside a torch for the CPU. engine/archs/community.py stands in.
	$(BIN)/pip install --quiet --no-deps einops spandrel
	@touch $@

$(VENV)/.documentable: $(VENV)/.installed
	$(BIN)/pip install --quiet --editable '.[docs]'
	@touch $@

$(VENV)/.testable: $(VENV)/.documentable tools/system_packages.sh
	sh tools/system_packages.sh test
	@touch $@

demo: setup  ## upscale the sample; result, comparison and a grab of the window go to out/
	$(BIN)/sr-desktop demo -o out

test: $(VENV)/.testable  ## run the tests, several at once
	$(BIN)/python -m pytest --numprocesses auto --maxprocesses 4 --dist worksteal

faults: $(VENV)/.testable  ## broken files, 50 kills, full disks, round trips: minutes
	$(BIN)/python -m pytest tests/faults -m "faults or not faults"

giants: setup  ## upscale to a gigapixel and tell the peak of memory: a quarter of an hour
	$(BIN)/python tools/measure_giant.py

lint: setup  ## style, types, and who may import whom
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: setup  ## let ruff lay out the code
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# The other runtimes are 400 MiB: an environment of its own. Formats are for tools/document.py --measure.
$(BENCH_VENV)/.installed: pyproject.toml constraints.txt tools/system_packages.sh
	sh tools/system_packages.sh window $(PYTHON)
	$(PYTHON) -m venv $(BENCH_VENV)
	$(BENCH_BIN)/pip install --quiet --editable '.[bench,dev,formats]'
	@touch $@

bench: $(VENV)/.testable $(BENCH_VENV)/.installed  ## speed and memory beside other runtimes, as ratios of one run, and of the window
	$(BENCH_BIN)/sr-desktop bench
	$(BIN)/python tools/bench_window.py
	$(BIN)/python tools/bench_canvas.py
	$(BIN)/python tools/bench_loop.py

bench-test: $(BENCH_VENV)/.installed  ## the tests of the bench with the other runtimes
	$(BENCH_BIN)/python -m pytest tests/bench/test_runtimes.py tests/bench/test_speed.py tests/cli/test_bench_command.py -m "runtimes or not runtimes"

sample: setup  ## draw resources/sample.png again
	$(BIN)/python tools/draw_sample.py

screenshots: setup  ## draw the pictures of the window in docs/screens: minutes
	$(BIN)/python tools/screenshots.py

weights: setup  ## train the checkpoints that ship, or go on with it: days of a CPU
	$(BIN)/python tools/make_weights.py
	$(BIN)/python tools/document.py

docs: $(VENV)/.documentable  ## write what is generated of the documentation, and its site into site/
	$(BIN)/python tools/document.py
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --quiet

translations: setup  ## collect the texts into resources/translations and compile them
	$(BIN)/python tools/translations.py

include tools/packages/package.mk

clean:  ## remove what the commands made
	rm -rf $(VENV) out dist build site .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
