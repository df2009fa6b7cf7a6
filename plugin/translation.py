# SPDX-License-Identifier: GPL-2.0-or-later
"""The plugin's texts in the language of QGIS. Sentences of the library, which knows no Qt, stay English."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QCoreApplication, QLocale, QTranslator

FOLDER = Path(__file__).resolve().parent.parent / "resources" / "i18n"
NAME = "image_services"


def install(language: str | None = None) -> Callable[[], object]:
    """Load the translation into a language, by default that of QGIS; return what takes it away again.

    A language without a translation gets English, whose file holds the plural forms: "1 band" for "%n band(s)".
    """
    translator = QTranslator()
    found = translator.load(QLocale(language or QgsApplication.locale()), NAME, "_", str(FOLDER))
    if not found:
        translator.load(f"{NAME}_en", str(FOLDER))
    QCoreApplication.installTranslator(translator)
    return lambda: QCoreApplication.removeTranslator(translator)
