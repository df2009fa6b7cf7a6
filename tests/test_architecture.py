# SPDX-License-Identifier: GPL-2.0-or-later
"""This repository keeps its own rules, and every rule can fail."""

from __future__ import annotations

from pathlib import PurePosixPath

import house_rules
import pytest
from house_project import Project, read_project

HEAD = '# SPDX-License-Identifier: GPL-2.0-or-later\n"""A file."""\n'
FUTURE = "from __future__ import annotations\n"


@pytest.fixture(scope="module")
def repository():
    return read_project()


def findings(rule, files):
    return list(rule(Project(files)))


@pytest.mark.parametrize("rule", house_rules.RULES, ids=lambda rule: rule.__name__)
def test_this_repository_keeps_the_rule(rule, repository):
    assert list(rule(repository)) == []


def test_the_rules_see_the_whole_repository(repository):
    seen = {source.folder for source in repository.sources}
    assert {"", "core", "sandbox", "tests", "tools"} <= seen
    assert all(source.tree.body for source in repository.sources if source.text.strip())


def test_modules_that_may_do_more_exist(repository):
    """An exception for a file that is gone would let the next file of that name do it unseen."""
    named = set().union(*house_rules.CORE_LAZY.values(), *house_rules.HOMES.values())
    named |= house_rules.HEAVY_ALLOWED | house_rules.BROAD_EXCEPT | house_rules.COMPUTED_IMPORT
    named |= {house_rules.MAIN, house_rules.GUI}
    files = set(repository.files) | {
        f"{parent}/" for path in repository.files for parent in PurePosixPath(path).parents
    }
    assert named - files == set()


BAD = [
    ("imports_run_one_way", {"core/grid.py": "from ..plugin import settings"}),
    ("imports_run_one_way", {"core/decode/lerc.py": "from ...plugin.settings import GIS"}),
    ("imports_run_one_way", {"core/grid.py": "import image_services.plugin"}),
    ("imports_run_one_way", {"core/grid.py": "import imageservices.errors"}),
    ("imports_run_one_way", {"core/grid.py": "from ... import nowhere"}),
    ("imports_run_one_way", {"core/grid.py": "import importlib\nimportlib.import_module(name)"}),
    ("imports_run_one_way", {"plugin/items.py": "from ..ui import dialog"}),
    ("imports_run_one_way", {"plugin/items.py": "def show():\n    from ..ui.dialog import Dialog"}),
    ("imports_run_one_way", {"plugin/items.py": "from core.errors import Cancelled"}),
    ("imports_run_one_way", {"plugin/gui.py": "from ..ui.dialog import Dialog"}),
    ("imports_run_one_way", {"ui/dialog.py": "from ..sandbox import server"}),
    ("imports_run_one_way", {"sandbox/server.py": "from core.grid import Extent"}),
    ("imports_run_one_way", {"sandbox/server.py": "from ..core import grid"}),
    ("imports_run_one_way", {"sandbox/server.py": "def f():\n    import image_services.core"}),
    ("imports_run_one_way", {"sandbox/server.py": "import importlib\nimportlib.import_module('image_services.core')"}),
    ("imports_run_one_way", {"sandbox/server.py": "__import__('core')"}),
    ("imports_run_one_way", {"sandbox/server.py": "from importlib.util import *\nspec_from_file_location('a', path)"}),
    ("imports_run_one_way", {"__init__.py": "from .plugin.main import ImageServicesPlugin"}),
    ("only_known_packages", {"core/grid.py": "import scipy"}),
    ("only_known_packages", {"core/grid.py": "from qgis.core import QgsRectangle"}),
    ("only_known_packages", {"core/grid.py": "def f():\n    from PyQt5.QtCore import QObject"}),
    ("only_known_packages", {"core/geotiff.py": "from osgeo import gdal"}),
    ("only_known_packages", {"core/geotiff.py": "try:\n    import lerc\nexcept ImportError:\n    lerc = None"}),
    ("only_known_packages", {"core/grid.py": "def f():\n    from osgeo import gdal"}),
    ("only_known_packages", {"plugin/main.py": "from PyQt6.QtWidgets import QAction"}),
    ("only_known_packages", {"ui/dialog.py": "import PyQt5.sip"}),
    ("only_known_packages", {"plugin/main.py": "import httpx"}),
    ("only_known_packages", {"sandbox/server.py": "import flask"}),
    ("only_known_packages", {"sandbox/server.py": "import matplotlib"}),
    ("start_is_light", {"plugin/layers.py": "import numpy as np"}),
    ("start_is_light", {"ui/preview.py": "from osgeo import gdal"}),
    (
        "start_is_light",
        {
            "plugin/main.py": "from ..core import plan",
            "core/plan.py": "from . import grid",
            "core/grid.py": "import numpy",
        },
    ),
    ("start_is_light", {"plugin/main.py": "from ..core.plan import Plan", "core/__init__.py": "import requests"}),
    (
        "start_is_light",
        {"plugin/main.py": "from .network import adapter", "plugin/network/adapter.py": "import requests"},
    ),
    ("broad_except_at_the_edge", {"core/grid.py": "try:\n    f()\nexcept Exception as error:\n    g(error)"}),
    ("broad_except_at_the_edge", {"plugin/main.py": "try:\n    f()\nexcept:\n    g()"}),
    ("broad_except_at_the_edge", {"ui/dialog.py": "try:\n    f()\nexcept (OSError, BaseException):\n    raise Other"}),
    ("one_task_class", {"plugin/tasks.py": "class A(QgsTask): pass", "ui/dialog.py": "class B(core.QgsTask): pass"}),
    ("one_task_class", {"plugin/tasks.py": "QgsTask.fromFunction('a', f)"}),
    ("names_stay_home", {"ui/dialog.py": "self.setStyleSheet('')"}),
    ("names_stay_home", {"ui/dialog.py": "task = QgsTask.fromFunction('a', f)"}),
    ("names_stay_home", {"plugin/main.py": "from qgis.core import QgsSettings"}),
    ("names_stay_home", {"plugin/main.py": "core.QgsNetworkAccessManager.instance()"}),
    ("names_stay_home", {"ui/dialog.py": "dialog.exec_()"}),
    ("names_stay_home", {"core/grid.py": "print(1)"}),
    ("runs_on_python_39", {"core/grid.py": "match a:\n    case 1:\n        pass"}),
    ("runs_on_python_39", {"core/grid.py": "def f(:"}),
    ("runs_on_python_39", {"sandbox/server.py": "def f(:"}),
    ("runs_on_python_39", {"core/grid.py": "def f(a: int) -> int:\n    return a"}),
    ("runs_on_python_39", {"core/grid.py": FUTURE + "Value = int | None"}),
    ("runs_on_python_39", {"core/grid.py": FUTURE + "isinstance(a, int | float)"}),
    ("runs_on_python_39", {"core/grid.py": FUTURE + "cast(dict[str, int] | None, a)"}),
    ("runs_on_python_39", {"core/grid.py": FUTURE + "Region = Extent | Window"}),
    ("runs_on_python_39", {"core/grid.py": "@dataclass(frozen=True, slots=True)\nclass A: pass"}),
    ("runs_on_python_39", {"core/grid.py": "zip(a, b, strict=True)"}),
    ("files_are_small_and_signed", {"tools/a.py": '"""A file."""'}),
    ("files_are_small_and_signed", {"tools/a.py": HEAD.splitlines()[0] + "\na = 1"}),
    ("files_are_small_and_signed", {"tools/a.py": HEAD + "a = 1\n" * 400}),
    ("files_are_small_and_signed", {"core/utils.py": HEAD}),
    ("files_are_small_and_signed", {"processing/algorithm.py": HEAD}),
    ("nothing_of_this_machine", {"README.md": "See https://" + "pypi" + ".org/project/a"}),
    ("nothing_of_this_machine", {"tools/install": "curl http://deb." + "debian" + ".org/debian"}),
    ("nothing_of_this_machine", {"tests/test_a.py": "open('/" + "work/main/a')"}),
    ("nothing_of_this_machine", {"docs/a.md": "cd /" + "home/ann/project"}),
]

GOOD = [
    {
        "core/decode/lerc_library.py": HEAD
        + "from ..errors import DecodeError\ndef f():\n    import lerc\n    from . import block"
    },
    {"core/spatialref.py": HEAD + "import math\nif TYPE_CHECKING:\n    from pyproj import CRS"},
    {"plugin/gui.py": HEAD + "from qgis.PyQt.QtGui import QAction\ndef f():\n    from ..ui.dialog import Dialog"},
    {"plugin/items.py": HEAD + "from ..core.plan import Plan", "core/plan.py": HEAD + "import numpy as np"},
    {
        "plugin/network/adapter.py": HEAD
        + "from requests.adapters import BaseAdapter\nQgsNetworkAccessManager.instance()"
    },
    {
        "plugin/tasks.py": HEAD
        + "class Task(QgsTask):\n    try:\n        f()\n    except Exception as error:\n        e = error"
    },
    {"core/grid.py": HEAD + "try:\n    f()\nexcept BaseException:\n    clean()\n    raise"},
    {
        "core/grid.py": HEAD
        + FUTURE
        + "def f(a: int | None) -> dict[str, int] | None:\n    b: A | None = x | y | Flag.A\n"
    },
    {"sandbox/server.py": HEAD + "from sandbox.grid import Grid\nfrom . import raster\nmatch = int | None\nprint(1)"},
    {
        "README.md": "Open https://example.org/" + "work/home and `~/" + "work/`, or $HOME/" + "work/.",
        "core/empty.py": "",
    },
    {"__init__.py": HEAD + FUTURE + "def classFactory(iface: object) -> object:\n    from .plugin.main import P\n"},
]


@pytest.mark.parametrize(("rule", "files"), BAD, ids=lambda value: value if isinstance(value, str) else "")
def test_a_bad_example_is_found(rule, files):
    found = findings(getattr(house_rules, rule), files)
    assert found
    assert all(finding.split(":")[0] in files for finding in found)


@pytest.mark.parametrize("files", GOOD, ids=lambda files: next(iter(files)))
def test_a_good_example_has_no_findings(files):
    assert [finding for rule in house_rules.RULES for finding in findings(rule, files)] == []


def test_every_rule_has_a_bad_example():
    assert {rule for rule, _ in BAD} == {rule.__name__ for rule in house_rules.RULES}
