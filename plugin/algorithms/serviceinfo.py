# SPDX-License-Identifier: GPL-2.0-or-later
"""imageservices:serviceinfo: what an image service says of itself, for people (HTML) and for programs (JSON)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qgis.core import (
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingOutputString,
    QgsProcessingParameterFileDestination,
)

from .base import AUTHCFG, GIS, SERVICE, ImageServicesAlgorithm, in_thread, tr

if TYPE_CHECKING:
    from ...core.service import ImageService
    from .service_facts import Fact


class ServiceInfoAlgorithm(ImageServicesAlgorithm):
    """Describes an image service."""

    def name(self) -> str:
        """Return the name, which never changes."""
        return "serviceinfo"

    def displayName(self) -> str:
        """Return the title."""
        return tr("Image service information")

    def tags(self) -> list[str]:
        """Return words to find it by."""
        return tr("arcgis,esri,imageserver,describe,metadata,properties,rest").split(",")

    def shortHelpString(self) -> str:
        """Return the help."""
        return tr(
            "Describes an ArcGIS image service: extent, spatial reference, cell size, bands, pixel type, NoData, "
            "limits, raster functions and copyright. The HTML is for people; the JSON is the service's own, "
            "with the values as they are understood here under “summary”."
        )

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        """Declare parameters and outputs."""
        self.add_service_parameters()
        for name, title, pattern in (
            ("OUTPUT_HTML", tr("Description"), tr("HTML files (*.html)")),
            ("OUTPUT_JSON", tr("Description as JSON"), tr("JSON files (*.json)")),
        ):
            self.addParameter(
                QgsProcessingParameterFileDestination(
                    name, title, pattern, QgsProcessing.TEMPORARY_OUTPUT, optional=True
                )
            )
        for name, title in (("BAND_COUNT", tr("Bands")), ("WIDTH", tr("Columns")), ("HEIGHT", tr("Rows"))):
            self.addOutput(QgsProcessingOutputNumber(name, title))
        self.addOutput(QgsProcessingOutputString("PIXEL_TYPE", tr("Pixel type")))

    def work(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        """Fetch the description and write it down."""
        from .. import library
        from .service_facts import facts_of, page_of

        url = self.text(parameters, SERVICE, context)
        gis, authcfg = self.text(parameters, GIS, context), self.text(parameters, AUTHCFG, context)

        def describe(cancel: Any, progress: Any) -> tuple[ImageService, list[Fact]]:
            service = library.open_service(url, gis=gis, authcfg=authcfg, cancel=cancel)
            return service, facts_of(service)

        service, facts = in_thread(describe, feedback)
        labelled = {fact.label: fact.value or fact.otherwise for fact in facts if fact.value or fact.otherwise}
        for label, value in labelled.items():
            feedback.pushInfo(f"{label}: {value}")
        summary = {fact.key: fact.value for fact in facts if fact.value}
        outputs: dict[str, Any] = {
            "BAND_COUNT": service.band_count,
            "WIDTH": service.grid.columns,
            "HEIGHT": service.grid.rows,
            "PIXEL_TYPE": service.pixel_type.code if service.pixel_type else "UNKNOWN",
        }
        texts = {
            "OUTPUT_HTML": page_of(service, labelled),
            "OUTPUT_JSON": json.dumps({"url": service.url, "summary": summary, "service": service.raw}, indent=2),
        }
        for name, content in texts.items():
            path = self.parameterAsFileOutput(parameters, name, context)
            if path:
                _write(Path(path), content)
                outputs[name] = path
        return outputs


def _write(path: Path, content: str) -> None:
    try:
        path.write_text(content, encoding="utf-8")
    except OSError as error:
        raise QgsProcessingException(
            tr("“{path}” cannot be written: {reason}.").format(path=path, reason=error.strerror)
        ) from None
