# SPDX-License-Identifier: GPL-2.0-or-later
"""Which bands show which colours, as far as their names tell."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

RED, GREEN, BLUE, NEAR_INFRARED = "red", "green", "blue", "near infrared"
NATURAL_COLOR = (RED, GREEN, BLUE)
COLOR_INFRARED = (NEAR_INFRARED, RED, GREEN)

_WORDS = {
    RED: re.compile(r"(?<!infra[ -])\bred\b(?![ -]?edge)"),
    GREEN: re.compile(r"\bgreen\b"),
    BLUE: re.compile(r"(?<!coastal )\bblue\b"),
    NEAR_INFRARED: re.compile(r"\bnir\d*\b|\bnear[ -]?infra[ -]?red\b|^infra-?red$"),
}


def bands_of(colors: Sequence[str], names: Mapping[int, str]) -> list[int]:
    """Return the band of each colour, by the names of the bands; nothing where one of them is not found.

    A band called just like the colour comes before one that has it among its words.
    """
    plain = {band: name.replace("_", " ").strip().lower() for band, name in names.items()}
    chosen = []
    for color in colors:
        exact = [band for band, name in plain.items() if name == color]
        chosen += (exact or [band for band, name in plain.items() if _WORDS[color].search(name)])[:1]
    return chosen if len(chosen) == len(colors) else []
