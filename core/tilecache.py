# SPDX-License-Identifier: GPL-2.0-or-later
"""Reading ``/tile/level/row/column`` services: the same engine, fed from the tiles of a cache.

A missing tile (HTTP 404, or an empty body) is NoData, not an error: caches are sparse (Esri's Image Tile page).
"""

from __future__ import annotations

import functools
import logging
import threading
from collections import OrderedDict
from dataclasses import dataclass, field
from secrets import SystemRandom
from typing import TYPE_CHECKING

from .cancel import Cancel
from .decode.block import Block
from .errors import Cancelled, DownloadError, ImageServiceError, NotFound
from .fetcher import Get, Haul
from .grid import Window
from .plan import DownloadPlan
from .pool import run_all
from .retry import RetryPolicy
from .session import patiently
from .tilemap import Address, TileMap
from .tilepixels import Places, decode_tile, part_of_tile, shared_edges, sharing_tiles, tile_of
from .tiling import TileCache

if TYPE_CHECKING:
    from .session import Session
    from .transfer import Tally

_LOG = logging.getLogger(__name__)
# Bodies of tiles that are kept for the windows around, where windows share tiles.
KEPT_BYTES = 32_000_000
# What it takes to remember that there is none.
NOTHING_BYTES = 200
# From so many tiles on it pays to ask first which of them exist.
FEW_TILES = 9
# Tiles that were not there are asked for again at the end, up to so many of them.
ASKED_AGAIN = 32

_dice = SystemRandom()

Key = tuple[int, int, "int | None"]  # row, column, band


@dataclass(frozen=True)
class Piece:
    """The bodies of the tiles that a window needs: of each tile one, or one for each band; None: there is none."""

    tiles: tuple[tuple[Address, tuple[bytes | None, ...]], ...] = field(repr=False)

    @property
    def existing(self) -> dict[Address, tuple[bytes | None, ...]]:
        """Return the tiles of which anything exists."""
        return {address: bodies for address, bodies in self.tiles if any(body is not None for body in bodies)}


class TileReader:
    """Fetches and decodes windows of a plan from the tiles of its cache; see ``fetcher.Fetcher``."""

    keeps_values = True

    def __init__(self, plan: DownloadPlan, cache: TileCache, shelf: Shelf | None = None) -> None:
        self._cache = cache
        self._plan = plan
        self._bands: tuple[int | None, ...] = plan.bands if cache.scheme.has_band_tiles else (None,)
        self._shelf = shelf or Shelf(KEPT_BYTES)
        self._map: TileMap | None = None
        self._lock = threading.Lock()
        self._found: Address | None = None
        self._empty = 0
        self._absent: set[Address] = set()  # two windows may ask for the same tile at the same time
        self._doubts = Doubts(ASKED_AGAIN)

    @property
    def format(self) -> str:
        """Return in which format the tiles are."""
        return self._plan.format.formats[0]

    @property
    def has_found(self) -> bool:
        """Tell whether any tile has come yet."""
        return self._found is not None

    def afresh(self) -> TileReader:
        """Return a reader that has counted nothing yet, but keeps what this one has fetched and learned."""
        other = TileReader(self._plan, self._cache, self._shelf)
        other._found, other._doubts = self._found, self._doubts
        if self._cache.scheme.has_map and len(self._plan.tiles) >= FEW_TILES:
            other._map = TileMap(self._cache.level.number, *self._range(), self._found)
        return other

    def _range(self) -> tuple[Address, Address]:
        """Return the first and the last tile that the plan can need."""
        cache, grid = self._cache, self._plan.grid
        if cache.is_warped:
            window = cache.grid.window(cache.area)
            left, top = (window.column, window.row) if window is not None else (0, 0)
            right, bottom = (left + window.columns, top + window.rows) if window is not None else (1, 1)
        else:
            left, top = grid.first_column, grid.first_row
            right, bottom = left + grid.columns, top + grid.rows
        columns, rows = cache.scheme.columns, cache.scheme.rows
        return (top // rows, left // columns), ((bottom - 1) // rows, (right - 1) // columns)

    def fetch(self, plan: DownloadPlan, window: Window, get: Get) -> Haul:
        """Fetch the tiles that a window needs."""
        trip = _Trip(get)
        if self._cache.is_warped:
            addresses = Places.of(plan, self._cache, window).tiles(self._cache)
            return trip.haul([(address, self._bodies(address, trip)) for address in addresses])
        address, corner = tile_of(plan, self._cache, window)
        tiles = [(address, self._bodies(address, trip))]
        if all(body is None for body in tiles[0][1]):
            tiles += [(other, self._bodies(other, trip)) for other in sharing_tiles(self._cache, address, corner)]
        return trip.haul(tiles)

    def decode(self, plan: DownloadPlan, window: Window, body: Piece) -> Block:
        """Return the pixels of a window; see ``fetcher.Fetcher``."""
        blocks = {address: self._decoded(address, bodies) for address, bodies in body.existing.items()}
        if self._cache.is_warped:
            return Places.of(plan, self._cache, window).gather(plan, self._cache, blocks)
        address, corner = tile_of(plan, self._cache, window)
        if address in blocks:
            block = part_of_tile(blocks[address], corner, window)
        else:
            block = shared_edges(plan, self._cache, window, blocks)
        if block.valid is not None and not block.valid.any():
            self._count_empty()
        return block

    def _decoded(self, address: Address, bodies: tuple[bytes | None, ...]) -> Block:
        try:
            block = decode_tile(self._plan, self._cache, bodies)
        except ImageServiceError:
            self._shelf.drop([(*address, band) for band in self._bands])  # the next attempt fetches it again
            raise
        self._found = address
        return block

    def _count_empty(self) -> None:
        with self._lock:
            self._empty += 1

    def provenance(self, plan: DownloadPlan) -> dict[str, str]:
        """Return the level, the codec and the slice."""
        slice_id = plan.options.slice_id
        return {
            "TILE_LEVEL": str(self._cache.level.number),
            "TILE_FORMAT": self._cache.scheme.format,
            "SLICE": "" if slice_id is None else str(slice_id),
        }

    def conclude(self, plan: DownloadPlan, tally: Tally, session: Session, cancel: Cancel) -> tuple[str, ...]:
        """Say how many tiles were empty.

        Raises:
            NotFound: there was no tile at all, and NoData was not to be filled in; or the service itself is gone, so
                that nobody knows what was empty.
            DownloadError: tiles are there now that were not, and NoData was not to be filled in.
        """
        count = self._empty + len(self._absent)
        if not count:
            return ()
        _must_exist(plan.service.url, session, cancel)
        is_blank = not any(summary.count for summary in tally.summaries)
        if is_blank and not self.has_found and plan.options.on_error == "fail":
            level = self._cache.level
            raise NotFound(
                f"The cache of “{plan.service.name}” has no tiles of level {level.number} (cells of "
                f"{level.resolution:g}) in this extent: choose another cell size or another extent.",
                url=plan.service.url,
            )
        if plan.options.on_error == "fail":
            self._ask_again(plan, session, cancel)
        tiles = "1 tile is" if count == 1 else f"{count:,} tiles are"
        return (f"{tiles} missing or empty in the cache: NoData.",)

    def _ask_again(self, plan: DownloadPlan, session: Session, cancel: Cancel) -> None:
        """Make sure that tiles that were not there are not there still: a server that restarts answers 404 as well.

        Raises:
            DownloadError: one of them came.
        """

        def is_there(key: Key, stop: Cancel) -> bool:
            path, query = self._request(key[:2], key[2])
            ask = functools.partial(session.fetch, f"{plan.service.url}/{path}", query, cancel=stop)
            try:
                return bool(patiently(ask, RetryPolicy(), stop).body)
            except NotFound:
                return False

        for _, was_found in run_all(self._doubts.some, is_there, width=plan.options.max_concurrency, cancel=cancel):
            if was_found:
                raise DownloadError(
                    f"Tiles of “{plan.service.name}” that were missing a while ago are there now: what the server has "
                    "not is not to be told from what it could not find.",
                    url=plan.service.url,
                )

    def _bodies(self, address: Address, trip: _Trip) -> tuple[bytes | None, ...]:
        return tuple(self._body(address, band, trip) for band in self._bands)

    def _body(self, address: Address, band: int | None, trip: _Trip) -> bytes | None:
        """Return the body of a tile from the shelf or from the server; None where there is none."""
        key = (*address, band)
        is_kept, body = self._shelf.find(key)
        if is_kept:
            trip.is_sure &= body is not None
            return body
        if self._map is None or not self._map.is_missing(address, trip.get):
            body = trip.ask(*self._request(address, band))
            if body is None:
                trip.is_sure = False
                self._doubts.add(key)
        if self._cache.is_warped or self._cache.scheme.overlap or not self.has_found:
            self._shelf.keep(key, body)
        if body is None and self._cache.is_warped:  # elsewhere, a window is a tile, and counted when it is decoded
            with self._lock:
                self._absent.add(address)
        return body

    def _request(self, address: Address, band: int | None) -> tuple[str, dict[str, str]]:
        """Return the path of a tile and its query."""
        query = {"bandId": str(band)} if band is not None else {}
        if self._plan.options.slice_id is not None:
            query["sliceId"] = str(self._plan.options.slice_id)
        return f"tile/{self._cache.level.number}/{address[0]}/{address[1]}", query


def _must_exist(url: str, session: Session, cancel: Cancel) -> None:
    """Make sure that a service is still there: only then does 404 mean that there is nothing in a tile.

    Raises:
        NotFound: it is gone.
    """
    try:
        session.json(url, cancel=cancel)
    except (Cancelled, NotFound):
        raise
    except ImageServiceError as error:  # it has more to do than to describe itself, but it is there
        _LOG.debug("The service was not asked whether it still exists: %s", error)


class _Trip:
    """The requests for one window, and how long they took."""

    def __init__(self, get: Get) -> None:
        self.get = get
        self.is_sure = True  # that what did not come does not exist: a map of tiles has said so
        self._seconds: list[float] = []

    def ask(self, path: str, query: dict[str, str]) -> bytes | None:
        """Ask for a tile; None where there is none. An empty answer is believed when it comes again."""
        for _ in range(2):
            try:
                answer = self.get(path, query)
            except NotFound:
                return None
            if answer.body:
                self._seconds.append(answer.seconds)
                return answer.body
        return None

    def haul(self, tiles: list[tuple[Address, tuple[bytes | None, ...]]]) -> Haul:
        """Return what was fetched; tiles that were kept, or do not exist, do not tell how fast a server is."""
        seconds = sum(self._seconds) / len(self._seconds) if self._seconds else None
        return Haul(Piece(tuple(tiles)), seconds, self.is_sure)


class Doubts:
    """Some of the tiles that were asked for and not there, spread over the time of a transfer; safe to share.

    A server that is not well is so for a while: from any longer while one is among them. Of each stretch of time one is
    kept by chance, for tiles that are missing for good may follow a pattern.
    """

    def __init__(self, most: int) -> None:
        """Keep at most so many, an even number."""
        self._most = most
        self._lock = threading.Lock()
        self._kept: list[Key] = []
        self._count = 0
        self._step = 1

    def add(self, key: Key) -> None:
        """Note that a tile was not there."""
        with self._lock:
            place = self._count % self._step
            self._count += 1
            if not place:
                self._kept.append(key)
            elif not _dice.randrange(place + 1):
                self._kept[-1] = key
            if len(self._kept) > self._most:
                *pairs, last = self._kept
                self._kept = [*map(_dice.choice, zip(pairs[::2], pairs[1::2])), last]
                self._step *= 2

    @property
    def some(self) -> tuple[Key, ...]:
        """Return them, in the order in which they were asked for."""
        with self._lock:
            return tuple(self._kept)


class Shelf:
    """Bodies of tiles that were fetched last, up to so many bytes; safe to share between threads."""

    def __init__(self, room: int) -> None:
        self._room = room
        self._lock = threading.Lock()
        self._bodies: OrderedDict[Key, bytes | None] = OrderedDict()
        self._bytes = 0

    def find(self, key: Key) -> tuple[bool, bytes | None]:
        """Return whether a body is here, and the body."""
        with self._lock:
            if key not in self._bodies:
                return False, None
            self._bodies.move_to_end(key)
            return True, self._bodies[key]

    def keep(self, key: Key, body: bytes | None) -> None:
        """Take a body in; those that were not asked for longest make room."""
        with self._lock:
            self._forget(key)
            self._bodies[key] = body
            self._bytes += _size(body)
            while self._bytes > self._room:
                self._forget(next(iter(self._bodies)))

    def drop(self, keys: list[Key]) -> None:
        """Forget bodies that turned out to be damaged."""
        with self._lock:
            for key in keys:
                self._forget(key)

    def _forget(self, key: Key) -> None:
        if key in self._bodies:
            self._bytes -= _size(self._bodies.pop(key))


def _size(body: bytes | None) -> int:
    return NOTHING_BYTES if body is None else len(body) + NOTHING_BYTES
