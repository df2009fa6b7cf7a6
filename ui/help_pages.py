# SPDX-License-Identifier: GPL-2.0-or-later
"""Pages of help that come with the plugin, opened where the user reads web pages."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from qgis.PyQt.QtCore import QCoreApplication, QUrl
from qgis.PyQt.QtGui import QDesktopServices

FOLDER = Path(__file__).resolve().parent.parent / "resources" / "help"


def page(name: str) -> Path:
    """Return the file of a page."""
    return FOLDER / f"{name}.html"


def show(name: str) -> bool:
    """Open a page, and tell whether something could open it."""
    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(page(name))))


def show_or_tell(name: str, tell: Callable[[str], object]) -> None:
    """Open a page; where nothing can, say where it is."""
    if not show(name):
        text = QCoreApplication.translate("HelpPages", "Nothing here can open “{path}”.")
        tell(text.format(path=page(name)))
