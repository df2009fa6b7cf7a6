# SPDX-License-Identifier: GPL-2.0-or-later
"""A download as the parameters of its Processing algorithm, and as a command that people can keep and share.

Pure functions: what a dialog asks for and what they write down is the same, or a test fails. Nothing here ever holds a
secret; an authentication configuration is named by its id.
"""

from __future__ import annotations

import json
import os
import re
from typing import TYPE_CHECKING, Any, Union

from qgis.core import QgsGeometry

from ..core.address import shareable

if TYPE_CHECKING:
    from ..core.clip import Clip
    from ..core.options import DownloadOptions
    from ..core.service import ImageService
    from ..core.spatialref import SpatialReference

ALGORITHM = "imageservices:download"
TEMPORARY = "TEMPORARY_OUTPUT"
# Bytes of polygons, which become three times as many letters: what systems take in a command.
LARGEST_POLYGONS = 40_000
_NEEDS_NO_QUOTES = re.compile(r"[A-Za-z0-9_@%+=:,./-]+")

Parameters = dict[str, Union[str, int, float, bool]]

# Options whose values Processing takes as they are.
_PLAIN = {
    "TILE_COLUMNS": "tile_columns",
    "TILE_ROWS": "tile_rows",
    "FORMAT": "format",
    "LERC_TOLERANCE": "lerc_tolerance",
    "PIXEL_TYPE": "pixel_type",
    "NODATA_INTERPRETATION": "no_data_interpretation",
    "INTERPOLATION": "interpolation",
    "COMPRESSION": "compression",
    "COMPRESSION_QUALITY": "compression_quality",
    "RENDERING_RULE": "rendering_rule",
    "MOSAIC_RULE": "mosaic_rule",
    "TIME": "time",
    "SLICE": "slice_id",
    "MAX_CONCURRENCY": "max_concurrency",
    "ON_ERROR": "on_error",
    "FILE_COMPRESSION": "file_compression",
    "OVERWRITE": "overwrite",
}


def download_parameters(
    service: ImageService,
    options: DownloadOptions,
    *,
    output: str = "",
    gis: str = "",
    authcfg: str = "",
    clip_source: str = "",
) -> Parameters:
    """Return the parameters of ``imageservices:download`` for a download; those at their defaults are left out.

    Args:
        service: the service as it was opened.
        options: what is asked for.
        output: the file, or nothing for a temporary one.
        gis: the name of a registered GIS.
        authcfg: the id of a QGIS authentication configuration.
        clip_source: the file that the polygons to clip to are read from, if any; others are written out as they are,
            as long as they fit into a command.
    """
    from ..core.options import DownloadOptions

    parameters: Parameters = {"SERVICE": shareable(service.url)}
    parameters.update({name: value for name, value in (("GIS", gis), ("AUTHCFG", authcfg)) if value})
    parameters.update(_place(service, options))
    if options.clip is not None and (polygons := clip_source or written_out(options.clip)):
        parameters["CLIP"] = polygons
    if options.bands is not None:
        parameters["BANDS"] = ",".join(str(band) for band in options.bands)
    if options.no_data:
        parameters["NODATA"] = ",".join(number(value) for value in options.no_data)
    usual = DownloadOptions()
    for name, option in _PLAIN.items():
        value = getattr(options, option)
        if value != getattr(usual, option):
            parameters[name] = value
    parameters["OUTPUT"] = output or TEMPORARY
    return parameters


def _place(service: ImageService, options: DownloadOptions) -> Parameters:
    """Return extent, spatial reference and cell size."""
    place: Parameters = {}
    if options.extent is not None and not _is_of_clip(options):
        box = options.extent
        text = ",".join(number(value) for value in (box.xmin, box.xmax, box.ymin, box.ymax))
        reference = options.extent_sr or options.sr or service.spatial_reference
        place["EXTENT"] = f"{text} [{reference_text(reference)}]" if reference is not None else text
    if options.sr is not None:
        place["CRS"] = reference_text(options.sr)
    if options.cell_size is not None:
        width, height = options.cell_size
        place["CELL_SIZE"] = number(width) if width == height else f"{number(width)},{number(height)}"
    return place


def _is_of_clip(options: DownloadOptions) -> bool:
    """Tell whether the extent is but that of the polygons, which is taken where none is given."""
    clip = options.clip
    return clip is not None and (options.extent, options.extent_sr) == (clip.extent, clip.sr)


def written_out(clip: Clip) -> str:
    """Return polygons as GeoJSON, which Processing reads like a file; nothing where they are too many for a command.

    GeoJSON of today has no reference but WGS 84; GDAL still reads the member of 2008 that names another.
    """
    authority, _, code = (clip.sr.to_authority() or "").partition(":")
    if not code or len(clip.wkb) > LARGEST_POLYGONS:
        return ""
    geometry = QgsGeometry()
    geometry.fromWkb(clip.wkb)
    crs = {"type": "name", "properties": {"name": f"urn:ogc:def:crs:{authority}::{code}"}}
    return json.dumps({"crs": crs, **json.loads(geometry.asJson(17))}, separators=(",", ":"))


def reference_text(reference: SpatialReference) -> str:
    """Return a spatial reference as QGIS reads it: "EPSG:25832", or "WKT:..." where it has no code."""
    return reference.to_authority() or f"WKT:{reference.to_wkt()}"


def number(value: float) -> str:
    """Return a number with all its digits and no more, in every locale."""
    return str(int(value)) if float(value).is_integer() and abs(value) < 1e15 else repr(float(value))


def as_qgis_process(parameters: Parameters, *, windows: bool = os.name == "nt") -> str:
    """Return the command that runs the same download from a terminal."""
    quote = _quoted_for_windows if windows else _quoted
    words = [quote(f"{name}={_word(value)}") for name, value in parameters.items()]
    return " ".join(["qgis_process", "run", ALGORITHM, "--", *words])


def as_python(parameters: Parameters) -> str:
    """Return the statements that run the same download in QGIS's Python console or a script."""
    lines = [f"        {name!r}: {value!r}," for name, value in parameters.items()]
    return "\n".join(
        ["from qgis import processing", "", "processing.run(", f'    "{ALGORITHM}",', "    {", *lines, "    },", ")"]
    )


def _word(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return number(value) if isinstance(value, float) else str(value)


def _quoted(text: str) -> str:
    """Quote a word for the shells of Linux and macOS."""
    if _NEEDS_NO_QUOTES.fullmatch(text):
        return text
    return "'" + text.replace("'", "'\"'\"'") + "'"


def _quoted_for_windows(text: str) -> str:
    """Quote a word as Windows programs split their command lines: backslashes count only in front of a quote."""
    if _NEEDS_NO_QUOTES.fullmatch(text):
        return text
    inner = re.sub(r'(\\*)"', r'\1\1\\"', text)
    inner = re.sub(r"(\\+)$", r"\1\1", inner)
    return f'"{inner}"'
