# SPDX-License-Identifier: GPL-2.0-or-later
"""Bodies that go onto the disk while they come, so that memory stays small however large they are.

A request carries a ``Spool`` as it carries a ``Cancel``; the adapters look for both. What is no file but an error in
JSON or a page comes under HTTP 200 as well: so the beginning of a body is held back, and what ends within it is
handed out whole, to be looked at first.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

# Longer than any error that a server tells, in bytes.
HELD_BACK = 256 * 1024
# Of the answers that may go onto the disk: a whole file, or a part of one.
STATUSES = frozenset({200, 206})


class Spool(Protocol):
    """Takes one body after the other: each begins anew, for a request may be repeated."""

    def begin(self, status: int, headers: Mapping[str, str]) -> None:
        """Make ready for a body; raises what is wrong with the answer before any of it is kept."""

    def write(self, piece: bytes) -> None:
        """Take the next piece."""


class Intake:
    """Hands the pieces of one answer on to a spool, once there are more of them than an error has."""

    def __init__(self, spool: Spool, status: int, headers: Mapping[str, str]) -> None:
        self._spool = spool
        self._status = status
        self._headers = headers
        self._held = bytearray()
        self.has_begun = False

    def take(self, piece: bytes) -> None:
        """Take the next piece of the body.

        Raises:
            OSError, ImageServiceError: the spool takes no more.
        """
        if self.has_begun:
            self._spool.write(piece)
            return
        self._held += piece
        if len(self._held) > HELD_BACK:
            self.has_begun = True
            self._spool.begin(self._status, self._headers)
            self._spool.write(bytes(self._held))
            self._held.clear()

    @property
    def held(self) -> bytes:
        """Return the whole body, where it is so short that none of it was handed on; else nothing."""
        return bytes(self._held)
