# SPDX-License-Identifier: GPL-2.0-or-later
"""Hosted publishing of one portal, put together."""

from __future__ import annotations

import threading
from typing import Any

from ..answer import Answer, Call, document
from ..errors import invalid_url, unable_to_complete
from ..portal import refusals
from ..portal.accounts import Accounts
from ..portal.folders import Folders
from ..portal.items import Sharing
from .blobs import Blobs
from .hosted import Hosted
from .publisher import CREATE_PRIVILEGE, Publisher
from .scratch import Scratch
from .tools import Tools
from .uploads import Uploads

DEFAULT_MINUTES = 60.0


class Publishing:
    """What was sent, what works on it, and what is published. Answers from several threads at once."""

    def __init__(self, accounts: Accounts, folders: Folders) -> None:
        self.scratch = Scratch()
        self.hosted = Hosted()
        self.publisher = Publisher(accounts, self.hosted, folders)
        self._accounts = accounts
        self._uploads = Uploads(self.scratch, lambda: accounts.settings)
        self._blobs = Blobs(self.scratch)
        self._tools = Tools(accounts, self.hosted, self._uploads, self._blobs, self.scratch)
        self._addresses = 0
        self._lock = threading.Lock()

    def tools(self, call: Call) -> Answer:
        """Answer a request to the raster analysis service. Raises ServiceError."""
        return self._tools.answer(call)

    def blob(self, call: Call) -> Answer:
        """Answer a request to the blob container."""
        return self._blobs.answer(call)

    def sharing(self, call: Call) -> Sharing | None:
        """Return how the hosted service is shared that a request asks for, None when it asks for none."""
        found = self.hosted.at(call.context, call.service)
        return None if found is None else found.item.sharing

    def placeholder(self, call: Call) -> Answer | None:
        """Answer a request to a service that has no raster yet, None when there is no such service."""
        found = self.hosted.at(call.context, call.service)
        if found is None or call.kind != "ImageServer":
            return None
        if call.operation != "root":
            raise unable_to_complete("The service has no data.")
        return document(call, f"{found.name} (ImageServer)", found.placeholder())

    def direct_access(self, call: Call) -> Answer:
        """Answer ``generateDirectAccessUrl``: where on ArcGIS Online rasters are sent to."""
        if call.method != "POST":
            raise refusals.method_not_allowed()
        user = self._accounts.member(call)
        if not self._accounts.settings.online:
            raise invalid_url()
        if user.username != call.tail[0].lower() or CREATE_PRIVILEGE not in user.privileges:
            raise refusals.no_permission()
        if call.params.get("storeType") != "rasterStore":
            raise refusals.bad_parameter("'storeType' is invalid.")
        address = self._blobs.address(call.base, self._life(call))
        return document(call, "Direct Access", {"success": True, "url": address})

    def clear(self) -> None:
        """Be as at the start: nothing sent, nothing published."""
        for part in (self._tools.jobs, self.hosted, self._uploads, self._blobs, self.scratch):
            part.clear()
        self._addresses = 0

    def json(self) -> dict[str, Any]:
        """Return what the control resource shows."""
        return {
            "published": self.hosted.json(),
            "uploads": self._uploads.json(),
            "blobs": self._blobs.json(),
            "jobs": self._tools.jobs.json(),
        }

    def _life(self, call: Call) -> float:
        """Return how long the address that is given out now lives, in seconds."""
        lives = self._accounts.settings.signature_seconds
        with self._lock:
            number, self._addresses = self._addresses, self._addresses + 1
        if lives is None:
            try:
                return float(call.params.get("expiration") or DEFAULT_MINUTES) * 60
            except ValueError:
                raise refusals.bad_parameter("'expiration' must be a number of minutes.") from None
        return lives[min(number, len(lives) - 1)] if isinstance(lives, tuple) else lives
