# SPDX-License-Identifier: GPL-2.0-or-later
"""When to try again, and how long to wait before: a policy as a value."""

from __future__ import annotations

from dataclasses import dataclass
from secrets import SystemRandom

from .errors import ImageServiceError, ServerBusy, TransportFailure

# Servers are trusted with the length of a pause only up to here; limits of ArcGIS Online cool off in a minute.
LONGEST_WAIT_S = 120.0
_dice = SystemRandom()


@dataclass(frozen=True)
class RetryPolicy:
    """How often a request is tried, and the pauses between: ``base_s * 2^n`` with jitter, up to ``cap_s`` seconds."""

    attempts: int = 5
    base_s: float = 0.5
    cap_s: float = 30.0

    def wait_s(self, failures: int, error: ImageServiceError) -> float | None:
        """Return the pause after the ``failures``-th failure, or None to give up.

        The server's own Retry-After is honoured, within reason.
        """
        if not is_passing(error):
            return None
        pause = self.pause_s(failures)
        asked = error.retry_after if isinstance(error, ServerBusy) else None
        if pause is None or asked is None:
            return pause
        return max(pause, min(asked, LONGEST_WAIT_S))

    def pause_s(self, failures: int) -> float | None:
        """Return the pause after the ``failures``-th failure of whatever kind, or None to give up."""
        if failures >= self.attempts:
            return None
        pause = min(self.cap_s, self.base_s * 2.0 ** (failures - 1))
        return pause * _dice.uniform(0.5, 1.0)


def is_passing(error: ImageServiceError) -> bool:
    """Tell whether the same request may succeed later."""
    return isinstance(error, (ServerBusy, TransportFailure))


def is_overload(error: ImageServiceError) -> bool:
    """Tell whether an error says that the server has too much to do (not that one request was too much for it)."""
    return isinstance(error, TransportFailure) or (
        isinstance(error, ServerBusy) and error.details.get("status") in {429, 502, 503, 504, None}
    )
