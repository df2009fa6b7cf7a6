# SPDX-License-Identifier: GPL-2.0-or-later
"""What all algorithms share: group, parameters for a service and a sign-in, and errors as sentences."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from qgis.core import (
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingParameterAuthConfig,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterString,
)
from qgis.PyQt.QtCore import QCoreApplication
from qgis.PyQt.QtGui import QIcon

T = TypeVar("T")
ICONS = Path(__file__).resolve().parent.parent.parent / "resources" / "icons"

SERVICE = "SERVICE"
GIS = "GIS"
AUTHCFG = "AUTHCFG"


def tr(text: str, n: int = -1) -> str:
    """Translate a text of the algorithms; ``n`` is the number that stands for its "%n"."""
    return QCoreApplication.translate("ImageServicesAlgorithms", text, "", n)


class ImageServicesAlgorithm(QgsProcessingAlgorithm):
    """An algorithm of this provider; subclasses implement ``work`` and may raise errors of the library."""

    def createInstance(self) -> QgsProcessingAlgorithm:
        """Return a new one."""
        return type(self)()

    def group(self) -> str:
        """Return the name of the group."""
        return tr("Image services")

    def groupId(self) -> str:
        """Return the id of the group, which never changes."""
        return "imageservices"

    def icon(self) -> QIcon:
        """Return the icon."""
        return QIcon(str(ICONS / "image_service.svg"))

    def checkParameterValues(self, parameters: dict[str, Any], context: QgsProcessingContext) -> tuple[bool, str]:
        """Refuse addresses that hold a secret: QGIS writes parameters into its log and its history."""
        from ...core.address import holds_secret

        for name in (SERVICE, "URL"):
            if self.parameterDefinition(name) is not None and holds_secret(self.text(parameters, name, context)):
                return False, tr(
                    "The address holds a password or a token, which QGIS would keep in its history. Leave it out, and "
                    "give an authentication configuration instead."
                )
        fine, problem = super().checkParameterValues(parameters, context)
        return bool(fine), str(problem)

    def processAlgorithm(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback | None
    ) -> dict[str, Any]:
        """Do the work; an error of the library becomes one sentence, and never a traceback."""
        from ...core.errors import Cancelled, ImageServiceError

        feedback = feedback or QgsProcessingFeedback()
        try:
            return self.work(parameters, context, feedback)
        except Cancelled:
            raise QgsProcessingException(self.cancelled_text()) from None
        except ImageServiceError as error:
            where = f"\n{error.url}" if error.url else ""
            raise QgsProcessingException(f"{error.message}{where}") from None

    def cancelled_text(self) -> str:
        """Return what is said after a cancel."""
        return tr("Cancelled. Nothing was kept.")

    def work(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        """Do the work and return the outputs."""
        raise NotImplementedError

    def add_service_parameters(self) -> None:
        """Add the parameters that name a service and a sign-in."""
        self.addParameter(QgsProcessingParameterString(SERVICE, tr("Image service URL")))
        self.addParameter(QgsProcessingParameterString(GIS, tr("Registered GIS"), optional=True))
        self.addParameter(QgsProcessingParameterAuthConfig(AUTHCFG, tr("Authentication"), optional=True))

    def add_advanced(self, parameter: QgsProcessingParameterDefinition, help_text: str = "") -> None:
        """Add a parameter that most people never need."""
        parameter.setFlags(parameter.flags() | QgsProcessingParameterDefinition.Flag.FlagAdvanced)
        if help_text:
            parameter.setHelp(help_text)
        self.addParameter(parameter)

    def text(self, parameters: dict[str, Any], name: str, context: QgsProcessingContext) -> str:
        """Return a text parameter without blanks around it."""
        return str(self.parameterAsString(parameters, name, context) or "").strip()


def in_thread(work: Callable[[Any, Any], T], feedback: QgsProcessingFeedback) -> T:
    """Run work of the library beside the calling thread, which keeps QGIS alive and watches for a cancel."""
    from ..processing_work import run_with_feedback

    return run_with_feedback(work, feedback)
