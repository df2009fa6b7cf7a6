# SPDX-License-Identifier: GPL-2.0-or-later
"""Pages of help that come with the plugin, opened where the user reads web pages."""

from __future__ import annotations

from pathlib import Path

from qgis.PyQt.QtCore import QUrl
from qgis.PyQt.QtGui import QDesktopServices

FOLDER = Path(__file__).resolve().parent.parent / "resources" / "help"


def page(name: str) -> Path:
    """Return the file of a page."""
    return FOLDER / f"{name}.html"


def show(name: str) -> bool:
    """Open a page, and tell whether something could open it."""
    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(page(name))))
