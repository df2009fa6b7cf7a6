# SPDX-License-Identifier: GPL-2.0-or-later
"""The root resource of an image service, as each generation of ArcGIS Server writes it.

The members and their order follow recorded answers of 9.3, 10.01, 10.3, 10.5, 10.91 and 11 servers for a single
raster (no mosaic catalog, hence no record limits and no mosaic methods).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from .mosaic import OBJECT_ID
from .selection import MOST_RASTERS
from .service import Service
from .slices import TIME
from .tiling import tiling

_IDENTITY = "currentVersion serviceDescription name description extent initialExtent fullExtent "
_RANGES = "minValues maxValues meanValues stdvValues "
_DATASET = (
    "pixelSizeX pixelSizeY datasetFormat uncompressedSize blockWidth blockHeight compressionType bandNames "
    "allowCopy allowAnalysis "
)
_CATALOG = (
    "objectIdField fields capabilities defaultMosaicMethod allowedMosaicMethods sortField sortValue sortAscending "
    "mosaicOperator maxDownloadSizeLimit defaultCompressionQuality defaultResamplingMethod maxImageHeight "
    "maxImageWidth maxRecordCount maxDownloadImageCount maxMosaicImageCount "
)
_CACHE = "singleFusedMapCache tileInfo storageInfo cacheType minLOD maxLOD bsq "
_FUNCTIONS = (
    "allowRasterFunction rasterFunctionInfos rasterTypeInfos mensurationCapabilities hasHistograms hasColormap "
    "hasRasterAttributeTable minScale maxScale exportTilesAllowed "
)
_QUERIES = (
    "supportsStatistics supportsAdvancedQueries editFieldsInfo ownershipBasedAccessControlForRasters "
    "allowComputeTiePoints useStandardizedQueries advancedQueryCapabilities spatialReference"
)
MEMBERS = {
    9.3: "serviceDescription name description extent pixelSizeX pixelSizeY bandCount pixelType minPixelSize "
    "maxPixelSize copyrightText serviceDataType " + _RANGES,
    10.0: _IDENTITY + "pixelSizeX pixelSizeY bandCount pixelType minPixelSize maxPixelSize copyrightText "
    "serviceDataType " + _RANGES + "timeInfo " + _CATALOG + _CACHE + _FUNCTIONS + "hasMultidimensions " + _QUERIES,
    10.9: _IDENTITY + "hasMultidimensions timeInfo " + _DATASET + "bandCount pixelType minPixelSize maxPixelSize "
    "copyrightText serviceDataType serviceSourceType noDataValue noDataValues "
    + _RANGES
    + _CATALOG
    + _CACHE
    + _FUNCTIONS
    + _QUERIES,
    11.0: _IDENTITY
    + "sortableFields bandCount pixelType "
    + _RANGES
    + "hasMultidimensions timeInfo "
    + _DATASET
    + "minPixelSize maxPixelSize copyrightText serviceDataType serviceSourceType noDataValue noDataValues "
    + _CATALOG
    + _CACHE
    + _FUNCTIONS
    + _QUERIES,
}
ADVANCED_QUERIES_SINCE = 10.31
MAX_RECORDS, MAX_DOWNLOADS, MAX_DOWNLOAD_MEGABYTES = 1000, 20, 2048  # factory defaults, as recorded


def root_resource(service: Service) -> dict[str, Any]:
    """Return the JSON of ``.../ImageServer?f=json``."""
    known = _members(service.version)
    values: dict[str, Any] = {}
    for part in (_identity(service), _pixels(service), _dataset(service), _catalog(service), _functions(service)):
        values.update(part)
    scheme = tiling(service)
    if scheme is not None:
        values.update(scheme.root_members())
    root = {name: plain(values[name]) for name in known if name in values}
    root.update(service.root_overrides)
    removed: Iterable[str] = service.overrides.get("rootRemove", [])
    for name in removed:
        root.pop(name, None)
    return root


def plain(value: Any) -> Any:
    """Write whole floats as integers at any depth, as Esri's JSON does (``"pixelSizeX": 10``)."""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return int(value)
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    return value


def _members(version: float) -> list[str]:
    since = max((start for start in MEMBERS if start <= version), default=9.3)
    names = MEMBERS[since].split()
    if version < ADVANCED_QUERIES_SINCE and "advancedQueryCapabilities" in names and version >= 10.3:
        names.remove("advancedQueryCapabilities")  # the recorded 10.3 service does not have it
    if version < 10.9 and "sortAscending" in names:
        names.remove("sortAscending")
    return names


def _identity(service: Service) -> dict[str, Any]:
    reference = service.spatial_reference
    extent = service.extent.json(reference)
    # A 10.x or 11.x version is a float; whole numbers appear as integers (recorded: 11, 12).
    values: dict[str, Any] = {
        "currentVersion": service.version,
        "serviceDescription": "",
        "name": service.name,
        "description": "",
        "extent": extent,
        "initialExtent": extent,
        "fullExtent": extent,
        "copyrightText": "",
        "hasMultidimensions": bool(service.slices),
        "sortableFields": "",
    }
    if reference is not None:
        values["spatialReference"] = reference
    time_info = _time_info(service)
    if time_info is not None:
        values["timeInfo"] = time_info
    return values


def _time_info(service: Service) -> dict[str, Any] | None:
    """Return the time span of a raster of slices, or of a mosaic whose publisher enabled time."""
    if service.mosaic is not None:
        fields = service.mosaic.time_fields
        periods = [item.period(*fields) for item in service.mosaic.items] if fields is not None else []
        start_field, end_field = fields or ("", None)
    else:
        places = [item.place(TIME) for item in service.slices]
        periods = [(place.start, place.end) for place in places if place is not None]
        start_field, end_field = TIME, f"{TIME}_Max"
    known = [period for period in periods if period is not None]
    if not known:
        return None
    return {
        "startTimeField": start_field,
        "endTimeField": end_field,
        "timeExtent": [min(start for start, _ in known), max(end for _, end in known)],
        "timeReference": None,
    }


def _pixels(service: Service) -> dict[str, Any]:
    statistics = service.statistics()
    values: dict[str, Any] = {
        "pixelSizeX": service.raster.grid.cell_width,
        "pixelSizeY": service.raster.grid.cell_height,
        "bandCount": service.band_count,
        "pixelType": service.pixel_type,
        "minPixelSize": 0,
        "maxPixelSize": 0,
        "serviceDataType": "esriImageServiceDataType" + _data_type(service),
        "minValues": [band.minimum for band in statistics],
        "maxValues": [band.maximum for band in statistics],
        "meanValues": [band.mean for band in statistics],
        "stdvValues": [band.deviation for band in statistics],
    }
    nodata = service.raster.nodata[: service.band_count]
    if any(value is not None for value in nodata):
        values["noDataValue"] = nodata[0]
        values["noDataValues"] = list(nodata)
    return values


def _data_type(service: Service) -> str:
    if service.colours is not None:
        return "Thematic"
    if service.band_count == 3 and service.pixel_type == "U8":
        return "RGB"
    return "Generic"


def _dataset(service: Service) -> dict[str, Any]:
    raster = service.raster
    size = raster.grid.columns * raster.grid.rows * service.band_count * raster.dtype.itemsize
    return {
        "datasetFormat": {".tif": "TIFF", ".tiff": "TIFF", ".vrt": "VRT", ".img": "IMAGINE Image"}.get(
            raster.path.suffix.lower(), raster.path.suffix[1:].upper()
        ),
        "uncompressedSize": size,
        "blockWidth": raster.block[0],
        "blockHeight": raster.block[1],
        "compressionType": raster.compression,
        "bandNames": list(service.band_names),
        "allowCopy": True,
        "allowAnalysis": True,
        "serviceSourceType": f"esriImageServiceSourceType{'Dataset' if service.mosaic is None else 'MosaicDataset'}",
    }


def _catalog(service: Service) -> dict[str, Any]:
    width, height = service.max_size
    return {
        "objectIdField": "",
        "fields": [],
        "capabilities": service.default_capabilities,
        "defaultMosaicMethod": "Center",
        "allowedMosaicMethods": service.mosaic_methods,
        "sortField": "",
        "sortValue": None,
        "sortAscending": True,
        "mosaicOperator": "First",
        "defaultCompressionQuality": 75,
        "defaultResamplingMethod": "Bilinear",
        "maxImageHeight": height,
        "maxImageWidth": width,
        **_limits(service),
    }


def _limits(service: Service) -> dict[str, Any]:
    """Return what only a mosaic has: its catalogue's fields and the limits on answers about it."""
    if service.mosaic is None:
        return {}
    return {
        "objectIdField": OBJECT_ID,
        "fields": list(service.mosaic.fields),
        "defaultMosaicMethod": service.mosaic_defaults["defaultMosaicMethod"],
        "maxDownloadSizeLimit": MAX_DOWNLOAD_MEGABYTES,
        "maxRecordCount": MAX_RECORDS,
        "maxDownloadImageCount": MAX_DOWNLOADS,
        "maxMosaicImageCount": MOST_RASTERS,
    }


def _functions(service: Service) -> dict[str, Any]:
    return {
        "allowRasterFunction": service.allows_functions,
        "rasterFunctionInfos": function_infos(service) if service.allows_functions else [],
        "rasterTypeInfos": [
            {"name": "Raster Dataset", "description": "Supports all ArcGIS Raster Datasets", "help": ""}
        ],
        "mensurationCapabilities": "Basic",
        "hasHistograms": True,
        "hasColormap": service.raster.colormap is not None,
        "hasRasterAttributeTable": service.raster.table is not None,
        "minScale": 0,
        "maxScale": 0,
        "exportTilesAllowed": False,
        "supportsStatistics": service.mosaic is not None,
        "supportsAdvancedQueries": service.mosaic is not None,
        "editFieldsInfo": None,
        "ownershipBasedAccessControlForRasters": None,
        "allowComputeTiePoints": False,
        "useStandardizedQueries": True,
        "advancedQueryCapabilities": {
            "useStandardizedQueries": True,
            "supportsStatistics": service.mosaic is not None,
            "supportsOrderBy": service.mosaic is not None,
            "supportsDistinct": service.mosaic is not None,
            "supportsPagination": service.mosaic is not None,
        },
    }


def function_infos(service: Service) -> list[dict[str, Any]]:
    """Return the ``rasterFunctionInfos`` list of the root resource."""
    return [
        {"name": template.name, "description": template.description, "help": template.help}
        for template in service.templates
    ]


def title(service: Service) -> str:
    """Return the heading of the service's HTML page."""
    return re.sub(r"[\r\n]+", " ", f"{service.name} (ImageServer)")
