# SPDX-License-Identifier: GPL-2.0-or-later
"""Which value stands for NoData in an output: the user's, the service's, or one that is surely free."""

from __future__ import annotations

from .errors import PlanError
from .options import PICTURES, DownloadOptions
from .pixels import PixelType
from .service import ImageService


def check_no_data(source: ImageService, options: DownloadOptions, bands: tuple[int, ...]) -> None:
    """Refuse a list of NoData values that fits no number of bands: neither the service's nor those asked for.

    Raises:
        PlanError: it does not.
    """
    count = len(options.no_data)
    if count > 1 and count not in {len(bands), source.band_count}:
        if len(bands) == 1:
            raise PlanError(f"NoData is a list of {count} values, but one band is downloaded: give one value.")
        raise PlanError(
            f"NoData is a list of {count} values, but {len(bands)} bands are downloaded: "
            f"give one value, or {len(bands)}."
        )


def is_stretched(source: ImageService, options: DownloadOptions) -> bool:
    """Tell whether the server stretches values to the 8 bits of a picture: none of them means what it did."""
    return options.format in PICTURES and source.pixel_type is not None and source.pixel_type.code != "U8"


def no_data_value(
    source: ImageService, options: DownloadOptions, bands: tuple[int, ...], kind: PixelType
) -> float | None:
    """Return the value that stands for NoData in the output, or None where only a mask can say it.

    The user's value comes first, then the service's; fractions have room for one of their own: the lowest number, as
    ArcGIS uses it. Integers have none that is surely free. A file has one value for all bands, so it must mean NoData
    in each of them; and what a rule makes of values may well be 0 where the service declares 0: the mask tells.
    """
    spare = kind.minimum if kind.is_float else None
    if is_stretched(source, options):
        return spare
    if options.no_data and options.no_data_interpretation == "all" and len(bands) > 1:
        return spare  # a cell may have the value in one band and be valid all the same
    if options.rendering_rule.strip() and not options.no_data and options.format != "tiff":  # that has no mask
        return spare
    of_bands = tuple(source.no_data[band] for band in bands if source.no_data)
    declared = options.no_data or of_bands
    if len(set(declared)) == 1 and declared[0] is not None:
        value = kind.nearest(declared[0])
        if value is not None:
            return value
    return spare
