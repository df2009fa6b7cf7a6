# SPDX-License-Identifier: GPL-2.0-or-later
"""Texts of services without the markup that their owners put into them."""

from __future__ import annotations

from qgis.PyQt.QtGui import QTextDocumentFragment


def plain(markup: str) -> str:
    """Return the words of a text, without markup and superfluous blanks."""
    return " ".join(str(QTextDocumentFragment.fromHtml(markup).toPlainText()).split())
