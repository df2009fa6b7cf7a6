# SPDX-License-Identifier: GPL-2.0-or-later
"""What a test may set of the portal, and how it reads the values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

MOST_ITEMS = 200_000


@dataclass(frozen=True)
class Settings:
    """The settings of ``POST /_control/portal``.

    items             generated items besides those of the data folder, each public or for all members
    token_life_s      life of every token issued from now on, whatever was asked for (None: as asked)
    refresh_life_s    life of every refresh token issued from now on (None: as asked)
    portal_tokens     the federated server takes the portal's tokens too, as Esri's Python client expects
    refuse_foreign    the open server, which needs no token, answers 498 to whoever sends one
    redirects         further addresses that the application "desktop" may be sent back to
    """

    items: int = 0
    token_life_s: float | None = None
    refresh_life_s: float | None = None
    portal_tokens: bool = False
    refuse_foreign: bool = False
    redirects: tuple[str, ...] = ()

    def changed(self, values: Mapping[str, Any]) -> Settings:
        """Return the settings with some values replaced. Raises ValueError for one that makes no sense."""
        unknown = set(values) - {item.name for item in fields(self)}
        if unknown:
            message = f"unknown settings {sorted(unknown)}"
            raise ValueError(message)
        return replace(self, **{name: _checked(name, value) for name, value in values.items()})


def _checked(name: str, value: Any) -> Any:
    if name == "items":
        good = isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= MOST_ITEMS
    elif name in ("token_life_s", "refresh_life_s"):
        good = value is None or (isinstance(value, (int, float)) and not isinstance(value, bool) and value >= 0)
    elif name == "redirects":
        good = isinstance(value, (list, tuple)) and all(isinstance(item, str) for item in value)
        value = tuple(value) if good else value
    else:
        good = isinstance(value, bool)
    if not good:
        message = f"{name}: {value!r} makes no sense"
        raise ValueError(message)
    return value
