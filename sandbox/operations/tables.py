# SPDX-License-Identifier: GPL-2.0-or-later
"""Colour map, attribute table, and the legend made of them."""

from __future__ import annotations

import base64
import hashlib
from typing import Any

import numpy as np

from ..answer import Answer, Call, document
from ..attributes import AttributeTable
from ..errors import invalid_url, unable_to_complete
from ..output import OutputDirectory
from ..picture import png
from ..root import plain
from ..service import Service
from ..values import number_text

SWATCH = 20  # pixels, as recorded
Colour = tuple[int, int, int]
CHANNELS: tuple[tuple[str, Colour], ...] = (
    ("Red:    ", (255, 0, 0)),
    ("Green: ", (0, 255, 0)),
    ("Blue:   ", (0, 0, 255)),
)


def colormap(service: Service, call: Call, output: OutputDirectory) -> Answer:
    """Return ``[value, red, green, blue]`` rows. Since 10.1, and only where there is a colour map."""
    if service.version < 10.1:
        raise invalid_url()
    entries = service.raster.colormap
    if entries is None:
        raise unable_to_complete()
    return document(call, "Colormap", {"colormap": [list(entry) for entry in entries]})


def raster_attribute_table(service: Service, call: Call, output: OutputDirectory) -> Answer:
    """Return the attribute table. Since 10.1, and only where there is one."""
    if service.version < 10.1:
        raise invalid_url()
    table = service.raster.table
    if table is None:
        raise unable_to_complete()
    return document(call, "Raster Attribute Table", plain(table.json()))


def legend(service: Service, call: Call, output: OutputDirectory) -> Answer:
    """Return the legend: one patch per class, the ends of a stretch, or the channels of a composite."""
    kind, patches = _patches(service)
    entries = [_entry(label, colour) for label, colour in patches]
    layer = {
        "layerId": 0,
        "layerName": service.name.rpartition("/")[2],
        "layerType": "Raster Layer",
        "minScale": 0,
        "maxScale": 0,
        "legendType": kind,
        "legend": entries,
    }
    return document(call, "Legend", {"layers": [layer]})


def _patches(service: Service) -> tuple[str, list[tuple[str, Colour]]]:
    if service.colours is not None:
        names = _class_names(service.raster.table)
        return "Unique Values", [
            (names.get(value, str(value)), (red, green, blue)) for value, red, green, blue in service.colours
        ]
    if service.band_count == 1:
        band = service.statistics()[0]
        high, low = (number_text(np.float32(value)) for value in (band.maximum, band.minimum))
        ends: list[tuple[str, Colour]] = [(f"High : {high}", (255, 255, 255)), (f"Low : {low}", (0, 0, 0))]
        return "Stretched", ends
    channels: list[tuple[str, Colour]] = [
        ("Red:    ", (255, 0, 0)),
        ("Green: ", (0, 255, 0)),
        ("Blue:   ", (0, 0, 255)),
    ]
    return "RGB Composite", [
        (label + name, colour) for (label, colour), name in zip(channels, service.band_names, strict=False)
    ]


def _class_names(table: AttributeTable | None) -> dict[int, str]:
    if table is None:
        return {}
    value = table.column("value")
    name = next((i for i, (_, kind) in enumerate(table.columns) if kind == "esriFieldTypeString"), None)
    if value is None or name is None:
        return {}
    return {int(row[value]): str(row[name]) for row in table.rows}


def _entry(label: str, colour: Colour) -> dict[str, Any]:
    patch = np.broadcast_to(np.array(colour, dtype=np.uint8)[:, None, None], (3, SWATCH, SWATCH))
    image = png(patch.copy())  # GDAL reads past an array that repeats one number
    return {
        "label": label,
        "url": hashlib.sha256(image + label.encode()).hexdigest()[:32],
        "imageData": base64.b64encode(image).decode(),
        "contentType": "image/png",
        "height": SWATCH,
        "width": SWATCH,
    }
