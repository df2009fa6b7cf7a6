# SPDX-License-Identifier: GPL-2.0-or-later
"""TIFF as image services write it: classic, tiled 128 x 128, no mask, no alpha, and NoData only where it was named.

Known from seven recorded exports. A tile that holds nothing but NoData may be absent (sparse).
"""

from __future__ import annotations

from typing import Any

import numpy as np
from osgeo import gdal, osr

from .errors import export_failed
from .export import ExportRequest
from .memory import read_file, scratch_folder
from .pixels import Image
from .service import Service

TILE = 128
SIGNED_BYTE = getattr(gdal, "GDT_Int8", None)  # GDAL 3.7; before it, a Byte with a flag, which GDAL 3.13 refuses
GDAL_TYPES = {
    "u1": gdal.GDT_Byte,
    "i1": SIGNED_BYTE or gdal.GDT_Byte,
    "u2": gdal.GDT_UInt16,
    "i2": gdal.GDT_Int16,
    "u4": gdal.GDT_UInt32,
    "i4": gdal.GDT_Int32,
    "f4": gdal.GDT_Float32,
    "f8": gdal.GDT_Float64,
    "c8": gdal.GDT_CFloat32,
    "c16": gdal.GDT_CFloat64,
}


def encode(image: Image, request: ExportRequest, service: Service) -> bytes:
    """Return a GeoTIFF of the image."""
    try:
        with scratch_folder() as folder:
            name = f"{folder}/export.tif"
            dataset = gdal.GetDriverByName("GTiff").Create(
                name, image.columns, image.rows, image.bands, GDAL_TYPES[_code(image)], _options(image, request)
            )
            _describe(dataset, image, request, service)
            data = image.data.view(np.uint8) if _code(image) == "i1" and SIGNED_BYTE is None else image.data
            for index, band in enumerate(data):
                dataset.GetRasterBand(index + 1).WriteArray(band)
            dataset = None  # closing writes the file
            return read_file(name)
    except RuntimeError as error:
        raise export_failed() from error


def _code(image: Image) -> str:
    return image.data.dtype.kind + str(image.data.dtype.itemsize)


def _options(image: Image, request: ExportRequest) -> list[str]:
    options = [
        "TILED=YES",
        f"BLOCKXSIZE={TILE}",
        f"BLOCKYSIZE={TILE}",
        "BIGTIFF=NO",
        "SPARSE_OK=TRUE",
        "INTERLEAVE=PIXEL",
        "ENDIANNESS=LITTLE",
        "ALPHA=NO",
    ]
    if _code(image) == "i1" and SIGNED_BYTE is None:
        options.append("PIXELTYPE=SIGNEDBYTE")
    colours = image.rendered and image.bands == 3
    if colours:
        options.append("PHOTOMETRIC=RGB")
    if request.compression == "LZ77":
        options.append("COMPRESS=LZW")  # what servers call LZ77 is tag 259 = 5 (recorded)
    elif request.compression == "JPEG" and _code(image) == "u1" and image.bands in (1, 3):
        options += ["COMPRESS=JPEG", f"JPEG_QUALITY={request.quality}"]
        if colours:
            options[options.index("PHOTOMETRIC=RGB")] = "PHOTOMETRIC=YCBCR"
    return options


def _describe(dataset: Any, image: Image, request: ExportRequest, service: Service) -> None:
    grid = request.grid
    dataset.SetGeoTransform((grid.extent.xmin, grid.cell_width, 0.0, grid.extent.ymax, 0.0, -grid.cell_height))
    crs = request.crs or service.crs
    if crs is not None:
        reference = osr.SpatialReference()
        reference.ImportFromWkt(crs.to_wkt())
        dataset.SetSpatialRef(reference)
    dataset.SetMetadataItem("DataType", "Generic")
    for index in range(image.bands):
        dataset.GetRasterBand(index + 1).SetMetadataItem("SourceBandIndex", str(index))
    nodata = _nodata(image, request)
    if nodata is not None:
        dataset.GetRasterBand(1).SetNoDataValue(nodata)


def _nodata(image: Image, request: ExportRequest) -> float | None:
    """Return the value for the GDAL_NODATA tag, which stands for all bands: a named one, or 0 in colours (recorded)."""
    if request.nodata is not None:
        return request.nodata[0] if len(set(request.nodata)) == 1 else None
    return 0.0 if image.rendered else None
