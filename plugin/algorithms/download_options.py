# SPDX-License-Identifier: GPL-2.0-or-later
"""From the parameters of a Processing algorithm to the options of a download."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Any

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeatureRequest,
    QgsFeatureSource,
    QgsGeometry,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsRectangle,
)

from ..crs import definition_of, to_reference
from .base import text_of, tr

if TYPE_CHECKING:
    from ...core.clip import Clip

# The words of the contract; a test compares them with the library's, which is not imported before it is used.
FORMATS = ("auto", "bsq", "lerc", "tiff", "jpgpng", "png", "png32", "jpg")
INTERPOLATIONS = ("nearest", "bilinear", "cubic", "majority")
NO_DATA_INTERPRETATIONS = ("any", "all")
COMPRESSIONS = ("none", "jpeg", "lz77")
ON_ERROR = ("fail", "nodata")
FILE_COMPRESSIONS = ("none", "deflate", "zstd", "lzw")
PIXEL_TYPES = ("U1", "U2", "U4", "U8", "S8", "U16", "S16", "U32", "S32", "F32", "F64", "C64", "C128")

_FOUR_NUMBERS = r"^\s*([^,\[]+),([^,\[]+),([^,\[]+),([^,\[]+?)\s*(?:\[(?P<crs>.*)\])?\s*$"


def options_from(
    algorithm: QgsProcessingAlgorithm, parameters: dict[str, Any], context: QgsProcessingContext
) -> dict[str, Any]:
    """Return the options that the parameters ask for.

    Raises:
        PlanError: one of them is not what it should be.
    """
    text = _Texts(algorithm, parameters, context)
    options: dict[str, Any] = {
        "cell_size": numbers(text["CELL_SIZE"], tr("“{text}” is no cell size: give one number, or width,height.")),
        "bands": bands_of(text["BANDS"]),
        "tile_columns": algorithm.parameterAsInt(parameters, "TILE_COLUMNS", context),
        "tile_rows": algorithm.parameterAsInt(parameters, "TILE_ROWS", context),
        "format": text["FORMAT"] or "auto",
        "lerc_tolerance": algorithm.parameterAsDouble(parameters, "LERC_TOLERANCE", context),
        "pixel_type": text["PIXEL_TYPE"] or None,
        "no_data": numbers(text["NODATA"], tr("“{text}” is no NoData value: give one number, or one per band.")),
        "no_data_interpretation": text["NODATA_INTERPRETATION"] or "any",
        "interpolation": text["INTERPOLATION"] or "nearest",
        "compression": text["COMPRESSION"] or "none",
        "rendering_rule": text["RENDERING_RULE"],
        "mosaic_rule": text["MOSAIC_RULE"],
        "time": text["TIME"],
        "max_concurrency": algorithm.parameterAsInt(parameters, "MAX_CONCURRENCY", context),
        "on_error": text["ON_ERROR"] or "fail",
        "file_compression": text["FILE_COMPRESSION"] or "none",
        "overwrite": algorithm.parameterAsBool(parameters, "OVERWRITE", context),
    }
    for name, option in (("COMPRESSION_QUALITY", "compression_quality"), ("SLICE", "slice_id")):
        number = whole_of(text[name])
        if number is not None:
            options[option] = number
    options.update(places_of(algorithm, parameters, context))
    options["clip"] = clip_of(algorithm.parameterAsSource(parameters, "CLIP", context))
    return options


def clip_of(source: QgsFeatureSource | None) -> Clip | None:
    """Return the polygons of a layer (the selected ones, where QGIS was told so) as one; None without a layer.

    Raises:
        PlanError: the layer has none, or QGIS does not know where they lie.
    """
    if source is None:
        return None
    from ...core.clip import Clip
    from ...core.errors import PlanError

    request = QgsFeatureRequest().setNoAttributes()
    polygons = [feature.geometry() for feature in source.getFeatures(request) if feature.hasGeometry()]
    if not polygons:
        raise PlanError(tr("The layer to clip to holds no polygons: choose another one."))
    together = QgsGeometry.unaryUnion(polygons)
    if together.isNull():  # rings that cross themselves or each other
        together = QgsGeometry.unaryUnion([polygon.makeValid() for polygon in polygons])
    return Clip(bytes(together.asWkb()), to_reference(source.sourceCrs()))


class _Texts:
    """The parameters as texts."""

    def __init__(
        self, algorithm: QgsProcessingAlgorithm, parameters: dict[str, Any], context: QgsProcessingContext
    ) -> None:
        self._algorithm = algorithm
        self._parameters = parameters
        self._context = context

    def __getitem__(self, name: str) -> str:
        definition = self._algorithm.parameterDefinition(name)
        if definition is not None and definition.type() == "enum":
            return str(self._algorithm.parameterAsEnumString(self._parameters, name, self._context) or "").strip()
        return text_of(self._algorithm, self._parameters, name, self._context)


def places_of(
    algorithm: QgsProcessingAlgorithm, parameters: dict[str, Any], context: QgsProcessingContext
) -> dict[str, Any]:
    """Return extent and spatial references, those that are given: "extent" (four numbers), "extent_sr" and "sr".

    Raises:
        PlanError: one of them is not what it should be.
    """
    places: dict[str, Any] = {}
    crs = algorithm.parameterAsCrs(parameters, "CRS", context)
    if parameters.get("CRS") not in (None, ""):
        places["sr"] = definition_of(crs)
    value = parameters.get("EXTENT")
    if value in (None, ""):
        return places
    written = written_extent(value)
    if written is not None:
        bounds, code = written
        extent_crs = QgsCoordinateReferenceSystem(code) if code else None
    else:  # a layer, a rectangle or an expression: QGIS knows what to make of it
        bounds = bounds_of(algorithm.parameterAsExtent(parameters, "EXTENT", context))
        extent_crs = algorithm.parameterAsExtentCrs(parameters, "EXTENT", context)
    places["extent"] = bounds
    if extent_crs is not None and (written is not None or extent_crs.isValid()):
        places["extent_sr"] = definition_of(extent_crs)
    return places


def bounds_of(extent: QgsRectangle) -> tuple[float, float, float, float]:
    """Return (xmin, ymin, xmax, ymax)."""
    return (extent.xMinimum(), extent.yMinimum(), extent.xMaximum(), extent.yMaximum())


def written_extent(value: Any) -> tuple[tuple[float, float, float, float], str] | None:
    """Read an extent as QGIS writes it, "xmin,xmax,ymin,ymax [EPSG:code]": its bounds, and the code or nothing.

    QGIS itself would turn an upside-down one around, and look for a layer of that name first. None: it is written
    otherwise.

    Raises:
        PlanError: it is empty or upside down, or a number is none.
    """
    from ...core.errors import PlanError

    found = re.match(_FOUR_NUMBERS, value, re.DOTALL) if isinstance(value, str) else None
    if found is None:
        return None
    try:
        xmin, xmax, ymin, ymax = (float(part) for part in found.groups()[:4])
    except ValueError:
        text = tr("“{text}” is no extent: write xmin,xmax,ymin,ymax [EPSG:code].")
        raise PlanError(text.format(text=value)) from None
    if not all(math.isfinite(part) for part in (xmin, xmax, ymin, ymax)) or xmin >= xmax or ymin >= ymax:
        text = tr(
            "The extent “{text}” is empty or upside down: QGIS writes extents as xmin,xmax,ymin,ymax [EPSG:code]."
        )
        raise PlanError(text.format(text=value))
    return (xmin, ymin, xmax, ymax), (found["crs"] or "").strip()


def numbers(text: str, complaint: str) -> list[float] | None:
    """Return the numbers of a text such as "10" or "10,20"; None for an empty one.

    Raises:
        PlanError: it holds something else; ``complaint`` says so, with the text in place of "{text}".
    """
    if not text:
        return None
    try:
        return [float(part) for part in text.replace(";", ",").split(",")]
    except ValueError:
        from ...core.errors import PlanError

        raise PlanError(complaint.format(text=text)) from None


def bands_of(text: str) -> list[int] | None:
    """Return the bands in a text such as "4,3,2"; None where it is empty.

    Raises:
        PlanError: it is no list of whole numbers.
    """
    return _whole_numbers(text, tr("“{text}” is no list of bands: give whole numbers, such as 4,3,2."))


def whole_of(text: str) -> int | None:
    """Return the whole number in a text; None where it is empty. QGIS takes letters for 0, where none has to be given.

    Raises:
        PlanError: it holds something else.
    """
    complaint = tr("“{text}” is no whole number.")
    found = _whole_numbers(text, complaint)
    if found is not None and len(found) > 1:
        from ...core.errors import PlanError

        raise PlanError(complaint.format(text=text))
    return found[0] if found else None


def _whole_numbers(text: str, complaint: str) -> list[int] | None:
    found = numbers(text, complaint)
    if found is None:
        return None
    if not all(number.is_integer() for number in found):
        from ...core.errors import PlanError

        raise PlanError(complaint.format(text=text))
    return [int(number) for number in found]
