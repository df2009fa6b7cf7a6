# SPDX-License-Identifier: GPL-2.0-or-later
"""A small piece goes ahead alone where the first tiles failed: what it needed is how all tiles are asked for.

A description promises formats, sizes and rules that the server may not keep: old servers answer a JPEG to any format
that they do not know, others refuse the rule "None", and the advertised size is not always the achievable one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from .answer import decode_answer
from .cancel import Cancel
from .decode.block import Block, Expected
from .errors import BadRequest, Cancelled, DecodeError, ImageServiceError, ProtocolError, ServerBusy
from .fetcher import Fetcher, Get, Haul
from .grid import Window
from .plan import DownloadPlan
from .request import ExportRequest
from .retry import RetryPolicy
from .schedule import HOPELESS, says_too_large
from .session import Answer, Session, wait
from .tiling import TileCache

if TYPE_CHECKING:
    from .transfer import Tally

# The pilot only learns; pixels of its tile are fetched again with all others, so it is kept small.
PILOT_CELLS = 64
# A request that breaks the server this often is asked for in another way.
BROKEN_ATTEMPTS = 3
# Tiles of a cache that cannot be read are asked for this often; there is no other format.
DAMAGED_ATTEMPTS = 4


@dataclass(frozen=True)
class Recipe:
    """How this server wants to be asked: the format that works, and whether to send the rule for raw values."""

    format: str
    sends_rule: bool = True

    @property
    def keeps_values(self) -> bool:
        """Tell whether the service was kept from processing its values by default."""
        return self.sends_rule

    def request(self, plan: DownloadPlan, window: Window) -> ExportRequest:
        """Return the request for a window of the plan."""
        request = plan.request(window, self.format)
        return request if self.sends_rule else replace(request, rendering_rule="")

    def expected(self, plan: DownloadPlan, window: Window) -> Expected:
        """Return what the answer must hold."""
        options = plan.options
        return Expected(
            window.columns,
            window.rows,
            bands=plan.answer_bands,
            pixel_type=plan.pixel_type,
            url=plan.service.url,
            no_data=options.no_data or None,
            no_data_match=options.no_data_interpretation,
        )

    def fetch(self, plan: DownloadPlan, window: Window, get: Get) -> Haul:
        """Fetch the image of a window."""
        answer = get("exportImage", self.request(plan, window).params())
        return Haul(answer.body, answer.seconds)

    def decode(self, plan: DownloadPlan, window: Window, body: bytes) -> Block:
        """Decode the answer to the request for a window.

        Raises:
            DecodeError: it does not hold the pixels that were asked for.
            ProtocolError, ServerBusy: a web page came instead.
        """
        declared = plan.declared_no_data
        if self.format == "tiff" and not declared and plan.no_data is not None:
            declared = (plan.no_data,) * plan.answer_bands  # the value that was sent along to stand for the mask
        return decode_answer(body, self.expected(plan, window), self.format, declared)

    def provenance(self, plan: DownloadPlan) -> dict[str, str]:
        """Return the rules and the time that were sent."""
        request = self.request(plan, Window(0, 0, plan.grid.columns, plan.grid.rows))
        return {"RENDERING_RULE": request.rendering_rule, "MOSAIC_RULE": request.mosaic_rule, "TIME": request.time}

    def conclude(self, plan: DownloadPlan, tally: Tally, session: Session, cancel: Cancel) -> tuple[str, ...]:
        """Return nothing: each image has said all there was to know."""
        return ()


@dataclass(frozen=True)
class Discovery:
    """What the pilot found out, and what it cost."""

    recipe: Fetcher
    requests: int
    bytes_received: int
    notes: tuple[str, ...]
    is_proven: bool = True


def first_guess(plan: DownloadPlan) -> Discovery | None:
    """Return how a plan hopes to be answered; the first tiles will show whether it is. None where nothing is likely.

    Most servers do as they say: the pilot of a download from those would only cost a round trip.
    """
    if plan.cache is not None or not plan.format.formats:
        return None
    recipe = Recipe(plan.format.formats[0])
    return Discovery(recipe, 0, 0, _notes(plan, recipe, None), is_proven=False)


def explore(plan: DownloadPlan, session: Session, cancel: Cancel) -> Discovery:
    """Fetch a small piece of the raster in the planned formats, best first, until one comes back right.

    Raises:
        ImageServiceError: none did; the error is that of the first choice.
    """
    pilot = _Pilot(plan, session, cancel)
    if plan.cache is not None:
        return _explore_tiles(plan, plan.cache, pilot)
    first: ImageServiceError | None = None
    for window in _pilot_windows(plan):
        try:
            return _explore_at(plan, window, pilot)
        except (Cancelled, *HOPELESS):
            raise
        except ImageServiceError as error:
            first = first or error
    raise first or DecodeError("The service offers no format that can be read here.", url=plan.service.url)


def _explore_at(plan: DownloadPlan, window: Window, pilot: _Pilot) -> Discovery:
    recipes = [Recipe(form) for form in plan.format.formats]
    if plan.template.rendering_rule and not plan.options.rendering_rule.strip():
        recipes += [replace(recipe, sends_rule=False) for recipe in recipes]
    first: ImageServiceError | None = None
    for recipe in recipes:
        try:
            pilot.fetch(recipe, window)
        except (BadRequest, DecodeError, ProtocolError, ServerBusy) as error:
            if isinstance(error, ServerBusy) and not _breaks_the_server(error):
                raise
            first = first or error
            continue
        return Discovery(recipe, pilot.requests, pilot.bytes_received, _notes(plan, recipe, first))
    raise first or DecodeError("The service offers no format that can be read here.", url=plan.service.url)


def _pilot_windows(plan: DownloadPlan) -> list[Window]:
    """Return where to try: the first corner. Where holes are allowed, it may be one: then the middle, and the last."""
    grid = plan.grid
    columns, rows = min(PILOT_CELLS, grid.columns), min(PILOT_CELLS, grid.rows)
    parts = (0, 1, 2) if plan.options.on_error == "nodata" else (0,)
    windows = [Window((grid.columns - columns) * n // 2, (grid.rows - rows) * n // 2, columns, rows) for n in parts]
    return list(dict.fromkeys(windows))


def _explore_tiles(plan: DownloadPlan, cache: TileCache, pilot: _Pilot) -> Discovery:
    """Fetch one tile that exists, if there is one in the middle or at an end, to see that it can be read."""
    from .tilecache import TileReader

    reader = TileReader(plan, cache)
    tiles = plan.tiles
    middle = tiles.down // 2 * tiles.across + tiles.across // 2
    for index in dict.fromkeys((middle, 0, len(tiles) - 1)):
        pilot.fetch(reader, tiles[index])
        if reader.has_found:
            break
    return Discovery(reader.afresh(), pilot.requests, pilot.bytes_received, ())


def _notes(plan: DownloadPlan, recipe: Recipe, first: ImageServiceError | None) -> tuple[str, ...]:
    notes = []
    if recipe.format != plan.format.formats[0] and first is not None:
        notes.append(f"{recipe.format.upper()} instead of {plan.format.formats[0].upper()}: {first.message}")
    if not recipe.sends_rule:
        notes.append(
            "The service does not accept the rule for raw values: its own default processing may have been applied."
        )
    if recipe.format == "tiff" and plan.no_data is None:
        notes.append("TIFF cannot mark NoData of this pixel type: such cells come as 0.")
    return tuple(notes)


def _breaks_the_server(error: ImageServiceError) -> bool:
    """Tell whether the server fails at the request itself: some answer 500 to a format or rule that they lack."""
    return isinstance(error, ServerBusy) and error.details.get("status") == 500


class _Pilot:
    """The small requests of the pilot; counts what they cost."""

    def __init__(self, plan: DownloadPlan, session: Session, cancel: Cancel) -> None:
        self._plan = plan
        self._session = session
        self._cancel = cancel
        self._retry = RetryPolicy()
        self.requests = 0
        self.bytes_received = 0

    def fetch(self, recipe: Fetcher, window: Window) -> None:
        failed = 0
        while True:
            try:
                self._once(recipe, window)
            except ImageServiceError as error:
                failed += 1
                pause = self._pause(failed, error)
                if pause is None:
                    raise
                wait(pause, self._cancel)
            else:
                return

    def _pause(self, failed: int, error: ImageServiceError) -> float | None:
        if isinstance(error, BadRequest) and not says_too_large(error):
            return 0.2 if failed < 2 else None  # sporadic refusals of good requests have been seen
        if isinstance(error, (DecodeError, ProtocolError)) and self._plan.cache is not None:
            return 0.2 if failed < DAMAGED_ATTEMPTS else None  # there is no other way to ask
        if _breaks_the_server(error) and failed >= BROKEN_ATTEMPTS:
            return None
        return self._retry.wait_s(failed, error)

    def _once(self, recipe: Fetcher, window: Window) -> None:
        haul = recipe.fetch(self._plan, window, self._get)
        recipe.decode(self._plan, window, haul.body)

    def _get(self, operation: str, params: Mapping[str, str]) -> Answer:
        self.requests += 1
        answer = self._session.fetch(f"{self._plan.service.url}/{operation}", params, cancel=self._cancel)
        self.bytes_received += len(answer.body)
        return answer
