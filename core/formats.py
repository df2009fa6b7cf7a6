# SPDX-License-Identifier: GPL-2.0-or-later
"""In which format pixels travel: the choice behind "auto", and its reason in words.

What each carries (Export Image reference, sections on binary formats, NoData and TIFF): bsq holds every type and
band count exactly, with one explicit validity mask for all bands, needs no codec, and is not compressed. LERC
compresses, may hold a mask for each band, needs a decoder, and knows no complex numbers. TIFF loses the mask unless an
unused value can stand for it.
"""

from __future__ import annotations

from dataclasses import dataclass

from .errors import PlanError
from .options import PICTURES, DownloadOptions
from .pixels import PixelType
from .service import ImageService

# A picture is grey or coloured; of four bands, the last is its transparency.
PICTURE_BANDS = frozenset({1, 3, 4})
ONE_MASK = frozenset({"bsq", "bip", "tiff"})


@dataclass(frozen=True)
class FormatChoice:
    """Formats to try, best first, and why the first one is first. The first tile decides which one the server has."""

    formats: tuple[str, ...]
    reason: str


def choose_format(
    service: ImageService, options: DownloadOptions, pixel_type: PixelType, *, has_lerc: bool
) -> FormatChoice:
    """Choose how pixels travel.

    Raises:
        PlanError: the format asked for cannot be decoded here, or cannot hold the values.
    """
    if options.format != "auto":
        return _asked_for(options.format, pixel_type, has_lerc=has_lerc)
    if service.version is not None and not service.since(10.3):
        return FormatChoice(("tiff",), "TIFF, because this server is older than 10.3 and has no format with a mask")
    lerc = has_lerc and not pixel_type.is_complex and (service.version is None or service.since(10.5))
    if lerc and loses_values(options.lerc_tolerance, pixel_type):
        reason = f"LERC, because an error of {options.lerc_tolerance:g} is allowed: the smallest answers"
        return FormatChoice(("lerc", "bsq", "tiff"), reason)
    if lerc and not pixel_type.is_float:
        reason = "LERC without loss: integers shrink to about half on the way, and the mask travels with them"
        return FormatChoice(("lerc", "bsq", "tiff"), reason)
    if lerc and service.band_count > 1:
        reason = "LERC without loss, because it keeps a mask for each band; raw pixels have one for all bands together"
        return FormatChoice(("lerc", "bsq", "tiff"), reason)
    spare = ("lerc",) if lerc else ()
    reason = (
        "raw pixels with their mask (BSQ): exact and without cost; lossless compression of such values saves little"
    )
    if not pixel_type.is_float and not has_lerc:
        reason = "raw pixels with their mask (BSQ): exact, and no LERC decoder is installed here"
    return FormatChoice(("bsq", *spare, "tiff"), reason)


def loses_values(tolerance: float, pixel_type: PixelType) -> bool:
    """Tell whether LERC with this tolerance changes values: integers stay exact below 1 (Export Image reference)."""
    return tolerance > 0 if pixel_type.is_float else tolerance >= 1


def check_picture(name: str, bands: int) -> None:
    """Refuse a picture of bands that no picture has.

    Raises:
        PlanError: it is one.
    """
    if name in PICTURES and bands not in PICTURE_BANDS:
        raise PlanError(f"A picture holds 1 or 3 bands, not {bands}: choose bands, or the format lerc, bsq or tiff.")


def mask_warning(source: ImageService, choice: FormatChoice, bands: int) -> str | None:
    """Return what to know where values may be lost because NoData of one band is that of all; None where none are."""
    if bands < 2 or choice.formats[0] not in ONE_MASK or not source.no_data:
        return None
    return (
        f"{choice.formats[0].upper()} has one mask for all bands: where one band is NoData, all may be. "
        "LERC, or each band on its own, keeps them apart."
    )


def _asked_for(name: str, pixel_type: PixelType, *, has_lerc: bool) -> FormatChoice:
    if name == "lerc" and not has_lerc:
        raise PlanError(
            "LERC cannot be decoded here: install the Python package “lerc” into QGIS's Python, "
            "or choose another format."
        )
    if name == "lerc" and pixel_type.is_complex:
        raise PlanError("LERC cannot hold complex numbers: choose bsq.")
    return FormatChoice((name,), f"{name.upper()}, as asked")
