# SPDX-License-Identifier: GPL-2.0-or-later
"""The library without QGIS, under the name that it has as a wheel, and the sandbox's data."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "build" / "sandbox-data"
sys.path.insert(0, str(ROOT))


def library() -> ModuleType:
    """Import the library."""
    if "imageservices" in sys.modules:
        return sys.modules["imageservices"]
    spec = importlib.util.spec_from_file_location(
        "imageservices", ROOT / "core" / "__init__.py", submodule_search_locations=[str(ROOT / "core")]
    )
    module = importlib.util.module_from_spec(spec)
    sys.modules["imageservices"] = module
    spec.loader.exec_module(module)
    return module
