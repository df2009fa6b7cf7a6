# SPDX-License-Identifier: GPL-2.0-or-later
"""Pixels as the bytes of an exportImage format."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from . import picture, tiff
from .errors import ServiceError, export_failed
from .export import FLOAT_TOLERANCE, INTEGER_TOLERANCE, ExportRequest
from .lercblob import encode_lerc1, encode_lerc2, encode_lerc2_bands
from .pixels import Image, dtype_of
from .render import render
from .service import Service

CONTENT_TYPES = {
    "tiff": "image/tiff",
    "jpg": "image/jpeg",
    "png": "image/png",
    "png8": "image/png",
    "png24": "image/png",
    "png32": "image/png",
    "gif": "image/gif",
    "bmp": "image/bmp",
}
HEADERLESS = "application/octet-stream"


def export_image(service: Service, request: ExportRequest) -> tuple[bytes, str, str]:
    """Return the body, the content type and the file suffix of an export."""
    image = render(service, request)
    name = request.format
    if name == "jpgpng":
        name = "jpg" if image.valid is None else "png32"
    body = _encode(service, request, image, name)
    suffix = "png" if name.startswith("png") else {"tiff": "tif"}.get(name, name)
    # A format that the server has never heard of comes back as jpgpng under a neutral type (measured).
    content_type = CONTENT_TYPES.get(name, HEADERLESS) if request.known_format else HEADERLESS
    return body, content_type, suffix


def error_type(request_format: str) -> str:
    """Return the content type under which an error travels: that of the image asked for (measured)."""
    return CONTENT_TYPES.get(request_format.strip().lower() or "jpg", HEADERLESS)


def _encode(service: Service, request: ExportRequest, image: Image, name: str) -> bytes:
    if name in ("bsq", "bip"):
        return _headerless(image, interleaved=name == "bip")
    if name == "lerc":
        return _lerc(service, request, image)
    if name == "tiff":
        return tiff.encode(image, request, service)
    return picture.encode(image, name, request.quality, service)


def _headerless(image: Image, *, interleaved: bool) -> bytes:
    """Return little-endian pixels, then one validity bit per pixel over the whole image, first bit highest.

    The mask is ceil(columns * rows / 8) bytes long and stands for all bands (measured sizes; Esri's own decoder).
    """
    data = image.data.astype(dtype_of(image.pixel_type), copy=False)
    if interleaved:
        data = data.transpose(1, 2, 0)
    if image.valid is None:
        pixels = image.rows * image.columns
        mask = np.full(-(-pixels // 8), 255, dtype=np.uint8)
        if pixels % 8:
            mask[-1] = (0xFF00 >> pixels % 8) & 0xFF
    else:
        mask = np.packbits(image.valid.ravel())
    return b"".join((np.ascontiguousarray(data).data, mask.data))


def _lerc(service: Service, request: ExportRequest, image: Image) -> bytes:
    if image.data.dtype.kind == "c":
        raise ServiceError(400, "Unable to complete operation.", ("LERC cannot hold complex pixels.",))
    tolerance = request.tolerance
    if tolerance is None:
        tolerance = FLOAT_TOLERANCE if image.data.dtype.kind == "f" else INTEGER_TOLERANCE
    try:
        if request.lerc_version == 2:
            bands = _bands_with_masks(service, request, image)
            return encode_lerc2(image, tolerance) if bands is None else encode_lerc2_bands(bands, tolerance)
        return encode_lerc1(image, tolerance)
    except (RuntimeError, ValueError) as error:
        raise export_failed() from error


def _bands_with_masks(service: Service, request: ExportRequest, image: Image) -> list[Image] | None:
    """Return the bands one by one where each has a mask of its own: LERC 2 keeps them (since 2021), raw formats not."""
    if image.rendered or image.valid is None or image.bands == 1:
        return None
    chosen = request.bands if request.bands is not None else range(image.bands)
    alone = [render(service, replace(request, bands=(band,))) for band in chosen]
    first = alone[0].mask()
    return None if all(np.array_equal(band.mask(), first) for band in alone[1:]) else alone
