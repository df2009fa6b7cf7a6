# SPDX-License-Identifier: GPL-2.0-or-later
"""What an image service says of itself, in words."""

from __future__ import annotations

import html
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...core.plain_text import one_line
from .base import tr

if TYPE_CHECKING:
    from ...core.service import ImageService


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
        Fact("time", tr("Time"), f"{service.time_extent.words} UTC" if service.time_extent else ""),
        Fact("largest_request", tr("Largest request"), f"{service.max_columns} × {service.max_rows}"),
        Fact("capabilities", tr("Capabilities"), ", ".join(sorted(service.capabilities))),
        Fact(
            "raster_functions", tr("Raster functions"), ", ".join(rule.name for rule in service.raster_functions), "–"
        ),
        Fact("version", tr("Server version"), f"{service.version:g}" if service.version else "", tr("not given")),
        Fact("description", tr("Description"), one_line(service.description)),
        Fact("copyright", tr("Copyright"), one_line(service.copyright_text)),
    ]


def _no_data_text(service: ImageService) -> str:
    return ", ".join("–" if value is None else f"{value:.17g}" for value in service.no_data)


def page_of(service: ImageService, facts: dict[str, str]) -> str:
    """Return the facts, by label, as a page of HTML."""
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
