# SPDX-License-Identifier: GPL-2.0-or-later
"""Pixels of an image service as an array."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from .cancel import Cancel
from .download import fetch_all, prepare, session_of
from .errors import PlanError
from .options import DownloadOptions
from .pilot import explore, first_guess
from .plan import human_size
from .raster import ArraySink, RasterLayout
from .service import ImageService
from .transfer import Progress

if TYPE_CHECKING:
    from .spatialref import SpatialReference

# An array has to fit into memory, and a slip in an extent should not take all of it.
MOST_BYTES = 8_000_000_000


class ImageArray(np.ma.MaskedArray):  # type: ignore[type-arg]
    """A masked array of shape (bands, rows, columns) that knows where it lies.

    Attributes:
        transform: GDAL geotransform (west, cell width, 0, north, 0, -cell height) in units of ``crs``.
        crs: the spatial reference, such as "EPSG:3857", or a WKT where it has no code.
        spatial_reference: the same as a value of this library.
    """

    transform: tuple[float, float, float, float, float, float]
    crs: str
    spatial_reference: SpatialReference

    def __array_finalize__(self, obj: Any) -> None:
        super().__array_finalize__(obj)  # type: ignore[no-untyped-call]
        for name in ("transform", "crs", "spatial_reference"):
            setattr(self, name, getattr(obj, name, None))


def read(
    service: ImageService, *, cancel: Cancel | None = None, progress: Progress | None = None, **options: Any
) -> ImageArray:
    """Read pixels into memory; the options are the fields of ``DownloadOptions``.

    Raises:
        PlanError: the array would be larger than 8 GB; download to a file instead.
        ImageServiceError: one of its kinds.
    """
    cancel = cancel or Cancel()
    session = session_of(service)
    plan = prepare(service, DownloadOptions.of(**options), session, cancel)
    if plan.bytes > MOST_BYTES:
        raise PlanError(
            f"The array would take {human_size(plan.bytes)}: choose a smaller extent, or download to a file."
        )
    discovery = first_guess(plan) or explore(plan, session, cancel)
    names = tuple(f"Band {band + 1}" for band in plan.bands)
    layout = RasterLayout(plan.grid, names, plan.pixel_type, plan.spatial_reference.to_wkt(), plan.no_data)
    sink = ArraySink(layout)
    fetch_all(plan, session, sink, discovery, cancel, progress)
    array = ImageArray(sink.data, mask=sink.mask)  # type: ignore[no-untyped-call]
    if plan.no_data is not None:
        array.set_fill_value(plan.no_data)
    array.transform = plan.grid.transform
    array.crs = plan.spatial_reference.to_authority() or plan.spatial_reference.to_wkt()
    array.spatial_reference = plan.spatial_reference
    return array
