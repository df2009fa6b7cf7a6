# SPDX-License-Identifier: GPL-2.0-or-later
"""imageservices:serviceinfo: what an image service says of itself, for people (HTML) and for programs (JSON)."""

from __future__ import annotations

import html
import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingOutputString,
    QgsProcessingParameterFileDestination,
)

from .base import AUTHCFG, GIS, SERVICE, ImageServicesAlgorithm, in_thread, tr
from .plain_text import plain

if TYPE_CHECKING:
    from ...core.service import ImageService


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
                QgsProcessingParameterFileDestination(name, title, pattern, optional=True, createByDefault=True)
            )
        for name, title in (("BAND_COUNT", tr("Bands")), ("WIDTH", tr("Columns")), ("HEIGHT", tr("Rows"))):
            self.addOutput(QgsProcessingOutputNumber(name, title))
        self.addOutput(QgsProcessingOutputString("PIXEL_TYPE", tr("Pixel type")))

    def work(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        """Fetch the description and write it down."""
        from .. import library

        url = self.text(parameters, SERVICE, context)
        gis, authcfg = self.text(parameters, GIS, context), self.text(parameters, AUTHCFG, context)
        service = in_thread(
            lambda cancel, progress: library.open_service(url, gis=gis, authcfg=authcfg, cancel=cancel), feedback
        )
        facts = facts_of(service)
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
            "OUTPUT_HTML": _page(service, labelled),
            "OUTPUT_JSON": json.dumps({"url": service.url, "summary": summary, "service": service.raw}, indent=2),
        }
        for name, content in texts.items():
            path = self.parameterAsFileOutput(parameters, name, context)
            if path:
                _write(Path(path), content)
                outputs[name] = path
        return outputs


@dataclass(frozen=True)
class Fact:
    """One thing to know about a service: its name for programs, its label for people, and what to say without it."""

    key: str
    label: str
    value: str
    otherwise: str = ""


def facts_of(service: ImageService) -> list[Fact]:
    """Return the facts of a service in words."""
    grid, box = service.grid, service.extent
    reference = service.spatial_reference
    return [
        Fact("name", tr("Name"), service.name),
        Fact("size", tr("Size"), f"{grid.columns} × {grid.rows}"),
        Fact("bands", tr("Bands"), f"{service.band_count} ({', '.join(service.band_names)})"),
        Fact("pixel_type", tr("Pixel type"), service.pixel_type.code if service.pixel_type else "", tr("unknown")),
        Fact("no_data", tr("NoData"), _no_data_text(service), tr("by mask")),
        Fact("cell_size", tr("Cell size"), f"{service.cell_width:.15g} × {service.cell_height:.15g}"),
        Fact("spatial_reference", tr("Spatial reference"), reference.label if reference else "", tr("not given")),
        Fact("extent", tr("Extent"), f"{box.xmin:.15g}, {box.ymin:.15g}, {box.xmax:.15g}, {box.ymax:.15g}"),
        Fact("largest_request", tr("Largest request"), f"{service.max_columns} × {service.max_rows}"),
        Fact("capabilities", tr("Capabilities"), ", ".join(sorted(service.capabilities))),
        Fact(
            "raster_functions", tr("Raster functions"), ", ".join(rule.name for rule in service.raster_functions), "–"
        ),
        Fact("version", tr("Server version"), f"{service.version:g}" if service.version else "", tr("not given")),
        Fact("description", tr("Description"), plain(service.description)),
        Fact("copyright", tr("Copyright"), plain(service.copyright_text)),
    ]


def _no_data_text(service: ImageService) -> str:
    return ", ".join("–" if value is None else f"{value:.17g}" for value in service.no_data)


def _page(service: ImageService, facts: dict[str, str]) -> str:
    rows = "\n".join(
        f"<tr><th align='left' valign='top'>{html.escape(label)}</th><td>{html.escape(value)}</td></tr>"
        for label, value in facts.items()
    )
    title = html.escape(service.name)
    address = html.escape(service.url)
    return (
        f"<!DOCTYPE html><html><head><meta charset='utf-8'><title>{title}</title></head><body>"
        f"<h1>{title}</h1><p><a href='{address}'>{address}</a></p>"
        f"<table cellpadding='4'>\n{rows}\n</table></body></html>"
    )


def _write(path: Path, content: str) -> None:
    try:
        path.write_text(content, encoding="utf-8")
    except OSError as error:
        raise QgsProcessingException(
            tr("“{path}” cannot be written: {reason}.").format(path=path, reason=error.strerror)
        ) from None
