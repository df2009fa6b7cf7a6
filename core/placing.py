# SPDX-License-Identifier: GPL-2.0-or-later
"""Where an output lies: the part of a service that is wanted, in the output's spatial reference. Pure.

What a person should know is told in a sentence to ``tell``.
"""

from __future__ import annotations

from collections.abc import Callable

from .errors import PlanError
from .grid import Extent
from .options import DownloadOptions
from .service import ImageService
from .spatialref import SpatialReference, carried_part, shared_extent, transform_extent

# GDAL counts columns and rows in signed 32-bit integers.
MAX_CELLS_ALONG = 2**31 - 1

Tell = Callable[[str], None]


def box_elsewhere(
    service: ImageService,
    options: DownloadOptions,
    own: SpatialReference,
    reference: SpatialReference,
    tell: Tell,
) -> Extent:
    """Return the box to download in another spatial reference than the service's."""
    if options.extent is None:
        part, box = carried_part(service.extent, own, reference)
        if part != service.extent:
            tell(f"The service is cut to where {reference.label} is meant to be used.")
        return box
    given_in = options.extent_sr or reference
    part = overlap(options.extent, given_in, service, own, tell)
    whole = transform_extent(part, own, reference)
    wanted = transform_extent(options.extent, given_in, reference)
    # The box around a box carried there and back is larger than the box: what was wanted stays the limit.
    return wanted.intersection(whole) or whole


def overlap(
    wanted: Extent, given_in: SpatialReference, service: ImageService, own: SpatialReference, tell: Tell
) -> Extent:
    """Return the part of the service that is wanted, in the service's spatial reference."""
    whole = service.extent
    part = shared_extent(wanted, given_in, whole, own)
    if part is None and own.is_geographic and whole.xmax > 181:  # a service that counts longitudes from 0 to 360
        part = shared_extent(wanted, given_in, whole.shifted(-360.0), own)
        part = part.shifted(360.0) if part is not None else None
    if part is None:
        covers = ", ".join(f"{value:.9g}" for value in whole.bounds)
        raise PlanError(
            f"The extent lies outside “{service.name}”, which covers {covers} (xmin, ymin, xmax, ymax in "
            f"{own.label}): choose an extent inside, or check its spatial reference.",
            url=service.url,
        )
    is_inside = whole.contains(wanted) if given_in.same_as(own) else not set(part.bounds) & set(whole.bounds)
    if not is_inside:
        tell("The extent reaches beyond the service and is cut to it.")
    return part


def check_counts(box: Extent, size: tuple[float, float]) -> None:
    """Refuse more cells than GDAL can count.

    Raises:
        PlanError: the cells are too small for the box.
    """
    columns, rows = box.width / size[0], box.height / size[1]
    if columns > MAX_CELLS_ALONG or rows > MAX_CELLS_ALONG:
        raise PlanError(
            f"Cells of {size[0]:g} × {size[1]:g} would make a raster of {columns:.3g} × {rows:.3g} cells: "
            "choose larger cells or a smaller extent."
        )
