# SPDX-License-Identifier: GPL-2.0-or-later
"""How the pixels of a window are had: the seam between the engine and the operations of a service.

Two kinds exist: `pilot.Recipe` asks exportImage for the window itself, `tilecache.TileReader` puts it together from
tiles of a cache.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from .cancel import Cancel
    from .decode.block import Block
    from .grid import Window
    from .plan import DownloadPlan
    from .session import Answer, Session
    from .transfer import Tally


class Get(Protocol):
    """Sends one request to an operation of the service ("exportImage", "tile/3/1/2"), and counts it."""

    def __call__(self, operation: str, params: Mapping[str, str], /) -> Answer:
        """Return the complete answer, without retries; raises what ``Session.fetch`` raises."""


@dataclass(frozen=True)
class Haul:
    """What was fetched for a window: a body that only its fetcher can read, and what it tells of the server's speed.

    ``seconds`` is the time of one full-sized answer; None where nothing was asked, or what came says nothing. Not
    ``is_sure`` is what lacks something that may have been missing for the moment only.
    """

    body: Any
    seconds: float | None
    is_sure: bool = True


class Fetcher(Protocol):
    """Fetches and decodes windows of a plan; safe to share between threads."""

    @property
    def format(self) -> str:
        """Return in which format the pixels travel."""

    @property
    def keeps_values(self) -> bool:
        """Tell whether values come as the plan says, without processing by default."""

    def fetch(self, plan: DownloadPlan, window: Window, get: Get) -> Haul:
        """Fetch what a window needs; raises what ``get`` raises."""

    def decode(self, plan: DownloadPlan, window: Window, body: Any) -> Block:
        """Return the pixels of a window, all ``answer_bands`` of them, from the body of its haul.

        Raises:
            DecodeError: it does not hold the pixels that were asked for.
            ProtocolError, ServerBusy: a web page came instead.
        """

    def provenance(self, plan: DownloadPlan) -> dict[str, str]:
        """Return what was asked for, for the metadata of the output, without secrets."""

    def conclude(self, plan: DownloadPlan, tally: Tally, session: Session, cancel: Cancel) -> tuple[str, ...]:
        """Return what to know about a transfer that has just ended well.

        Raises:
            ImageServiceError: it has not, seen as a whole.
        """
