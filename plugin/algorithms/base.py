# SPDX-License-Identifier: GPL-2.0-or-later
"""What all algorithms share: group, parameters for a service and a sign-in, and errors as sentences."""

from __future__ import annotations

import json
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
    QgsVariantUtils,
)
from qgis.PyQt.QtCore import QCoreApplication
from qgis.PyQt.QtGui import QIcon

from ..translation import in_own_words

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
        given = {name: value for name, value in parameters.items() if not self._is_left_empty(name, value)}
        fine, problem = super().checkParameterValues(given, context)
        return bool(fine), str(problem)

    def _is_left_empty(self, name: str, value: Any) -> bool:
        """Tell whether an empty text stands for nothing, as in ``qgis_process … PIXEL_TYPE=``, which QGIS refuses."""
        definition = self.parameterDefinition(name)
        is_empty = (isinstance(value, str) and not value) or QgsVariantUtils.isNull(value)
        if not is_empty or definition is None or definition.isDestination():
            return False
        is_optional = bool(definition.flags() & QgsProcessingParameterDefinition.Flag.FlagOptional)
        return is_optional or definition.defaultValue() is not None

    def processAlgorithm(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback | None
    ) -> dict[str, Any]:
        """Do the work; an error of the library becomes one sentence, and never a traceback."""
        from ...core.errors import Cancelled, ImageServiceError

        feedback = feedback or QgsProcessingFeedback()
        try:
            # A null of QGIS's is a number to its conversions: 0.
            given = {name: value for name, value in parameters.items() if not QgsVariantUtils.isNull(value)}
            return self.work(given, context, feedback)
        except Cancelled as error:  # one that has more to say tells what could not be taken away
            text = in_own_words(error.message) if error.details.get("more") else self.cancelled_text()
            raise QgsProcessingException(text) from None
        except ImageServiceError as error:
            where = f"\n{error.url}" if error.url else ""
            raise QgsProcessingException(f"{in_own_words(error.message)}{where}") from None

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
        return text_of(self, parameters, name, context)


def text_of(
    algorithm: QgsProcessingAlgorithm, parameters: dict[str, Any], name: str, context: QgsProcessingContext
) -> str:
    """Return a text parameter without blanks around it.

    Scripts, and JSON given to qgis_process, may hold a list of numbers or a rule as an object: QGIS would take the
    first number, and nothing of the object.
    """
    value = parameters.get(name)
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False, default=str)
    if isinstance(value, (list, tuple)):
        return ",".join(str(entry).strip() for entry in value)
    return str(algorithm.parameterAsString(parameters, name, context) or "").strip()


def in_thread(work: Callable[[Any, Any], T], feedback: QgsProcessingFeedback) -> T:
    """Run work of the library beside the calling thread, which keeps QGIS alive and watches for a cancel."""
    from ..processing_work import run_with_feedback

    return run_with_feedback(work, feedback)
