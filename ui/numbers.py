# SPDX-License-Identifier: GPL-2.0-or-later
"""Numbers as people write and read them, in their own locale or with a plain decimal point."""

from __future__ import annotations

import math
from decimal import Decimal

from qgis.PyQt.QtCore import QLocale


def parsed(text: str) -> float | None:
    """Return the finite number in a text, or None where there is none; the user's locale comes first, as in QGIS.

    Thousands separators are refused: "1,200" would be 1200 to one and 1.2 to another.
    """
    locale = QLocale()
    locale.setNumberOptions(QLocale.NumberOption.RejectGroupSeparator)
    value, ok = locale.toDouble(text.strip())
    if not ok:
        try:
            value = float(text)
        except ValueError:
            return None
    return float(value) if math.isfinite(value) else None


def parsed_list(text: str) -> tuple[float | None, ...]:
    """Return the numbers of a list: "0; 255", "0, 255", or "0,255" where the comma is not the decimal point."""
    text = text.strip()
    if not text:
        return ()
    if ";" in text:
        parts = text.split(";")
    elif ", " in text or QLocale().decimalPoint() != ",":
        parts = text.split(",")
    else:
        parts = [text]
    return tuple(parsed(part) for part in parts)


def shown(value: float, digits: int = 10) -> str:
    """Return a number for people, with as many significant digits and without thousands separators."""
    locale = QLocale()
    locale.setNumberOptions(QLocale.NumberOption.OmitGroupSeparator)
    if value == 0 or 1e-5 <= abs(value) < 10**digits:
        decimals = max(0, digits - 1 - math.floor(math.log10(abs(value)))) if value else 0
        text = locale.toString(float(value), "f", min(decimals, 15))
        point = locale.decimalPoint()
        return text.rstrip("0").rstrip(point) if point in text else text
    return locale.toString(float(value), "g", digits)


def exact(value: float) -> str:
    """Return a number to be read back as it is: all its digits, no more, and no exponent."""
    text = format(Decimal(repr(float(value))), "f")
    return (text[:-2] if text.endswith(".0") else text).replace(".", QLocale().decimalPoint())


def counted(value: int) -> str:
    """Return a count for people, with thousands separators."""
    return QLocale().toString(value)
