# SPDX-License-Identifier: GPL-2.0-or-later
"""The plugin as QGIS loads it: every registration leaves behind the call that undoes it."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from qgis.core import QgsApplication

from . import translation
from .provider import ImageServicesProvider

if TYPE_CHECKING:
    from .gui import Gui


class ImageServicesPlugin:
    """The plugin; ``iface`` is None under qgis_process, which calls ``initProcessing`` only."""

    def __init__(self, iface: Any) -> None:
        self._iface = iface
        self._undo: list[Callable[[], object]] = []
        self.gui: Gui | None = None

    def initProcessing(self) -> None:
        """Register the Processing provider, and what its algorithms stand on; their names are translated texts."""
        self._undo.append(translation.install())
        self._use_qgis_for_the_library()
        provider = ImageServicesProvider()
        registry = QgsApplication.processingRegistry()
        registry.addProvider(provider)
        self._undo.append(lambda: registry.removeProvider(provider))

    def _use_qgis_for_the_library(self) -> None:
        """Prepare the library's hooks; nothing of the library is imported before it is used."""
        from . import library

        library.prepare()
        self._undo.append(library.release)

    def initGui(self) -> None:
        """Add everything that QGIS's desktop shows."""
        from .gui import Gui
        from .settings import settings, unregister_settings

        settings()
        self._undo.append(unregister_settings)
        self.initProcessing()
        self.gui = Gui(self._iface, self._undo)
        self.gui.register()

    def unload(self) -> None:
        """Undo everything, last first; one failure does not keep the rest from being undone."""
        while self._undo:
            undo = self._undo.pop()
            with contextlib.suppress(RuntimeError):  # Qt has deleted the object already
                undo()
        self.gui = None
