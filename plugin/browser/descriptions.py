# SPDX-License-Identifier: GPL-2.0-or-later
"""What services say about themselves, read once: for the details that are shown, and for filters. For threads."""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import TYPE_CHECKING

from ...core.errors import Cancelled, ImageServiceError
from ..connections import Connections
from .places import Entry

if TYPE_CHECKING:
    from ...core.cancel import Cancel
    from ...core.service import ImageService

# A filtered search over a large portal reads many; a description with its JSON takes some ten kilobytes.
MOST_KEPT = 1000


class Descriptions:
    """Reads and remembers; safe to use from any thread."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections
        self._lock = threading.Lock()
        self._kept: OrderedDict[tuple[str, str], ImageService] = OrderedDict()

    def service(self, entry: Entry, cancel: Cancel | None = None) -> ImageService:
        """Return the description of a service, signed in.

        Raises:
            ImageServiceError: it cannot be read.
        """
        from ...core.connect import open_service

        key = (entry.gis, entry.url)
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        service = open_service(entry.url, session=self._connections.session(entry.gis, entry.url), cancel=cancel)
        with self._lock:
            self._kept[key] = service
            while len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)
        return service

    def service_or_none(self, entry: Entry, cancel: Cancel | None = None) -> ImageService | None:
        """Return the description of a service, or None where it cannot be read."""
        try:
            return self.service(entry, cancel)
        except Cancelled:
            raise
        except ImageServiceError:
            return None

    def forget(self) -> None:
        """Read everything again."""
        with self._lock:
            self._kept.clear()
