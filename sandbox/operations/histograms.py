# SPDX-License-Identifier: GPL-2.0-or-later
"""Statistics and histograms: precomputed ones of the whole, and those of an area on demand."""

from __future__ import annotations

from dataclasses import replace

from .. import geometry
from ..answer import Answer, Call, document
from ..errors import invalid_parameter, invalid_url, not_supported, unable_to_complete
from ..export import read_rule, refuse_oversize
from ..functions import Renderer
from ..grid import Grid
from ..output import OutputDirectory
from ..resample import METHODS
from ..root import plain
from ..selection import Selection, read_selection, stack
from ..service import Service
from ..statistics import BandStatistics, compute, rasters_statistics
from ..values import RAW, cell_size

RULES_SINCE = 10.91
MOST_CELLS = 1000  # at the longer side, for statistics after a rule


def statistics(service: Service, call: Call, output: OutputDirectory) -> Answer:
    """Return the statistics of the whole service or of a variable. Since 10.8.1; after a rule since 10.9.1."""
    if service.version < 10.81:
        raise invalid_url()
    bands = [band.statistics_json() for band in _whole(service, call)]
    return document(call, "Statistics", plain({"statistics": bands}))


def histograms(service: Service, call: Call, output: OutputDirectory) -> Answer:
    """Return the histograms of the whole service."""
    bands = [band.histogram_json() for band in _whole(service, call)]
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


def _whole(service: Service, call: Call) -> tuple[BandStatistics, ...]:
    """Return what is known about all pixels: of the service, of a ``variable``, or of what a rule makes of it."""
    rule = read_rule(service, call.params.get("renderingRule")) if service.version >= RULES_SINCE else None
    variable = call.params.get("variable", "").strip()
    if rule is None and not variable:
        return service.statistics()
    slices = [item.number for item in service.slices if item.variable == variable]
    if variable and not slices:
        raise invalid_parameter("variable")
    if rule is None and service.mosaic is not None:
        return rasters_statistics(tuple(item.raster for item in service.mosaic.items if item.slice_number in slices))
    lattice = service.raster.grid
    share = min(1.0, MOST_CELLS / max(lattice.columns, lattice.rows))
    grid = Grid(lattice.extent, max(1, round(lattice.columns * share)), max(1, round(lattice.rows * share)))
    selection = Selection(slices=tuple(slices)) if slices else Selection()
    image = Renderer(service, stack(service, selection, grid), grid, METHODS["Nearest"]).render(rule or RAW)
    return compute(image, image.pixel_type)


def _computed(service: Service, call: Call) -> tuple[BandStatistics, ...]:
    """Compute over the cells whose centres lie in the geometry; the implied image must fit the size limit."""
    if "tilesonly" in service.capabilities:
        raise unable_to_complete(status=400)
    if "image" not in service.capabilities:
        raise not_supported()
    shape = geometry.parse(service, call.params, "esriGeometryEnvelope")
    width, height = cell_size(service, call.params.get("pixelSize", ""))
    box = shape.extent
    grid = Grid(box, max(1, round(box.width / width)), max(1, round(box.height / height)))
    if box.width <= 0 or box.height <= 0:
        raise invalid_parameter("geometry")
    refuse_oversize(service, grid.columns, grid.rows)
    rule = read_rule(service, call.params.get("renderingRule")) or RAW
    source = stack(service, read_selection(service, call.params), grid)
    image = Renderer(service, source, grid, METHODS["Nearest"]).render(rule)
    return compute(replace(image, valid=image.mask() & shape.covers(grid)), image.pixel_type)
