# SPDX-License-Identifier: GPL-2.0-or-later
"""Pixel values at single places, as the texts in which identify and getSamples give them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from .export import read_rule, slice_number
from .functions import Renderer
from .geometry import Point
from .grid import Extent, Grid
from .resample import METHODS, Source
from .service import Service

RAW: Mapping[str, Any] = {"rasterFunction": "None"}


def values_at(service: Service, params: Mapping[str, str], point: Point) -> list[str] | None:
    """Return the band values at a place, None where they are NoData; raw values unless a rule is given.

    Recorded answers of services with a default renderer hold raw values.
    """
    rule = read_rule(service, params.get("renderingRule")) or RAW
    lattice = service.raster.grid
    half_width, half_height = lattice.cell_width / 2, lattice.cell_height / 2
    box = Extent(point[0] - half_width, point[1] - half_height, point[0] + half_width, point[1] + half_height)
    method = params.get("interpolation", "").strip()
    renderer = Renderer(
        service,
        Source(service.raster, service.bands_of(slice_number(service, params), None)),
        Grid(box, 1, 1),
        method if method in METHODS.values() else METHODS["Nearest"],
    )
    image = renderer.render(rule)
    if image.valid is not None and not image.valid[0, 0]:
        return None
    return [number_text(value) for value in image.data[:, 0, 0]]


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
