# SPDX-License-Identifier: GPL-2.0-or-later
"""A download as the parameters of its Processing algorithm, and as a command that people can keep and share.

Pure functions: what a dialog asks for and what they write down is the same, or a test fails. Nothing here ever holds a
secret; an authentication configuration is named by its id.
"""

from __future__ import annotations

import os
import re
from typing import Any, Union
from urllib.parse import urlsplit, urlunsplit

from ..core.errors import without_secrets
from ..core.options import DownloadOptions
from ..core.service import ImageService
from ..core.spatialref import SpatialReference

ALGORITHM = "imageservices:download"
TEMPORARY = "TEMPORARY_OUTPUT"
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


def shareable(url: str) -> str:
    """Return an address without user, password and query; an address behind a reverse proxy keeps the inner one."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return without_secrets(url)
    if parts.query.startswith(("http://", "https://")):
        return f"{without_secrets(url)}?{shareable(parts.query)}"
    return urlunsplit(urlsplit(without_secrets(url)))


def download_parameters(
    service: ImageService, options: DownloadOptions, *, output: str = "", gis: str = "", authcfg: str = ""
) -> Parameters:
    """Return the parameters of ``imageservices:download`` for a download; those at their defaults are left out.

    Args:
        service: the service as it was opened.
        options: what is asked for.
        output: the file, or nothing for a temporary one.
        gis: the name of a registered GIS.
        authcfg: the id of a QGIS authentication configuration.
    """
    parameters: Parameters = {"SERVICE": shareable(service.url)}
    parameters.update({name: value for name, value in (("GIS", gis), ("AUTHCFG", authcfg)) if value})
    parameters.update(_place(service, options))
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
    if options.extent is not None:
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
