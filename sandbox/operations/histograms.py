# SPDX-License-Identifier: GPL-2.0-or-later
"""Statistics and histograms: precomputed ones of the whole, and those of an area on demand."""

from __future__ import annotations

import json
from dataclasses import replace

from .. import geometry
from ..answer import Answer, Call, document
from ..errors import invalid_parameter, invalid_url, not_supported, unable_to_complete
from ..export import read_rule, refuse_oversize, slice_number
from ..functions import Renderer
from ..grid import Grid
from ..output import OutputDirectory
from ..resample import METHODS, Source
from ..root import plain
from ..service import Service
from ..statistics import BandStatistics, compute
from ..values import RAW


def statistics(service: Service, call: Call, output: OutputDirectory) -> Answer:
    """Return the statistics of the whole service. Since 10.8.1."""
    if service.version < 10.81:
        raise invalid_url()
    bands = [band.statistics_json() for band in service.statistics()]
    return document(call, "Statistics", plain({"statistics": bands}))


def histograms(service: Service, call: Call, output: OutputDirectory) -> Answer:
    """Return the histograms of the whole service."""
    bands = [band.histogram_json() for band in service.statistics()]
    return document(call, "Histograms", plain({"histograms": bands}))


def compute_histograms(service: Service, call: Call, output: OutputDirectory) -> Answer:
    """Return the histograms of an area."""
    bands = [band.histogram_json() for band in _computed(service, call)]
    return document(call, "Compute Histograms", plain({"histograms": bands}))


def compute_statistics_histograms(service: Service, call: Call, output: OutputDirectory) -> Answer:
    """Return statistics and histograms of an area. Since 10.4."""
    if service.version < 10.4:
        raise invalid_url()
    bands = _computed(service, call)
    result = {
        "statistics": [band.statistics_json() for band in bands],
        "histograms": [band.histogram_json() for band in bands],
    }
    return document(call, "Compute Statistics and Histograms", plain(result))


def _computed(service: Service, call: Call) -> tuple[BandStatistics, ...]:
    """Compute over the cells whose centres lie in the geometry; the implied image must fit the size limit."""
    if "tilesonly" in service.capabilities:
        raise unable_to_complete(status=400)
    if "image" not in service.capabilities:
        raise not_supported()
    shape = geometry.parse(service, call.params, "esriGeometryEnvelope")
    width, height = _cell_size(service, call.params.get("pixelSize", ""))
    box = shape.extent
    grid = Grid(box, max(1, round(box.width / width)), max(1, round(box.height / height)))
    if box.width <= 0 or box.height <= 0:
        raise invalid_parameter("geometry")
    refuse_oversize(service, grid.columns, grid.rows)
    bands = service.bands_of(slice_number(service, call.params), None)
    rule = read_rule(service, call.params.get("renderingRule")) or RAW
    image = Renderer(service, Source(service.raster, bands), grid, METHODS["Nearest"]).render(rule)
    return compute(replace(image, valid=image.mask() & shape.covers(grid)), image.pixel_type)


def _cell_size(service: Service, text: str) -> tuple[float, float]:
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
    if min(size) <= 0:
        raise invalid_parameter("pixelSize")
    return size
