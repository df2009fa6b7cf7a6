# SPDX-License-Identifier: GPL-2.0-or-later
"""The parameters of exportImage as one validated value, with each generation's own idea of what it knows.

Facts: Esri's Export Image page; defaults and error texts measured on public servers.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from . import spatialref
from .errors import export_failed, invalid_parameter, size_limit, unable_to_complete
from .grid import Extent, Grid, adjust_aspect_ratio
from .pixels import DTYPES
from .resample import METHODS
from .selection import SINCE, Selection, read_selection
from .service import Service
from .spatialref import CRS

DEFAULT_SIZE = 400, 400
# An older server does not know these, and ignores what it does not know.
PARAMETERS_SINCE = {
    **SINCE,
    "renderingRule": 10.0,
    "noDataInterpretation": 10.1,
    "compression": 10.2,
    "adjustAspectRatio": 10.3,
    "compressionTolerance": 10.3,
    "lercVersion": 10.5,
    "validateExtent": 10.9,
    "datumTransformation": 11.0,
}
FORMATS_SINCE = {
    "jpgpng": 9.3,
    "png": 9.3,
    "png8": 9.3,
    "png24": 9.3,
    "jpg": 9.3,
    "bmp": 9.3,
    "gif": 9.3,
    "tiff": 9.3,
    "png32": 10.2,
    "bip": 10.3,
    "bsq": 10.3,
    "lerc": 10.3,
}
COMPRESSIONS = {"none": "None", "jpeg": "JPEG", "lz77": "LZ77"}
FLOAT_TOLERANCE, INTEGER_TOLERANCE = 7.5e-05, 0.5  # of LERC: the header of a recorded answer without the parameter


@dataclass(frozen=True)
class ExportRequest:
    """An exportImage request that has been understood. ``crs`` is None where the service's own reference is meant."""

    grid: Grid
    crs: CRS | None
    spatial_reference: dict[str, Any] | None
    format: str = "jpgpng"
    known_format: bool = True
    lerc_version: int = 1
    pixel_type: str | None = None
    nodata: tuple[float, ...] | None = None
    nodata_any: bool = True
    interpolation: str = METHODS["Bilinear"]
    compression: str = "None"
    quality: int = 75
    tolerance: float | None = None
    bands: tuple[int, ...] | None = None
    rule: Mapping[str, Any] | None = None
    selection: Selection = field(default_factory=Selection)


def parse(service: Service, params: Mapping[str, str]) -> ExportRequest:
    """Read the parameters as a server of the service's generation does. Raises ServiceError."""
    version = service.version
    given = {
        name: value.strip()
        for name, value in params.items()
        if value.strip() and version >= PARAMETERS_SINCE.get(name, 0)
    }
    columns, rows = _size(service, given.get("size"))
    crs, reference = _image_reference(service, given.get("imageSR"))
    extent = _extent(service, given, crs)
    if given.get("adjustAspectRatio", "true").lower() != "false":
        extent = adjust_aspect_ratio(extent, columns, rows)
    _check_extent(service, given, extent, crs)
    name = given.get("format", "jpgpng").lower()
    known = version >= FORMATS_SINCE.get(name, math.inf)
    nodata = _numbers(given.get("noData"), "noData")
    _check_datum_transformation(given.get("datumTransformation"))
    return ExportRequest(
        grid=Grid(extent, columns, rows),
        crs=crs,
        spatial_reference=reference,
        format=name if known else "jpgpng",
        known_format=known,
        lerc_version=2 if given.get("lercVersion") == "2" else 1,
        pixel_type=_pixel_type(given.get("pixelType")),
        nodata=nodata,
        nodata_any=_nodata_any(given.get("noDataInterpretation"), nodata),
        interpolation=_interpolation(given.get("interpolation"), service.interpolation),
        compression=COMPRESSIONS.get(given.get("compression", "none").lower(), "None"),
        quality=_quality(given.get("compressionQuality"), service),
        tolerance=_tolerance(given.get("compressionTolerance")),
        bands=_bands(given.get("bandIds")),
        rule=read_rule(service, given.get("renderingRule")),
        selection=read_selection(service, given),
    )


def read_rule(service: Service, text: str | None) -> Mapping[str, Any] | None:
    """Return the renderingRule of a request, None for the service's default. Raises ServiceError."""
    if not text:
        return None
    if not service.allows_functions:
        raise unable_to_complete("The service does not allow a raster function.")
    rule = _json_object(text, "renderingRule")
    if not rule:
        return None
    if not isinstance(rule.get("rasterFunction"), str):
        raise invalid_parameter("renderingRule")
    return rule


def refuse_oversize(service: Service, columns: int, rows: int) -> None:
    """Raise ServiceError for an image above the advertised limit per axis, or above what the server manages."""
    width, height = service.max_size
    if columns > width or rows > height:
        raise size_limit()
    if columns * rows > service.max_pixels:
        raise export_failed()


def _size(service: Service, text: str | None) -> tuple[int, int]:
    if text is None:
        columns, rows = DEFAULT_SIZE
    else:
        parts = text.split(",")
        if len(parts) != 2:
            raise invalid_parameter("size")
        columns, rows = (_integer(part, "size") for part in parts)
        if columns <= 0 or rows <= 0:
            raise invalid_parameter("size")
    refuse_oversize(service, columns, rows)
    return columns, rows


def _image_reference(service: Service, text: str | None) -> tuple[CRS | None, dict[str, Any] | None]:
    if text is None or spatialref.matches(text, service.spatial_reference):
        return None, service.spatial_reference
    crs, reference = spatialref.parse(text, "imageSR")
    if service.crs is None:
        raise invalid_parameter("imageSR")
    return (None if spatialref.same(crs, service.crs) else crs), reference


def _extent(service: Service, given: Mapping[str, str], crs: CRS | None) -> Extent:
    numbers, reference = _box(given)
    if len(numbers) != 4:
        raise invalid_parameter("bbox")
    extent = Extent(*numbers)
    if not 0 < extent.width < math.inf or not 0 < extent.height < math.inf:
        raise invalid_parameter("bbox")
    source = _box_reference(service, reference)
    # None stands for the service's own reference on both sides.
    if source is None and crs is None:
        return extent
    source, target = source or service.crs, crs or service.crs
    if source is None or target is None or spatialref.same(source, target):
        return extent
    return spatialref.project_extent(source, target, extent, "bbox")


def _box(given: Mapping[str, str]) -> tuple[tuple[float, ...], str | None]:
    """Return the numbers of bbox and the text of its reference; Esri's Python client sends an envelope as JSON."""
    text, reference = given.get("bbox", ""), given.get("bboxSR")
    if not text.startswith("{"):
        return _numbers(text, "bbox") or (), reference
    envelope = _json_object(text, "bbox")
    if reference is None and "spatialReference" in envelope:
        reference = json.dumps(envelope["spatialReference"])
    numbers = (_number(str(envelope.get(name)), "bbox") for name in ("xmin", "ymin", "xmax", "ymax"))
    return tuple(numbers), reference


def _box_reference(service: Service, text: str | None) -> CRS | None:
    if text is None or spatialref.matches(text, service.spatial_reference):
        return None
    crs, _ = spatialref.parse(text, "bboxSR")
    if service.crs is None:
        raise invalid_parameter("bboxSR")
    return crs


def _check_extent(service: Service, given: Mapping[str, str], extent: Extent, crs: CRS | None) -> None:
    if given.get("validateExtent", "false").lower() != "true":
        return
    if crs is not None and service.crs is not None:
        extent = spatialref.project_extent(crs, service.crs, extent, "bbox")
    if not service.extent.contains(extent):
        raise unable_to_complete("The requested extent is not within the extent of the service.")


def _pixel_type(text: str | None) -> str | None:
    if text is None or text.upper() == "UNKNOWN":
        return None
    if text.upper() not in DTYPES:
        raise invalid_parameter("pixelType")
    return text.upper()


def _nodata_any(text: str | None, nodata: tuple[float, ...] | None) -> bool:
    if text is None:
        return nodata is None or len(nodata) == 1
    if text.lower() == "esrinodatamatchany":
        return True
    if text.lower() == "esrinodatamatchall":
        return False
    raise invalid_parameter("noDataInterpretation")


def _interpolation(text: str | None, default: str) -> str:
    # A misspelt name is ignored without a word, and the service's own method applies (seen in working code).
    return text if text is not None and text in METHODS.values() else default


def _quality(text: str | None, service: Service) -> int:
    default = int(service.root_overrides.get("defaultCompressionQuality", 75))
    value = default if text is None else _integer(text, "compressionQuality")
    return value if 0 < value <= 100 else 75


def _tolerance(text: str | None) -> float | None:
    if text is None:
        return None
    value = _number(text, "compressionTolerance")
    if value < 0:
        raise invalid_parameter("compressionTolerance")
    return value


def _bands(text: str | None) -> tuple[int, ...] | None:
    return None if text is None else tuple(_integer(part, "bandIds") for part in text.split(","))


def _check_datum_transformation(text: str | None) -> None:
    """Accept a transformation by number or JSON; PROJ's own choice is what gets applied."""
    if text is not None and not text.isdigit():
        _json_object(text, "datumTransformation")


def _json_object(text: str, parameter: str) -> dict[str, Any]:
    try:
        value = json.loads(text)
    except ValueError:
        raise invalid_parameter(parameter) from None
    if not isinstance(value, dict):
        raise invalid_parameter(parameter)
    return value


def _numbers(text: str | None, parameter: str) -> tuple[float, ...] | None:
    return None if text is None else tuple(_number(part, parameter) for part in text.split(","))


def _number(text: str, parameter: str) -> float:
    try:
        value = float(text)
    except ValueError:
        raise invalid_parameter(parameter) from None
    if not math.isfinite(value):
        raise invalid_parameter(parameter)
    return value


def _integer(text: str, parameter: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise invalid_parameter(parameter) from None
