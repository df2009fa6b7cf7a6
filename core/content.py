# SPDX-License-Identifier: GPL-2.0-or-later
"""What an account owns in a portal, and the operations that change it: folders, new services, items, sharing.

The calls and their fields are those of Esri's own client (recorded), the names those of Esri's pages on users and
items.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from . import lenient
from .cancel import Cancel
from .errors import NotFound, ProtocolError, PublishError
from .portal import IMAGE_SERVICE
from .session import Session

# Newest first, so that what was just made is on the first page.
NEWEST = {"num": "100", "sortField": "created", "sortOrder": "desc"}


@dataclass(frozen=True)
class NewService:
    """An image service that was just made: still empty, until a job fills it."""

    item_id: str
    url: str


class Content:
    """The content of one account, through a session that is signed in as that account."""

    def __init__(self, root: str, username: str, session: Session) -> None:
        self.root = root
        self._session = session
        self._own = f"{root}/sharing/rest/content/users/{quote(username, safe='')}"

    def is_available(self, name: str, cancel: Cancel | None = None) -> bool:
        """Tell whether no image service has this name yet."""
        form = {"name": name, "type": IMAGE_SERVICE}
        url = f"{self.root}/sharing/rest/portals/self/isServiceNameAvailable"
        return lenient.flag(self._session.act(url, form, repeat=True, cancel=cancel).get("available", True))

    def folders(self, cancel: Cancel | None = None) -> tuple[tuple[str, str], ...]:
        """Return the folders as (id, title)."""
        answer = self._session.json(self._own, {"num": "1"}, cancel=cancel)
        entries = (lenient.mapping(entry) for entry in lenient.items(answer.get("folders")))
        return tuple((lenient.text(entry.get("id")), lenient.text(entry.get("title"))) for entry in entries)

    def folder_id(self, title: str, cancel: Cancel | None = None) -> str:
        """Return the id of a folder; it is made where there is none of that title.

        A folder that an attempt without an answer has made is found the next time, so it may be tried again.
        """
        wanted = title.strip()
        for identity, name in self.folders(cancel):
            if name.lower() == wanted.lower():
                return identity
        answer = self._session.act(f"{self._own}/createFolder", {"title": wanted}, cancel=cancel)
        folder = lenient.mapping(_done(answer, f"The folder “{wanted}” could not be made").get("folder"))
        return lenient.text(folder.get("id"))

    def create_service(
        self, name: str, title: str, capabilities: str, folder: str = "", cancel: Cancel | None = None
    ) -> NewService:
        """Make an empty image service in a folder (by id), once.

        Raises:
            ImageServiceError: the portal refuses; or it is not known whether the service was made.
        """
        properties = {"path": "@", "description": "", "copyright": ""}
        parameters = {"name": name, "description": "", "capabilities": capabilities, "properties": properties}
        form = {
            "createParameters": json.dumps(parameters),
            "outputType": "imageService",
            "isView": "false",
            "title": title,
        }
        answer = self._session.act(f"{self._in(folder)}/createService", form, cancel=cancel)
        made = _done(answer, f"The service “{name}” could not be made")
        item_id = lenient.text(made.get("itemId")) or lenient.text(made.get("serviceItemId"))
        if not item_id:
            raise ProtocolError("The portal says that it made the service, but not which item it is.", url=self.root)
        url = lenient.text(made.get("serviceurl")) or lenient.text(made.get("encodedServiceURL"))
        return NewService(item_id, url)

    def service_named(self, name: str, folder: str = "", cancel: Cancel | None = None) -> NewService | None:
        """Return the newest image service of this name in a folder (by id), or None."""
        answer = self._session.json(self._in(folder), NEWEST, cancel=cancel)
        for entry in map(lenient.mapping, lenient.items(answer.get("items"))):
            url = lenient.text(entry.get("url"))
            is_service = lenient.text(entry.get("type")).lower() == IMAGE_SERVICE.lower()
            if is_service and url.lower().endswith(f"/{name.lower()}/imageserver"):
                return NewService(lenient.text(entry.get("id")), url)
        return None

    def url_of(self, item_id: str, cancel: Cancel | None = None) -> str:
        """Return the address of the service that an item stands for."""
        answer = self._session.json(f"{self.root}/sharing/rest/content/items/{item_id}", cancel=cancel)
        return lenient.text(answer.get("url"))

    def update(self, item_id: str, fields: Mapping[str, str], cancel: Cancel | None = None) -> None:
        """Change what an item says of itself."""
        answer = self._session.act(f"{self._own}/items/{item_id}/update", fields, repeat=True, cancel=cancel)
        _done(answer, "The item could not be described")

    def share(self, item_id: str, sharing: str, cancel: Cancel | None = None) -> None:
        """Show an item to the organisation ("org") or to everybody ("public")."""
        form = {"everyone": str(sharing == "public").lower(), "org": "true", "groups": ""}
        answer = self._session.act(f"{self._own}/items/{item_id}/share", form, repeat=True, cancel=cancel)
        if lenient.items(answer.get("notSharedWith")):
            raise PublishError("The portal did not share the item.", url=self.root)

    def delete(self, item_id: str, cancel: Cancel | None = None) -> None:
        """Remove an item and its service for good; one that is gone already is no error."""
        form = {"permanentDelete": "true"}
        try:
            answer = self._session.act(f"{self._own}/items/{item_id}/delete", form, repeat=True, cancel=cancel)
        except NotFound:
            return
        _done(answer, "The item could not be removed")

    def direct_access_url(self, cancel: Cancel | None = None) -> str:
        """Return the address of the account's raster store, with its signature (ArcGIS Online)."""
        form = {"storeType": "rasterStore", "expiration": "1440"}  # minutes
        answer = self._session.act(f"{self._own}/generateDirectAccessUrl", form, repeat=True, cancel=cancel)
        return lenient.text(answer.get("url"))

    def _in(self, folder: str) -> str:
        return f"{self._own}/{quote(folder, safe='')}" if folder else self._own


def _done(answer: dict[str, Any], what: str) -> dict[str, Any]:
    """Return an answer that says that it was done; some portals report failure without an error."""
    if lenient.flag(answer.get("success", True)):
        return answer
    words = lenient.text(answer.get("message")) or lenient.text(answer.get("statusMessage")) or "it gives no reason"
    raise PublishError(f"{what} ({words}).")
