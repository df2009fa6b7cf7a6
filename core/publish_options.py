# SPDX-License-Identifier: GPL-2.0-or-later
"""What can be asked of publishing: every choice as a checked value. The contract's parameters, one to one."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from numbers import Integral, Real
from typing import Any

from .errors import PlanError
from .options import band_numbers, check_names

SHARING = ("private", "org", "public")
KINDS = ("auto", "dynamic", "tiled")
DEFAULT_PART = 16 * 1024 * 1024
SMALLEST_PART = 1024
LARGEST_PART = 100_000_000  # the size of parts that Esri's own client sends
LONGEST_NAME = 120
LONGEST_SUMMARY = 250  # of an item's snippet
_NAME = re.compile(r"[A-Za-z0-9_]")


def service_name_of(text: str) -> str:
    """Return a service name as it is sent: blanks become underscores.

    Letters, digits and underscores are what Esri's page on creating services allows.

    Raises:
        PlanError: it is empty, too long, or holds characters that a name may not hold; they are named.
    """
    name = re.sub(r"\s+", "_", text.strip())
    if not name:
        raise PlanError("The service needs a name.")
    refused = sorted({letter for letter in name if not _NAME.fullmatch(letter)})
    if refused:
        raise PlanError(
            f"A service name holds letters from A to Z, digits and underscores only: take out {' '.join(refused)}"
        )
    if len(name) > LONGEST_NAME:
        raise PlanError(f"The service name has {len(name)} characters: {LONGEST_NAME} are allowed.")
    return name


@dataclass(frozen=True)
class PublishOptions:
    """One raster to be published.

    Attributes:
        service_name: name of the new service; blanks become underscores.
        title: of the item; the name of the raster where empty.
        folder: title of a folder of the account, which is made where there is none; empty is outside of all.
        tags, summary, description: of the item.
        sharing: "private", "org" or "public".
        bands: from 1, in the order wanted; empty is all.
        promote: convert to the next larger pixel type, with its largest value as NoData.
        no_data: a value that counts as NoData besides the raster's own; without promotion, the NoData of the service.
        kind: on ArcGIS Online "tiled" or "dynamic" imagery; "auto" is what the account may make, tiled first.
        wait_for_completion: return when the service is there; otherwise, when the job is submitted.
        keep_on_failure: leave on the server what was made before something failed.
        part_bytes: size of the parts of an upload.
    """

    service_name: str
    title: str = ""
    folder: str = ""
    tags: tuple[str, ...] = ()
    summary: str = ""
    description: str = ""
    sharing: str = "private"
    bands: tuple[int, ...] = ()
    promote: bool = True
    no_data: float | None = None
    kind: str = "auto"
    wait_for_completion: bool = True
    keep_on_failure: bool = False
    part_bytes: int = DEFAULT_PART

    @classmethod
    def of(cls, *, service_name: str, tags: Any = (), bands: Any = None, **others: Any) -> PublishOptions:
        """Build options from what people write: tags and bands may be texts with commas.

        Raises:
            PlanError: a value is not what its name says, or a name is unknown.
        """
        check_names(cls, others)
        given = {name: value for name, value in others.items() if value is not None or name == "no_data"}
        return cls(service_name, tags=_tags(tags), bands=band_numbers(bands or None) or (), **given)

    def __post_init__(self) -> None:
        object.__setattr__(self, "service_name", service_name_of(self.service_name))
        for name, value, choices in (("sharing", self.sharing, SHARING), ("kind", self.kind, KINDS)):
            if value not in choices:
                raise PlanError(f"“{value}” is no {name}; choose one of {', '.join(choices)}.")
        no_data: Any = self.no_data
        if no_data is not None and not (isinstance(no_data, Real) and math.isfinite(float(no_data))):
            raise PlanError(f"NoData is {no_data!r}, but must be a number.")
        part: Any = self.part_bytes
        if not isinstance(part, Integral) or not SMALLEST_PART <= int(part) <= LARGEST_PART:
            raise PlanError(f"Parts have from {SMALLEST_PART:,} to {LARGEST_PART:,} bytes, not {part!r}.")
        if len(self.summary) > LONGEST_SUMMARY:
            raise PlanError(f"The summary has {len(self.summary)} characters: {LONGEST_SUMMARY} are allowed.")


def _tags(value: Any) -> tuple[str, ...]:
    words = value.split(",") if isinstance(value, str) else value if isinstance(value, Iterable) else ()
    return tuple(word for entry in words if (word := str(entry).strip()))
