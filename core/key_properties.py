# SPDX-License-Identifier: GPL-2.0-or-later
"""The key properties of a service: free-form JSON about its sensor, its bands and its acquisition, read leniently.

Esri's Key Properties page (10.1): ``{"BandProperties": [{"BandName": "Blue", "WavelengthMin": 445, "WavelengthMax":
516}, ...], "SensorName": ..., "AcquisitionDate": ..., "CloudCover": ..., "SunElevation": ...}``, wavelengths in
nanometres, clouds from 0 to 1. Nothing is mandatory, numbers come as texts, and whatever else a publisher wrote is
there as well: what is carried on is bounded in size, and holds nothing that looks like a secret.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Any

from . import lenient
from .errors import without_secrets
from .moment import moment_of

# What is carried on of a service's properties at most: so many, and so many characters.
MOST_PROPERTIES = 100
LONGEST_NAME = 64
LONGEST_VALUE = 500
LONGEST_UNIT = 64
# A TIFF has no more bands.
MOST_BANDS = 65_535
# Shorter wavelengths are no light of any sensor in nanometres: where both ends are, they are micrometres (0.45, 11.2).
SHORTEST_NM = 100.0
# Numbers below are no milliseconds since 1970 of an image: days or years, of a calendar that is not told.
_LEAST_MS = 10**10
_NO_UNITS = frozenset({"", "unknown", "none", "null", "n/a", "na", "undefined", "unitless"})
_UNIT_NAMES = frozenset({"unit", "units", "unittype", "pixelunit", "pixelunits", "valueunit", "valueunits"})
_HEIGHT_UNIT_NAMES = frozenset(
    {"verticalunit", "verticalunits", "heightunit", "heightunits", "elevationunit", "elevationunits", "zunit", "zunits"}
)
_BANDS = "bandproperties"
_SECRET_NAME = re.compile(
    r"passw|passphrase|pwd|token|secret|credential|(?:api|access|account)_?key|authori[sz]ation|authentic|signature",
    re.IGNORECASE,
)
_SECRET_VALUE = re.compile(
    r"\b(?:passw(?:or)?d|passphrase|pwd|token|secret|api_?key|access_?key|authorization|sig|bearer)\b\W{0,4}\w",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"\b[A-Za-z][A-Za-z0-9+.-]*://[^\s\"'<>]+")
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_MOMENT = re.compile(
    r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[T ]+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d*)?)?)? *(?:Z|UTC|GMT|[+]00:?00)?"
)


@dataclass(frozen=True)
class Wavelengths:
    """What a band is sensitive to: from ``shortest`` to ``longest``, in nanometres."""

    shortest: float
    longest: float

    @property
    def center(self) -> float:
        """Return the middle, in nanometres."""
        return (self.shortest + self.longest) / 2

    @property
    def width(self) -> float:
        """Return the width, in nanometres: sensors state the ends at half of their maximum."""
        return self.longest - self.shortest


@dataclass(frozen=True)
class BandProperties:
    """What a service says of one band; empty where it says nothing."""

    name: str = ""
    unit: str = ""
    wavelengths: Wavelengths | None = None


@dataclass(frozen=True)
class KeyProperties:
    """What a service says of itself.

    Attributes:
        bands: in the order of the service.
        unit: of the values of all bands.
        height_unit: of heights, where values are such.
        stated: names and values of everything else, as texts.
        sensor: name of the sensor.
        acquired: when the image was taken, in UTC.
        cloud_cover: in percent.
    """

    bands: tuple[BandProperties, ...] = ()
    unit: str = ""
    height_unit: str = ""
    stated: tuple[tuple[str, str], ...] = ()
    sensor: str = ""
    acquired: datetime | None = None
    cloud_cover: float | None = None

    @classmethod
    def of(cls, answer: Any) -> KeyProperties:
        """Read the answer of the resource; what cannot be read is left out."""
        root = lenient.mapping(answer)
        inner = lenient.mapping(root.get("keyProperties"))
        root = inner or root
        known = {_plain(name): value for name, value in root.items()}
        stated = tuple(_stated(root))
        return cls(
            bands=_bands(known.get(_BANDS)),
            unit=_first_unit(known, _UNIT_NAMES),
            height_unit=_first_unit(known, _HEIGHT_UNIT_NAMES),
            stated=stated,
            sensor=next((value for name, value in stated if _plain(name) == "sensorname"), ""),
            acquired=moment_in(known.get("acquisitiondate")),
            cloud_cover=_percent(known.get("cloudcover")),
        )

    def band(self, index: int, name: str, count: int) -> BandProperties:
        """Return what is said of a band of the service: the one of its name, or of its place where all are listed.

        Args:
            index: its place, from 0.
            name: what the service calls it.
            count: how many bands the service has.
        """
        named = [band for band in self.bands if band.name and band.name.lower() == name.strip().lower()]
        if len(named) == 1:
            return named[0]
        return self.bands[index] if len(self.bands) == count and index < count else BandProperties()


def unit_text(value: Any) -> str:
    """Return a unit as it is said; nothing for words that say that there is none."""
    text = " ".join(_text(value, LONGEST_UNIT).split())
    return "" if text.lower() in _NO_UNITS else text


def clean(text: str, longest: int) -> str:
    """Return a text without what files cannot hold, and cut to a length."""
    text = _UNPRINTABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def _text(value: Any, longest: int) -> str:
    return clean(value, longest) if isinstance(value, str) else ""


def _plain(name: str) -> str:
    """Return a name without case and signs: publishers write "Sun_Elevation" as well."""
    return re.sub(r"[^a-z0-9]", "", name.lower())


def _first_unit(known: dict[str, Any], names: frozenset[str]) -> str:
    return next((unit for name, value in known.items() if name in names and (unit := unit_text(value))), "")


def _bands(value: Any) -> tuple[BandProperties, ...]:
    """Read the list of bands; it may come as a JSON text, or one band without a list."""
    value = _parsed(value)
    entries = [value] if isinstance(value, dict) else lenient.items(value)
    return tuple(_band(lenient.mapping(_parsed(entry))) for entry in entries[:MOST_BANDS])


def _parsed(value: Any) -> Any:
    if not isinstance(value, str) or value.strip()[:1] not in {"[", "{"}:
        return value
    try:
        return json.loads(value)
    except (ValueError, RecursionError):
        return None


def _band(entry: dict[str, Any]) -> BandProperties:
    known = {_plain(name): value for name, value in entry.items()}
    return BandProperties(
        _text(known.get("bandname"), LONGEST_NAME),
        _first_unit(known, _UNIT_NAMES),
        _wavelengths(lenient.number(known.get("wavelengthmin")), lenient.number(known.get("wavelengthmax"))),
    )


def _wavelengths(low: float | None, high: float | None) -> Wavelengths | None:
    if low is None or high is None or min(low, high) <= 0:
        return None
    factor = 1000.0 if max(low, high) < SHORTEST_NM else 1.0
    low, high = sorted((low * factor, high * factor))
    return Wavelengths(low, high)


def moment_in(value: Any) -> datetime | None:
    """Read a moment, in UTC: milliseconds since 1970, or a date with the year first. Others could mean two days."""
    number = lenient.number(value)
    if number is not None:
        return moment_of(number) if abs(number) >= _LEAST_MS else None
    found = _MOMENT.fullmatch(value.strip()) if isinstance(value, str) else None
    if found is None:
        return None
    try:
        year, month, day, hour, minute, second = (int(part or 0) for part in found.groups())
        return datetime(year, month, day, hour, minute, second, tzinfo=timezone.utc)
    except ValueError:
        return None


def _percent(value: Any) -> float | None:
    """Read a cloud cover: a share from 0 to 1, as Esri defines it, or what can only be a percentage."""
    share = lenient.number(value)
    if share is None or not 0 <= share <= 100:
        return None
    return share * 100 if share <= 1 else share


def _stated(root: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield names and values that may stand in the metadata of a file."""
    seen: set[str] = set()
    for key, value in root.items():
        name = re.sub(r"[^\w.-]+", "_", _UNPRINTABLE.sub("", key)).strip("_")[:LONGEST_NAME]
        text = _words(value)
        if not name or not text or name.lower() in seen or _plain(key) == _BANDS:
            continue
        if _SECRET_NAME.search(key) or _SECRET_VALUE.search(text):
            continue
        seen.add(name.lower())
        yield name, text
        if len(seen) == MOST_PROPERTIES:
            return


def _words(value: Any) -> str:
    """Return a value as a text, addresses without secrets; nothing for what has no place in a line of metadata."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return clean(_shareable(value[: 2 * LONGEST_VALUE]), LONGEST_VALUE)
    if isinstance(value, (int, float)):
        return str(value) if lenient.number(value) is not None and len(str(value)) <= LONGEST_VALUE else ""
    if not isinstance(value, (list, dict)) or not value:
        return ""
    try:
        text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    except (ValueError, RecursionError):
        return ""
    # Half of a JSON text is of no use to anybody.
    return _UNPRINTABLE.sub("", _shareable(text)) if len(text) <= LONGEST_VALUE else ""


def _shareable(text: str) -> str:
    return _ADDRESS.sub(lambda found: without_secrets(found.group()), text)
