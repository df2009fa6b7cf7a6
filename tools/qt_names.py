# SPDX-License-Identifier: GPL-2.0-or-later
"""Print, as JSON, every name that a binding of Qt or of QGIS has: module -> class -> attributes, members of enums.

python tools/qt_names.py PyQt6
"""

from __future__ import annotations

import contextlib
import enum
import importlib
import json
import sys
from typing import Any

MODULES = ("QtCore", "QtGui", "QtWidgets", "QtNetwork", "QtXml", "QtSvg", "QtPrintSupport", "sip")
QGIS_MODULES = ("core", "gui")


def names_of(thing: Any, depth: int = 0) -> dict[str, Any]:
    """Return the attributes of a class, each with those of the classes and enums inside."""
    found: dict[str, Any] = {}
    for name in dir(thing):
        value = getattr(thing, name, None)
        inside = isinstance(value, type) and depth < 2 and not name.startswith("__")
        found[name] = names_of(value, depth + 1) if inside else {}
    if isinstance(thing, enum.EnumMeta):
        found.update((name, {}) for name in thing.__members__)
    return found


def main(package: str) -> int:
    """Print the names of a binding."""
    tree, depth = {}, 1 if package == "qgis" else 0  # what is in QGIS's classes is not asked for
    for module in QGIS_MODULES if package == "qgis" else MODULES:
        with contextlib.suppress(ImportError):
            tree[module] = names_of(importlib.import_module(f"{package}.{module}"), depth)
    json.dump(tree, sys.stdout)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1]))
