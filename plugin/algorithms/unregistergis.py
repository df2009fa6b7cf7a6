# SPDX-License-Identifier: GPL-2.0-or-later
"""imageservices:unregistergis: forget a registered GIS."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputString,
    QgsProcessingParameterString,
)

from .base import ImageServicesAlgorithm, tr


class UnregisterGisAlgorithm(ImageServicesAlgorithm):
    """Unregisters a GIS."""

    def name(self) -> str:
        """Return the name, which never changes."""
        return "unregistergis"

    def displayName(self) -> str:
        """Return the title."""
        return tr("Unregister GIS")

    def tags(self) -> list[str]:
        """Return words to find it by."""
        return tr("arcgis,esri,portal,server,remove,forget").split(",")

    def shortHelpString(self) -> str:
        """Return the help."""
        return tr(
            "Forgets a registered GIS. Its authentication configuration stays in QGIS's authentication database, "
            "since other connections may use it."
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        """Declare parameters and outputs."""
        self.addParameter(QgsProcessingParameterString("NAME", tr("Name")))
        self.addOutput(QgsProcessingOutputString("NAME", tr("Name")))

    def work(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        """Unregister."""
        from .. import library

        library.connect()
        from ...core.gis import unregister_gis

        name = self.text(parameters, "NAME", context)
        unregister_gis(name)
        feedback.pushInfo(tr("“{name}” is no longer registered.").format(name=name))
        return {"NAME": name}
