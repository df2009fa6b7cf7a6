# SPDX-License-Identifier: GPL-2.0-or-later
"""The server's output directory, where f=json leaves its images for a while."""

from __future__ import annotations

import hashlib

from .answer import Answer, Call
from .cache import AnswerCache

PATH = "/rest/directories/arcgisoutput"  # below each server's context
KEPT_BYTES = 128 * 1024 * 1024


class OutputDirectory:
    """Files by path below arcgisoutput. Old ones vanish, as they do on a real server."""

    def __init__(self) -> None:
        self._files = AnswerCache(KEPT_BYTES)

    def save(self, call: Call, answer: Answer, suffix: str) -> str:
        """Keep the image of a request. Returns its address, the same for the same request."""
        name = (call.service or "").replace("/", "_")
        digest = hashlib.sha256(call.canonical().encode()).hexdigest()[:32]
        path = f"{name}_{call.kind}/_ags_{digest}.{suffix}"
        self._files.put((call.context, path), answer)
        return f"{call.base}{call.context}{PATH}/{path}"

    def get(self, call: Call) -> Answer | None:
        """Return a file that is still there."""
        return self._files.get((call.context, "/".join(call.tail)))

    def keep(self, call: Call, name: str, answer: Answer) -> None:
        """Keep a file that only its own service gives out, under a name of the service's choosing."""
        self._files.put((call.context, call.service, name), answer)

    def kept(self, call: Call, name: str) -> Answer | None:
        """Return such a file while it is still there."""
        return self._files.get((call.context, call.service, name))
