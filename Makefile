# SPDX-License-Identifier: GPL-2.0-or-later
# The commands of this project; `make` alone lists them. Everything they make lies under build/.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:

# QGIS's own Python: PyQGIS is compiled for it, so the virtual environment stands on it and sees its packages.
export PYTHON ?= /usr/bin/python3
VENV := build/venv
RUN := $(VENV)/bin/python
READY := $(VENV)/.requirements

VERSION := $(shell sed -n 's/^version=//p' metadata.txt)
ZIP := build/image_services-$(VERSION).zip

SHIPPED := core plugin ui __init__.py
LINK := build/qgis-plugins/image_services

DATA := build/sandbox-data
SIZE ?= full
PORT ?= 8765
PYTEST_ARGS ?=
SECONDS ?= 60
RUNS ?= 5
SUITES ?=

.PHONY: help test test-core check scan package wheel serve demo bench faults soak matrix qt6 fuzz fidelity i18n install clean system-core system-qgis system-i18n

help:  ## List the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-10s  %s\n", $$1, $$2 }' Makefile

test: system-qgis $(READY)  ## Run every test (installs QGIS where it is missing; PYTEST_ARGS="-k ..." selects)
	QT_QPA_PLATFORM=offscreen $(RUN) -m pytest $(PYTEST_ARGS)

test-core: system-core $(READY)  ## Run the tests that need no QGIS: the library, the sandbox, the house
	$(RUN) -m pytest -p no:pytest_qgis -p no:pytest-qt --ignore tests/plugin --ignore tests/ui \
		-m "not qgis" $(PYTEST_ARGS)

check: $(READY) $(LINK)  ## Check format, style, types, Python 3.9 and readiness for Qt 6
	$(RUN) -m ruff format --check .
	$(RUN) -m ruff check .
	$(RUN) -m flake8 --isolated --select QGS1,QGS4 --ignore QGS105 $(SHIPPED)  # 105: QGIS itself passes iface
	$(VENV)/bin/vermin --target=3.9- --no-tips --quiet --violations $(SHIPPED)
	MYPYPATH=tools $(RUN) -m mypy sandbox tools
	MYPYPATH=$(dir $(LINK)) $(RUN) -m mypy --python-version 3.10 $(addprefix -p image_services.,core plugin ui)

scan: package $(READY)  ## Run the plugin site's checks on the packed plugin
	$(RUN) tools/scan.py $(ZIP)

package:  ## Pack the last commit as the plugin's zip file
	@mkdir -p build
	@git diff --quiet HEAD || echo "Note: what is not committed is not packed." >&2
	TZ=UTC git archive --format=zip -9 --prefix=image_services/ --output=$(ZIP) HEAD

wheel: $(READY)  ## Pack the library as a Python wheel, imageservices
	rm -rf build/wheel && mkdir -p build/wheel
	ln -s $(addprefix ../../,core pyproject.toml README.md LICENSE) build/wheel/
	$(RUN) -m pip wheel --quiet --no-deps --wheel-dir build build/wheel

serve: system-core $(READY) $(DATA)  ## Run the sandbox, a local GIS to try things with (PORT=, SIZE=small|full)
	$(RUN) -m sandbox --port $(PORT) --data $(DATA)

demo: system-qgis $(READY) $(DATA)  ## Download a large raster from the sandbox with QGIS and check it
	tools/qgis-profile $(RUN) tools/demo.py

bench: system-qgis $(READY) $(DATA)  ## Measure speed, adaptivity, memory and responsiveness (RUNS=5; an hour)
	$(RUN) benchmarks/against_curl.py $(RUNS) $(DATA)
	$(RUN) benchmarks/against_peers.py $(RUNS) $(DATA)
	$(RUN) benchmarks/adaptive.py 3 $(DATA)
	$(RUN) benchmarks/stages.py $(RUNS) $(DATA)
	$(RUN) benchmarks/memory.py $(DATA)
	QT_QPA_PLATFORM=offscreen tools/qgis-profile $(RUN) benchmarks/responsiveness.py $(RUNS) $(DATA)

faults: system-qgis $(READY)  ## Run the tests of servers on a bad day alone
	QT_QPA_PLATFORM=offscreen $(RUN) -m pytest -m faults --durations=5 $(PYTEST_ARGS)

soak: system-qgis $(READY) $(DATA)  ## Download 2,000 small and 20 large rasters in one QGIS process
	QT_QPA_PLATFORM=offscreen tools/qgis-profile $(RUN) benchmarks/soak.py 2000 20 $(DATA)

matrix:  ## Run the tests on QGIS 3.40 and 3.44, in throw-away Debian systems (root; PYTEST_ARGS, SUITES="sid")
	PYTEST_ARGS="$(PYTEST_ARGS)" tools/matrix $(SUITES)

qt6: system-qgis $(READY)  ## Check that every name of Qt's that the plugin uses exists in Qt 6
	@test -x build/qt6-venv/bin/python || { $(PYTHON) -m venv build/qt6-venv && \
		build/qt6-venv/bin/python -m pip install --quiet --disable-pip-version-check PyQt6==6.11.0; }
	$(RUN) tools/qt6.py

fuzz: system-core $(READY)  ## Look for answers that break the library, SECONDS=60 for each reader and decoder (NAMES="tiff job")
	$(RUN) -m pip install --quiet --disable-pip-version-check atheris==3.0.0
	$(RUN) tools/fuzz.py $(SECONDS) $(NAMES)

fidelity: system-qgis $(READY)  ## Hold the sandbox against Esri's own client (asks you to accept its licence)
	tools/install-arcgis $(if $(ACCEPT_ESRI_LICENSE),--accept-esri-license)
	QT_QPA_PLATFORM=offscreen $(RUN) -m pytest tests/sandbox -k fidelity $(PYTEST_ARGS)

i18n: system-i18n $(READY)  ## Bring the translations up to date with the code (ADD=fr begins a new language)
	$(RUN) tools/i18n.py $(ADD)

install:  ## Put a link to this folder into your QGIS profile, as a plugin
	$(PYTHON) tools/install_plugin.py

clean:  ## Remove everything that was made here
	rm -rf build .pytest_cache .mypy_cache .ruff_cache .hypothesis .qgis-settings .coverage
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

system-core:
	@tools/install-system core

system-qgis:
	@tools/install-system qgis

system-i18n:
	@tools/install-system i18n

$(READY): tests/requirements.txt | system-core
	$(PYTHON) -m venv --clear --system-site-packages $(VENV)
	$(RUN) -m pip install --quiet --disable-pip-version-check --requirement $<
	@# The system's pyproj looks for PROJ's data beside the Python that runs it.
	@mkdir -p $(VENV)/share
	@ln -s "$$($(PYTHON) -c 'import pyproj; print(pyproj.datadir.get_data_dir())')" $(VENV)/share/proj
	@touch $@

# The folder's own name does not matter: QGIS and mypy see the repository through a link named like the package.
$(LINK):
	@mkdir -p $(@D) && ln -sfn "$(CURDIR)" $@

$(DATA): | system-core $(READY)
	rm -rf $@.part
	$(RUN) -m sandbox.recipe $@.part --size $(SIZE)
	mv $@.part $@
