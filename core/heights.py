# SPDX-License-Identifier: GPL-2.0-or-later
"""The unit of heights: what an elevation service says of it, in its key properties, its root or its reference.

The root's ``heightModelInfo`` is ``{"heightModel": "gravity_related_height", "heightUnit": "meter"}`` (recorded from a
10.5.1 server); spatial references may name a vertical one beside the horizontal, ``vcsWkid`` and ``latestVcsWkid``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from . import lenient
from .key_properties import unit_text
from .spatialref import SpatialReference

if TYPE_CHECKING:
    from .service import ImageService

# GDAL's words for the units of heights; Esri writes them in several ways.
_HEIGHT_UNITS = {
    "m": ("m", "meter", "meters", "metre", "metres"),
    "ft": ("ft", "foot", "feet", "international foot", "international feet", "foot_intl"),
    "US survey foot": ("us survey foot", "us survey feet", "us-foot", "us-feet", "foot_us", "us foot", "ftus"),
}


def height_unit(service: ImageService, stated: str = "") -> str:
    """Return the unit of the heights that an elevation service holds, in GDAL's words; nothing where none is told.

    Args:
        service: the service.
        stated: what its key properties say.
    """
    is_elevation = "elevation" in {service.data_type.lower(), service.cache_type.lower()}
    if not is_elevation or service.band_count != 1:
        return ""
    model = lenient.mapping(service.raw.get("heightModelInfo"))
    said = stated or unit_text(model.get("heightUnit")) or _vertical_unit(service)
    plain = said.lower()
    return next((word for word, spellings in _HEIGHT_UNITS.items() if plain in spellings), said)


def _vertical_unit(service: ImageService) -> str:
    holders = (service.raw, lenient.mapping(service.raw.get("extent")))
    return next((unit for holder in holders if (unit := vertical_unit(holder.get("spatialReference")))), "")


def vertical_unit(value: Any) -> str:
    """Return the unit of heights in Esri's JSON, such as "metre": that of its vertical reference, or of its text's.

    Empty where it names none, or one that is unknown to this computer.
    """
    from pyproj import CRS
    from pyproj.exceptions import CRSError

    stated = lenient.mapping(value)
    codes = [code for key in ("latestVcsWkid", "vcsWkid") if (code := lenient.integer(stated.get(key))) is not None]
    for candidate in (f"{authority}:{code}" for code in codes for authority in ("EPSG", "ESRI")):
        try:
            crs = CRS.from_user_input(candidate)
        except CRSError:
            continue
        if crs.is_vertical and crs.axis_info:
            return str(crs.axis_info[-1].unit_name)
    reference = SpatialReference.from_json(value)
    if reference is None or not reference.is_known:
        return ""
    parts = CRS.from_user_input(reference.to_wkt()).sub_crs_list
    return next((str(part.axis_info[-1].unit_name) for part in parts if part.is_vertical and part.axis_info), "")
