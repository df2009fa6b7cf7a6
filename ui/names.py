# SPDX-License-Identifier: GPL-2.0-or-later
"""What codes are called for people."""

from __future__ import annotations

from qgis.PyQt.QtCore import QCoreApplication

translate = QCoreApplication.translate


def pixel_type_names() -> dict[str, str]:
    """Return the name of every pixel type by Esri's code."""
    return {
        "U1": translate("Names", "1 bit"),
        "U2": translate("Names", "2 bits"),
        "U4": translate("Names", "4 bits"),
        "U8": translate("Names", "8-bit unsigned integer"),
        "S8": translate("Names", "8-bit signed integer"),
        "U16": translate("Names", "16-bit unsigned integer"),
        "S16": translate("Names", "16-bit signed integer"),
        "U32": translate("Names", "32-bit unsigned integer"),
        "S32": translate("Names", "32-bit signed integer"),
        "F32": translate("Names", "32-bit floating point"),
        "F64": translate("Names", "64-bit floating point"),
        "C64": translate("Names", "Complex of two 32-bit floats"),
        "C128": translate("Names", "Complex of two 64-bit floats"),
    }


def format_names() -> dict[str, str]:
    """Return the name of every format in which pixels can travel."""
    return {
        "auto": translate("Names", "Automatic"),
        "bsq": translate("Names", "Raw Pixels (BSQ)"),
        "lerc": translate("Names", "LERC"),
        "tiff": translate("Names", "TIFF"),
        "jpgpng": translate("Names", "Picture: JPEG or PNG"),
        "png": translate("Names", "Picture: PNG"),
        "png32": translate("Names", "Picture: PNG with Transparency"),
        "jpg": translate("Names", "Picture: JPEG"),
    }


def resampling_names() -> dict[str, str]:
    """Return the name of every way of resampling."""
    return {
        "nearest": translate("Names", "Nearest Neighbour"),
        "bilinear": translate("Names", "Bilinear"),
        "cubic": translate("Names", "Cubic Convolution"),
        "majority": translate("Names", "Majority"),
    }


def no_data_rule_names() -> dict[str, str]:
    """Return when a cell counts as NoData."""
    return {"any": translate("Names", "If Any Band Matches"), "all": translate("Names", "If All Bands Match")}


def on_error_names() -> dict[str, str]:
    """Return what becomes of a tile that cannot be had."""
    return {
        "fail": translate("Names", "Stop and Keep Nothing"),
        "nodata": translate("Names", "Fill with NoData and List"),
    }


def compression_names() -> dict[str, str]:
    """Return the name of every compression of TIFF on the way."""
    return {
        "none": translate("Names", "None"),
        "lz77": translate("Names", "LZ77 (Exact)"),
        "jpeg": translate("Names", "JPEG (Changes Values)"),
    }


def file_compression_names() -> dict[str, str]:
    """Return the name of every compression of the GeoTIFF."""
    return {
        "none": translate("Names", "None (Fastest)"),
        "lzw": translate("Names", "LZW"),
        "deflate": translate("Names", "Deflate"),
        "zstd": translate("Names", "Zstandard"),
    }
