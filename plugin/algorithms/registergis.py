# SPDX-License-Identifier: GPL-2.0-or-later
"""imageservices:registergis: a portal or a server under a name, in the user's profile."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputString,
    QgsProcessingParameterAuthConfig,
    QgsProcessingParameterString,
)

from .base import AUTHCFG, ImageServicesAlgorithm, tr


class RegisterGisAlgorithm(ImageServicesAlgorithm):
    """Registers a GIS."""

    def name(self) -> str:
        """Return the name, which never changes."""
        return "registergis"

    def displayName(self) -> str:
        """Return the title."""
        return tr("Register GIS")

    def tags(self) -> list[str]:
        """Return words to find it by."""
        return tr("arcgis,esri,portal,server,sign in,login,register").split(",")

    def shortHelpString(self) -> str:
        """Return the help."""
        return tr(
            "Registers an ArcGIS Online organisation, an Enterprise portal or a stand-alone ArcGIS Server under a "
            "name, which the other algorithms take as GIS. The name and the address are kept in the user's profile; "
            "user names, passwords and tokens stay in QGIS's authentication database.\n\n"
            "Authentication: a configuration of the method Basic holds the user name and password of an ArcGIS "
            "account; one of the method Esri token is a ready token; all other methods are applied to requests by "
            "QGIS itself.\n\n"
            "A name can be registered once."
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        """Declare parameters and outputs."""
        self.addParameter(QgsProcessingParameterString("NAME", tr("Name")))
        url = QgsProcessingParameterString("URL", tr("Address (empty: ArcGIS Online)"), optional=True)
        self.addParameter(url)
        self.addParameter(QgsProcessingParameterAuthConfig(AUTHCFG, tr("Authentication"), optional=True))
        self.addOutput(QgsProcessingOutputString("NAME", tr("Name")))
        self.addOutput(QgsProcessingOutputString("URL", tr("Address")))

    def work(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        """Register."""
        from .. import library

        library.connect()
        from ...core.gis import register_gis

        gis = register_gis(
            self.text(parameters, "NAME", context),
            self.text(parameters, "URL", context),
            authcfg=self.text(parameters, AUTHCFG, context),
        )
        feedback.pushInfo(tr("Registered “{name}”: {url}").format(name=gis.name, url=gis.url))
        return {"NAME": gis.name, "URL": gis.url}
