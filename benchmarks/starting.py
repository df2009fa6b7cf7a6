# SPDX-License-Identifier: GPL-2.0-or-later
"""What enabling the plugin costs QGIS, in processes of their own: to import and make it, to add it to the desktop.

    tools/qgis-profile python benchmarks/starting.py      one start, as JSON

Python compiles a plugin at its first start and keeps the result; where it must not (PYTHONDONTWRITEBYTECODE), every
start is a first one, and compiling is most of it. So both are measured, with a folder for what was compiled.
"""

from __future__ import annotations

import importlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

import qgis.utils  # noqa: F401 - QGIS's own way to import, which costs a little
from library import ROOT
from qgis.core import QgsApplication
from qgis.gui import QgsGui, QgsMapCanvas, QgsMessageBar
from qgis.PyQt.QtWidgets import QMainWindow

PLUGINS = ROOT / "build" / "qgis-plugins"
NAME = "image_services"


@dataclass(frozen=True)
class Start:
    """Milliseconds by the clock and of the processor, to make the plugin and to add it; modules are new ones."""

    made_ms: float
    made_cpu_ms: float
    added_ms: float
    added_cpu_ms: float
    made_modules: int
    modules: int


class Interface:
    """Stands for QGIS's desktop; what it is asked to add costs nothing here."""

    def __init__(self) -> None:
        self._window, self._canvas, self._bar = QMainWindow(), QgsMapCanvas(), QgsMessageBar()

    def mainWindow(self) -> QMainWindow:  # noqa: N802 - a name of QGIS
        return self._window

    def mapCanvas(self) -> QgsMapCanvas:  # noqa: N802
        return self._canvas

    def messageBar(self) -> QgsMessageBar:  # noqa: N802
        return self._bar

    def __getattr__(self, name: str) -> Callable[..., None]:
        return lambda *_: None


def timed(work: Callable[[], object]) -> tuple[object, float, float]:
    """Return what ``work`` returns, and the milliseconds that it took, by the clock and of the processor."""
    clock, processor = time.perf_counter(), time.process_time()
    result = work()
    return result, (time.perf_counter() - clock) * 1000, (time.process_time() - processor) * 1000


def start_here() -> Start:
    """Start the plugin in this process, in which QGIS itself has long started."""
    application = QgsApplication([], True)
    application.initQgis()
    QgsGui.instance()
    interface = Interface()
    sys.path.insert(0, str(PLUGINS))
    before = len(sys.modules)
    plugin, made, made_cpu = timed(lambda: importlib.import_module(NAME).classFactory(interface))
    made_modules = len(sys.modules) - before
    _, added, added_cpu = timed(plugin.initGui)
    return Start(made, made_cpu, added, added_cpu, made_modules, len(sys.modules) - before)


def start_elsewhere(compiled: Path) -> Start:
    """Start the plugin in a new process; ``compiled`` is the folder for what Python compiles."""
    environment = {**os.environ, "PYTHONPYCACHEPREFIX": str(compiled)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    result = subprocess.run(
        [sys.executable, __file__], env=environment, capture_output=True, text=True, check=True, timeout=120
    )
    return Start(**json.loads(result.stdout.splitlines()[-1]))


def measure(runs: int) -> tuple[list[Start], list[Start]]:
    """Return the first starts after an installation, and later ones, in turns."""
    first, later = [], []
    with tempfile.TemporaryDirectory() as name:
        compiled = Path(name)
        start_elsewhere(compiled)  # Python and QGIS are compiled by now
        for _ in range(runs):
            shutil.rmtree(compiled / (PLUGINS / NAME).relative_to(PLUGINS.anchor))
            first.append(start_elsewhere(compiled))
            later.append(start_elsewhere(compiled))
    return first, later


if __name__ == "__main__":
    print(json.dumps(asdict(start_here())), flush=True)
    os._exit(0)  # the plugin is not unloaded
