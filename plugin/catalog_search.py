# SPDX-License-Identifier: GPL-2.0-or-later
"""A search in the catalogue of a service that goes on where it stopped, a page at a time, in any thread."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

from ..core.cancel import Cancel
from ..core.catalog import CatalogQuery, CatalogRaster
from ..core.service import ImageService

# What a table takes at once; the library asks servers for as many as they give.
PAGE = 200


@dataclass(frozen=True)
class FoundRasters:
    """A page: its rasters, how many match in all, and whether these are the last."""

    rasters: tuple[CatalogRaster, ...]
    total: int
    is_last: bool


class CatalogSearch:
    """Finds rasters page by page. After an error it begins anew, without those that were found before."""

    def __init__(self, service: ImageService, query: CatalogQuery) -> None:
        self.service = service
        self.query = query
        self._cancel = Cancel()
        self._rasters: Iterator[CatalogRaster] | None = None
        self._total = 0
        self._found = 0

    def next(self, cancel: Cancel) -> FoundRasters:
        """Return the next page.

        Raises:
            Cancelled: it was cancelled.
            ImageServiceError: the service does not tell.
        """
        try:
            return self._next(cancel)
        except BaseException:
            self._rasters, self._cancel = None, Cancel()  # an iterator that has raised is at its end
            raise

    def _next(self, cancel: Cancel) -> FoundRasters:
        with cancel.on_cancel(self._cancel.set):
            if self._rasters is None:
                catalog = self.service.catalog()
                self._total = catalog.count(self.query, self._cancel)
                self._rasters = itertools.islice(catalog.rasters(self.query, self._cancel), self._found, None)
            page = tuple(itertools.islice(self._rasters, PAGE))
        self._found += len(page)
        is_last = len(page) < PAGE or self._found >= self._total
        return FoundRasters(page, max(self._total, self._found), is_last)
