# SPDX-License-Identifier: GPL-2.0-or-later
"""What a test may set of the portal, and how it reads the values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

MOST_ITEMS = 200_000
MEGABYTE = 1024 * 1024
# The file types that the raster analysis service takes, unless a test says otherwise.
EXTENSIONS = (
    *("tif", "tiff", "img", "ige", "jp2", "j2k", "mrf", "crf", "nc", "hdf", "h5", "grib", "asc", "dem", "bil", "bip"),
    *("bsq", "flt", "hdr", "prj", "png", "jpg", "tfw", "ovr", "rrd", "aux", "xml", "dbf", "cpg", "zip"),
)


@dataclass(frozen=True)
class Settings:
    """The settings of ``POST /_control/portal``.

    items             generated items besides those of the data folder, each public or for all members
    token_life_s      life of every token issued from now on, whatever was asked for (None: as asked)
    refresh_life_s    life of every refresh token issued from now on (None: as asked)
    portal_tokens     the federated server takes the portal's tokens too, as Esri's Python client expects
    refuse_foreign    the open server, which needs no token, answers 498 to whoever sends one
    redirects         further addresses that the application "desktop" may be sent back to

    Hosted publishing:

    online               the portal is ArcGIS Online: raster store in a blob container, tiled and dynamic services
    raster_analytics     the portal has raster analytics; without it nothing can be published
    upload_limit_bytes   largest upload that the raster analysis service takes (None: any); not for the blob container
    extensions           file types that it takes
    quota_bytes          room for published rasters (None: any): a job that needs more fails, as does createService
                         once nothing is left
    job_seconds          how long a job takes at least; it waits for a tenth of that, then executes with progress
    job_failure          what a job says when it fails (a line a message); empty: it succeeds when it can
    ready_seconds        how long a service goes on answering as the empty one after its job has succeeded
    signature_seconds    life of the address of the blob container, or a list: of the first, the second, ... address;
                         the last of the list holds for all that follow (None: as asked)
    """

    items: int = 0
    token_life_s: float | None = None
    refresh_life_s: float | None = None
    portal_tokens: bool = False
    refuse_foreign: bool = False
    redirects: tuple[str, ...] = ()
    online: bool = False
    raster_analytics: bool = True
    upload_limit_bytes: int | None = 2048 * MEGABYTE
    extensions: tuple[str, ...] = EXTENSIONS
    quota_bytes: int | None = None
    job_seconds: float = 0.0
    job_failure: str = ""
    ready_seconds: float = 0.0
    signature_seconds: float | tuple[float, ...] | None = None

    def changed(self, values: Mapping[str, Any]) -> Settings:
        """Return the settings with some values replaced. Raises ValueError for one that makes no sense."""
        unknown = set(values) - {item.name for item in fields(self)}
        if unknown:
            message = f"unknown settings {sorted(unknown)}"
            raise ValueError(message)
        return replace(self, **{name: _checked(name, value) for name, value in values.items()})


def _checked(name: str, value: Any) -> Any:
    value = tuple(value) if isinstance(value, list) else value
    if not _makes_sense(name, value):
        message = f"{name}: {value!r} makes no sense"
        raise ValueError(message)
    return value


def _makes_sense(name: str, value: Any) -> bool:
    if name == "items":
        return _is_count(value) and value <= MOST_ITEMS
    if name in ("upload_limit_bytes", "quota_bytes"):
        return value is None or _is_count(value)
    if name in ("token_life_s", "refresh_life_s"):
        return value is None or _is_time(value)
    if name in ("job_seconds", "ready_seconds"):
        return _is_time(value)
    if name == "signature_seconds":
        values = value if isinstance(value, tuple) else (value,)
        return value is None or (bool(values) and all(_is_time(item) for item in values))
    if name in ("redirects", "extensions"):
        return isinstance(value, tuple) and all(isinstance(item, str) for item in value)
    return isinstance(value, str if name == "job_failure" else bool)


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _is_time(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and value >= 0
