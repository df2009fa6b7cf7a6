# SPDX-License-Identifier: GPL-2.0-or-later
"""The plugin's texts in the language of QGIS, and the sentences of the library, which itself speaks English."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QCoreApplication, QLocale, QTranslator

FOLDER = Path(__file__).resolve().parent.parent / "resources" / "i18n"
NAME = "image_services"
ENGLISH = "en"

# The languages that are installed: one, or none in English and before the start.
_spoken: list[str] = []


def install(language: str | None = None) -> Callable[[], object]:
    """Load the translation into a language, by default that of QGIS; return what takes it away again.

    A language without a translation gets English, whose file holds the plural forms: "1 band" for "%n band(s)".
    """
    if language is None:  # what QGIS was started with (--lang) is not among its settings, and stands above them
        language = QgsApplication.instance().translation() or QgsApplication.locale()
    translator = QTranslator()
    found = translator.load(QLocale(language), NAME, "_", str(FOLDER))
    if not found:
        translator.load(f"{NAME}_en", str(FOLDER))
    QCoreApplication.installTranslator(translator)
    spoken = [translator.language()] if not translator.language().startswith(ENGLISH) else []
    _spoken.extend(spoken)

    def remove() -> None:
        QCoreApplication.removeTranslator(translator)
        del _spoken[len(_spoken) - len(spoken) :]

    return remove


def in_own_words(sentence: str) -> str:
    """Return what the library says in the language of QGIS; as it is, where nobody has translated it.

    It is for what people see. What is kept, logged or read by programs stays as the library says it.
    """
    if not _spoken:
        return sentence
    from .library_words import translated  # reads a file that most starts, and all in English, do without

    return translated(sentence, _spoken[-1])
