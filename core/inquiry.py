# SPDX-License-Identifier: GPL-2.0-or-later
"""Asks a service what its values mean, beside the download of the values.

In a thread of its own: a server that has no such resources, or is slow with them, neither fails a download nor holds
its tiles up. An ordinary service costs one request (``keyProperties``), a multidimensional one another
(``multidimensionalInfo``), and ``slices`` only where a slice is all that is known and units differ.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from . import envelope, lenient
from .cancel import Cancel
from .dimensions import variables_of
from .errors import ImageServiceError, TransportFailure
from .key_properties import KeyProperties
from .meaning import Told, needs_slices
from .retry import RetryPolicy
from .service import ImageService
from .session import Session, idle
from .slices import has_slices, slices_of

if TYPE_CHECKING:
    from .plan import DownloadPlan

# The version that began to tell key properties (10.1).
SINCE = 10.1
# How long the end of a download waits for answers that are still under way, in seconds.
PATIENCE_S = 3.0
POLL_S = 0.05
# What a proxy answers for a server that has too much to do: asked again, once.
_BUSY = frozenset({429, 502, 503, 504})


class Inquiry:
    """What a service tells about its values; asking begins at once, and ``close`` ends it.

    Args:
        plan: the download that it is for.
        session: the connection.
        variable: the variable that is downloaded, where that is known.
    """

    def __init__(self, plan: DownloadPlan, session: Session, variable: str = "") -> None:
        self._plan = plan
        self._session = session
        self._variable = variable
        self._stop = Cancel()
        self._told: Told | None = None
        self._so_far = Told()
        self._pool = ThreadPoolExecutor(1, "image-services-meaning")
        # What goes wrong there stays there: pixels are worth more than words about them.
        self._answer: Future[None] = self._pool.submit(self._ask_all)

    def told(self, cancel: Cancel) -> Told:
        """Return what was told, waiting a little for what is still under way; a server too slow has told nothing.

        Raises:
            Cancelled: the user stopped it.
        """
        deadline = time.monotonic() + PATIENCE_S
        while self._told is None and not self._answer.done() and time.monotonic() < deadline:
            idle()
            cancel.raise_if_set()
            wait([self._answer], POLL_S)
        if self._told is None:
            self._stop.set()
            self._told = self._so_far
        return self._told

    def close(self) -> None:
        """Ask no more; no thread is left."""
        self._stop.set()
        while not self._answer.done():
            idle()
            wait([self._answer], POLL_S)
        self._pool.shutdown()
        self._session.close()  # the last answer may have come after the transfer's

    def _ask_all(self) -> None:
        service = self._plan.service
        if has_key_properties(service):
            self._so_far = Told(KeyProperties.of(self._ask("keyProperties")))
        if not (service.has_multidimensions and self._plan.is_raw):
            return
        found = variables_of(self._ask("multidimensionalInfo", {"returnDimensionValues": "never"}))
        self._so_far = replace(self._so_far, variables=found)
        if has_slices(service) and needs_slices(self._plan, self._so_far, self._variable):
            slices = slices_of(self._ask("slices"))
            self._so_far = replace(self._so_far, slice_variables=tuple((each.number, each.variable) for each in slices))

    def _ask(self, resource: str, params: Mapping[str, str] | None = None) -> dict[str, Any]:
        """Return the answer of a resource, or nothing. One that is not there is asked for just once."""
        query = {"f": "json", **(params or {})}
        for pause in (RetryPolicy().pause_s(1), None):
            try:
                answer = self._session.fetch(f"{self._plan.service.url}/{resource}", query, cancel=self._stop)
                return lenient.mapping(envelope.json_of(answer.body))
            except ImageServiceError as error:
                is_busy = isinstance(error, TransportFailure) or error.details.get("status") in _BUSY
                if not is_busy or pause is None or self._stop.wait(pause):
                    break
        return {}


def has_key_properties(service: ImageService) -> bool:
    """Tell whether a service may have key properties; one that says nothing of its age is asked."""
    return service.version is None or service.since(SINCE)
