# SPDX-License-Identifier: GPL-2.0-or-later
"""QGIS's cache of answers, which knows addresses and nothing of sign-ins."""

from __future__ import annotations

from qgis.core import QgsNetworkAccessManager
from qgis.PyQt.QtCore import QUrl


def forget_description(url: str) -> None:
    """Let QGIS's own providers ask for the description of a service anew; main thread only.

    A refusal is JSON under HTTP 200, so QGIS keeps it, and would give it to a layer that is signed in by now.
    """
    cache = QgsNetworkAccessManager.instance().cache()
    if cache is not None:
        cache.remove(QUrl(f"{url}?f=json"))
