# SPDX-License-Identifier: GPL-2.0-or-later
"""An export request turned into pixels: sample, apply the raster function, cast, mark NoData."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from .errors import invalid_parameter
from .export import ExportRequest
from .functions import Renderer
from .pixels import Array, Image, Mask, cast, limits
from .selection import stack
from .service import Service


def render(service: Service, request: ExportRequest) -> Image:
    """Return the pixels of a request, masked pixels holding the value that clients will find there."""
    # Without a function the bands are chosen before anything is read; a function may need all of them.
    name = service.default_function if request.rule is None else request.rule.get("rasterFunction")
    plain = name == "None"
    source = stack(service, request.selection, request.grid, request.bands if plain else None, request.crs)
    renderer = Renderer(service, source, request.grid, request.interpolation)
    image = renderer.render(request.rule)
    if not plain and request.bands is not None:
        image = _choose(image, request.bands)
    if request.pixel_type is not None and request.pixel_type != image.pixel_type:
        image = replace(image, data=cast(image.data, request.pixel_type), pixel_type=request.pixel_type)
    image = _apply_nodata(image, request)
    return _fill(service, image, request)


def _choose(image: Image, bands: tuple[int, ...]) -> Image:
    if any(not 0 <= band < image.bands for band in bands):
        raise invalid_parameter("bandIds")
    return replace(image, data=image.data[list(bands)])


def _apply_nodata(image: Image, request: ExportRequest) -> Image:
    """Mask the pixels that hold the requested NoData: in any band, or in all (Esri's Export Image page)."""
    if request.nodata is None:
        return image
    values = _per_band(request.nodata, image.bands)
    matches = np.stack([_equals(band, value) for band, value in zip(image.data, values, strict=True)])
    hit = matches.any(axis=0) if request.nodata_any else matches.all(axis=0)
    if not hit.any():
        return image
    return replace(image, valid=image.mask() & ~hit)


def _fill(service: Service, image: Image, request: ExportRequest) -> Image:
    if image.valid is None:
        return image
    if request.nodata is not None:
        values = _per_band(request.nodata, image.bands)
    else:
        values = (0.0 if image.rendered else service.raster.fill_value(image.pixel_type),) * image.bands
    low, high = limits(image.pixel_type)
    data = _writable(image.data)
    hidden = ~image.valid
    for band, value in zip(data, values, strict=True):
        band[hidden] = min(max(value, low), high)
    return replace(image, data=data)


def _writable(data: Array) -> Array:
    return data if data.flags.writeable else data.copy()


def _per_band(values: tuple[float, ...], bands: int) -> tuple[float, ...]:
    if len(values) == 1:
        return values * bands
    if len(values) < bands:
        raise invalid_parameter("noData")
    return values[:bands]


def _equals(band: Array, value: float) -> Mask:
    if band.dtype.kind == "f":
        return np.asarray(band == np.asarray(value).astype(band.dtype))
    return np.asarray(band == value)
