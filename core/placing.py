# SPDX-License-Identifier: GPL-2.0-or-later
"""Where an output lies: the part of a service that is wanted, in the output's spatial reference. Pure.

What a person should know is told in a sentence to ``tell``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import product

from .cell_size import is_torn
from .clip import Clip
from .errors import PlanError
from .grid import Extent
from .longitudes import turns
from .options import DownloadOptions
from .service import ImageService
from .spatialref import SpatialReference, carried_part, shared_extent, transform_extent, within_180

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
        if is_torn(service.extent, own, reference):
            tell(
                f"The service lies across 180 degrees: in {reference.label} it is at both ends of the map, with empty "
                "cells in between. Give an extent on one side, or choose the spatial reference of its region."
            )
        return box
    given_in = options.extent_sr or reference
    part = overlap(options.extent, given_in, service, own, tell, has_own_ends=True)
    whole = transform_extent(part, own, reference)
    wanted = transform_extent(options.extent, given_in, reference)
    # The box around a box carried there and back is larger than the box: what was wanted stays the limit.
    return wanted.intersection(whole) or whole


def overlap(
    wanted: Extent,
    given_in: SpatialReference,
    service: ImageService,
    own: SpatialReference,
    tell: Tell,
    *,
    has_own_ends: bool = False,
) -> Extent:
    """Return the part of the service that is wanted, in the service's spatial reference.

    Where the output ``has_own_ends``, both ends of a map of the world may be neighbours in it: they are not parted.
    """
    whole = service.extent
    found = []
    # The box around both sides of 180 degrees would be the world.
    pieces = within_180(wanted) if given_in.is_geographic and not own.is_geographic else (wanted,)
    for turn, piece in product(turns(whole, own), pieces):
        seen = whole.shifted(turn)
        part = shared_extent(piece, given_in, seen, own)
        if part is not None:
            is_inside = seen.contains(piece) if given_in.same_as(own) else not set(part.bounds) & set(seen.bounds)
            found.append((part.shifted(-turn) if turn else part, is_inside))
    if not found:
        covers = ", ".join(f"{value:.9g}" for value in whole.bounds)
        raise PlanError(
            f"The extent lies outside “{service.name}”, which covers {covers} (xmin, ymin, xmax, ymax in "
            f"{own.label}): choose an extent inside, or check its spatial reference.",
            url=service.url,
        )
    if len(found) > 1 and not (has_own_ends and len(pieces) > 1):
        return _of_both_ends([part for part, _ in found], service, tell)
    part, is_inside = found[0]
    for other, _ in found[1:]:
        part = part.around(other)
    if not is_inside or len(pieces) > 1:
        tell("The extent reaches beyond the service and is cut to it.")
    return part


def _of_both_ends(parts: Sequence[Extent], service: ImageService, tell: Tell) -> Extent:
    """Return the part to download of a service that is wanted at its east and at its west end: both, if they meet."""
    first, *others = sorted(parts, key=lambda part: part.xmin)
    end, gap = first, 0.0
    for part in others:
        gap = max(gap, part.xmin - end.xmax)
        end = end.around(part)
    if gap <= service.cell_width:
        return end
    larger = max(parts, key=lambda part: part.width)
    west, east = service.extent.xmin, service.extent.xmax
    if service.crs.is_geographic:
        tell(
            f"The service counts longitudes from {west:g} to {east:g}, and the extent lies at both of its ends: only "
            f"{larger.xmin:g} to {larger.xmax:g} is downloaded. Download the rest on its own."
        )
    else:
        tell(
            f"The extent lies on both sides of 180 degrees, at both ends of the service: only {larger.xmin:.9g} to "
            f"{larger.xmax:.9g} is downloaded. Download the rest on its own."
        )
    return larger


def clip_in(clip: Clip | None, reference: SpatialReference, service: ImageService) -> Clip | None:
    """Return the polygons to clip to in the spatial reference of an output, where its cells are looked for.

    Raises:
        PlanError: they cannot be expressed there.
    """
    if clip is None:
        return None
    carried, own = clip.carried(reference), service.spatial_reference
    moved = turns(service.extent, own)[1:] if own is not None and reference.same_as(own) else ()
    return carried.repeated([-turn for turn in moved]) if moved else carried


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
