# SPDX-License-Identifier: GPL-2.0-or-later
"""Pixel values at single places, as the texts in which identify and getSamples give them."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from .errors import invalid_parameter
from .export import read_rule
from .functions import Renderer
from .grid import Extent, Grid, Point
from .mosaic import Item
from .resample import METHODS
from .selection import item_stack, read_selection, stack
from .service import Service

RAW: Mapping[str, Any] = {"rasterFunction": "None"}


def values_at(service: Service, params: Mapping[str, str], point: Point, item: Item | None = None) -> list[str] | None:
    """Return the band values at a place, None where they are NoData; raw values unless a rule is given.

    Recorded answers of services with a default renderer hold raw values. With ``item`` they are those of one raster.
    """
    rule = read_rule(service, params.get("renderingRule")) or RAW
    method = params.get("interpolation", "").strip()
    grid = cell_at(service, point, params.get("pixelSize", ""))
    source = stack(service, read_selection(service, params), grid) if item is None else item_stack(service, item)
    renderer = Renderer(service, source, grid, method if method in METHODS.values() else METHODS["Nearest"])
    image = renderer.render(rule)
    if image.valid is not None and not image.valid[0, 0]:
        return None
    return [number_text(value) for value in image.data[:, 0, 0]]


def cell_at(service: Service, point: Point, pixel_size: str = "") -> Grid:
    """Return the one cell around a place."""
    width, height = (size / 2 for size in cell_size(service, pixel_size))
    return Grid(Extent(point[0] - width, point[1] - height, point[0] + width, point[1] + height), 1, 1)


def cell_size(service: Service, text: str) -> tuple[float, float]:
    """Read pixelSize, which is JSON, or one or two numbers; the service's own where it is missing."""
    lattice = service.raster.grid
    if not text.strip():
        return lattice.cell_width, lattice.cell_height
    try:
        if text.strip().startswith("{"):
            value = json.loads(text)
            size = float(value["x"]), float(value["y"])
        else:
            numbers = [float(part) for part in text.split(",")]
            size = numbers[0], numbers[-1]
    except (ValueError, KeyError, TypeError):
        raise invalid_parameter("pixelSize") from None
    if not all(0 < number < math.inf for number in size):
        raise invalid_parameter("pixelSize")
    return size


def number_text(value: Any) -> str:
    """Return the shortest text that gives the value back, without a decimal point where there is nothing behind it."""
    if isinstance(value, np.floating):
        text = np.format_float_positional(value, unique=True, trim="-")
        return text if len(text) < 24 else repr(float(value))
    return str(value)


def covers(service: Service, point: Point) -> bool:
    """Say whether a place lies on the raster."""
    extent = service.raster.grid.extent
    return extent.xmin <= point[0] <= extent.xmax and extent.ymin <= point[1] <= extent.ymax
