# SPDX-License-Identifier: GPL-2.0-or-later
"""How a GeoTIFF says a spatial reference, and whether it can say it at all."""

from __future__ import annotations

from functools import lru_cache
from uuid import uuid4

from .errors import PlanError


def needs_esri_keys(wkt: str) -> bool:
    """Tell how a GeoTIFF has to say a spatial reference: by its own keys, or by Esri's text besides.

    Both are tried on a file in memory (measured with GDAL 3.6: compound references keep their heights only with
    Esri's text, and references of a name of their own survive only in GeoTIFF's keys).

    Raises:
        PlanError: neither does; the raster would be published without a place.
    """
    own = _kept(wkt, has_esri_keys=False)
    if own:
        return False
    if _kept(wkt, has_esri_keys=True):
        return True
    if own is None:
        raise PlanError(
            "A GeoTIFF cannot express the spatial reference of the raster, and the service would be empty: "
            "reproject it first, to one that ArcGIS knows."
        )
    return False


@lru_cache(maxsize=64)
def _kept(wkt: str, *, has_esri_keys: bool) -> bool | None:
    """Tell whether a GeoTIFF gives a spatial reference back as it was; None where it gives none at all."""
    from osgeo import gdal, osr

    name = f"/vsimem/{uuid4().hex}.tif"
    options = ["GEOTIFF_KEYS_FLAVOR=ESRI_PE"] if has_esri_keys else []
    reference = osr.SpatialReference()
    gdal.PushErrorHandler("CPLQuietErrorHandler")
    gdal.SetThreadLocalConfigOption("GDAL_PAM_ENABLED", "NO")  # no file beside it: uploads have but the one
    try:
        reference.SetFromUserInput(wkt)
        dataset = gdal.GetDriverByName("GTiff").Create(name, 1, 1, 1, gdal.GDT_Byte, options)
        dataset.SetGeoTransform((0.0, 1.0, 0.0, 0.0, 0.0, -1.0))
        dataset.SetSpatialRef(reference)
        dataset = None  # closes the file
        found = gdal.Open(name).GetSpatialRef()
        gdal.Unlink(name)
    except RuntimeError:
        return None
    finally:
        gdal.SetThreadLocalConfigOption("GDAL_PAM_ENABLED", None)
        gdal.PopErrorHandler()
    if found is None:
        return None
    return bool(found.IsSame(reference, ["IGNORE_DATA_AXIS_TO_SRS_AXIS_MAPPING=YES", "CRITERION=EQUIVALENT"]))
