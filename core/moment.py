# SPDX-License-Identifier: GPL-2.0-or-later
"""Moments as services keep them, milliseconds since 1970 UTC, and as people read them.

Times before 1970 are negative, and some catalogues hold years that Python's calendar does not reach: those have no
moment here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
DAY_MS = 86_400_000
# As far as Python's calendar reaches: where a time has an open end.
FIRST, LAST = (moment.replace(tzinfo=timezone.utc) for moment in (datetime.min, datetime.max))  # noqa: DTZ901


def moment_of(milliseconds: float | None) -> datetime | None:
    """Return the moment in UTC, or None where there is none."""
    if milliseconds is None:
        return None
    try:
        return EPOCH + timedelta(milliseconds=milliseconds)
    except OverflowError:
        return None


def milliseconds_of(moment: datetime) -> int:
    """Return milliseconds since 1970; a moment without an offset is in UTC, as services keep them."""
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=timezone.utc)
    return round((moment - EPOCH) / timedelta(milliseconds=1))


def words_of(moment: datetime) -> str:
    """Return a date for people, with its time where it is not midnight: "2020-01-31", "2020-01-31 06:00"."""
    if (moment.hour, moment.minute, moment.second, moment.microsecond) == (0, 0, 0, 0):
        return moment.strftime("%Y-%m-%d")
    return moment.strftime("%Y-%m-%d %H:%M" if moment.second == 0 else "%Y-%m-%d %H:%M:%S")


@dataclass(frozen=True)
class Period:
    """From ``start`` to ``end``, both included and in UTC; an instant begins and ends at once."""

    start: datetime
    end: datetime

    @classmethod
    def of(cls, start_ms: float | None, end_ms: float | None = None) -> Period | None:
        """Read milliseconds; either end may be missing, and both may come in the wrong order. None without any."""
        known = [moment for moment in (moment_of(start_ms), moment_of(end_ms)) if moment is not None]
        return cls(min(known), max(known)) if known else None

    @property
    def is_instant(self) -> bool:
        """Tell whether it has no length."""
        return self.start == self.end

    @property
    def middle(self) -> datetime:
        """Return the moment half-way, in whole milliseconds."""
        return EPOCH + timedelta(milliseconds=(milliseconds_of(self.start) + milliseconds_of(self.end)) // 2)

    @property
    def words(self) -> str:
        """Return it for people: "2020-01-01", "2020-01-01 – 2020-01-31"."""
        return words_of(self.start) if self.is_instant else f"{words_of(self.start)} – {words_of(self.end)}"

    def touches(self, other: Period) -> bool:
        """Tell whether the two have a moment in common."""
        return self.start <= other.end and other.start <= self.end
