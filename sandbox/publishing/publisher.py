# SPDX-License-Identifier: GPL-2.0-or-later
"""The portal's side of publishing: names, folders, empty services, and what becomes of items afterwards."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

from ..answer import Answer, Call, document
from ..errors import ServiceError
from ..grid import Extent
from ..portal import refusals
from ..portal.accounts import Accounts
from ..portal.folders import Folders
from ..portal.items import Item
from ..portal.paths import DYNAMIC, FEDERATED, TILED
from ..portal.people import GROUPS, User, user_named
from .hosted import Hosted, Publication, new_publication

IMAGE_SERVICE_OUTPUT = "imageservice"
REFUSED_CHARACTERS = re.compile(r"[^\w]")
ITEM_ID = re.compile(r"[0-9a-f]{32}")
TILED_PRIVILEGE = "portal:publisher:publishTiledImagery"
DYNAMIC_PRIVILEGE = "portal:publisher:publishDynamicImagery"
CREATE_PRIVILEGE = "portal:user:createItem"
# Form field of an update -> member of the item, for those that are plain text.
TEXTS = {
    "title": "title",
    "snippet": "snippet",
    "description": "description",
    "accessInformation": "credits",
    "licenseInfo": "license",
}


@dataclass
class Publisher:
    """The operations below ``content/users`` that change something, and ``isServiceNameAvailable``."""

    accounts: Accounts
    hosted: Hosted
    folders: Folders

    def is_name_available(self, call: Call) -> Answer:
        """Answer ``portals/self/isServiceNameAvailable``: tells of the name only, not of its letters."""
        self.accounts.member(call)
        name = call.params.get("name", "").strip()
        if not name or not call.params.get("type", "").strip():
            raise refusals.bad_parameter(*refusals.required(["name", "type"]))
        return document(call, "Service Name", {"available": self.hosted.is_free(name)})

    def create_folder(self, call: Call) -> Answer:
        """Answer ``createFolder``."""
        owner = self._owner(call, CREATE_PRIVILEGE)
        title = call.params.get("title", "").strip() or call.params.get("foldername", "").strip()
        if not title:
            raise refusals.bad_parameter(*refusals.required(["title"]))
        folder = self.folders.create(owner.username, title)
        if folder is None:
            raise ServiceError(400, "Unable to create folder.", ("Folder title not available.",))
        return document(call, "Create Folder", {"success": True, "folder": folder.json()})

    def delete_folder(self, call: Call) -> Answer:
        """Answer ``content/users/<user>/<folder>/delete``: its items go with it."""
        owner = self._owner(call)
        folder = self.folders.with_id(owner.username, call.tail[1])
        if folder is None or not self.folders.delete(folder):
            raise refusals.folder_missing()
        for one in self.hosted.all():
            if one.item.folder == folder.id:
                self.hosted.delete(one.item.id)
        value = {"success": True, "folder": {"username": owner.username, "id": folder.id, "title": folder.title}}
        return document(call, "Delete Folder", value)

    def create_service(self, call: Call) -> Answer:
        """Answer ``createService`` for image services: an empty one, to be filled by a job."""
        owner = self._owner(call)
        if call.params.get("outputType", "").strip().lower() != IMAGE_SERVICE_OUTPUT:
            raise refusals.bad_parameter("'outputType' must be imageService.")
        wanted = _json_object(call, "createParameters")
        name = str(wanted.get("name", "")).strip()
        if not name or REFUSED_CHARACTERS.search(name):
            raise refusals.bad_parameter(f"Service name '{name}' is invalid.")
        capabilities = tuple(part.strip() for part in str(wanted.get("capabilities", "")).split(",") if part.strip())
        tiled = "tilesonly" in {part.lower() for part in capabilities}
        settings = self.accounts.settings
        if not settings.raster_analytics:
            raise ServiceError(400, "Unable to create service.", ("No raster analysis server is configured.",))
        _check_privilege(owner, TILED_PRIVILEGE if tiled else DYNAMIC_PRIVILEGE)
        if settings.quota_bytes is not None and self.hosted.used_bytes() >= settings.quota_bytes:
            raise ServiceError(400, "Unable to create service.", ("The storage quota has been reached.",))
        if not settings.online:  # an Enterprise knows dynamic services only
            capabilities = tuple(part for part in capabilities if part.lower() != "tilesonly")
        context = FEDERATED if not settings.online else TILED if tiled else DYNAMIC
        publication = self.hosted.create(
            new_publication(
                owner.username,
                name,
                call.params.get("title", "").strip(),
                context,
                capabilities or ("Image", "Metadata"),
                description=str(wanted.get("serviceDescription") or wanted.get("description") or ""),
                folder=self._folder_id(call, owner),
                item_id=self._wanted_id(call),
            )
        )
        return document(call, "Create Service", _created(publication, call.base))

    def update_item(self, call: Call) -> Answer:
        """Answer ``update`` of an item."""
        item = self._own_item(call)
        self.hosted.change(item.id, **_changes(call))
        return document(call, "Update Item", {"success": True, "id": item.id})

    def share_item(self, call: Call) -> Answer:
        """Answer ``share``: with everyone, with the organisation, with groups; what is left out ends."""
        item = self._own_item(call)
        everyone, members = (call.params.get(name, "").strip().lower() == "true" for name in ("everyone", "org"))
        asked = {part.strip() for part in call.params.get("groups", "").split(",") if part.strip()}
        known = {group.id for group in GROUPS if item.owner in (group.owner, *group.members)}
        access = "public" if everyone else "org" if members else "private"
        self.hosted.change(item.id, access=access, group_ids=frozenset(asked & known))
        return document(call, "Share Item", {"notSharedWith": sorted(asked - known), "itemId": item.id})

    def delete_item(self, call: Call) -> Answer:
        """Answer ``delete`` of an item: a hosted service goes with it."""
        item = self._own_item(call)
        self.hosted.delete(item.id)
        return document(call, "Delete Item", {"success": True, "itemId": item.id})

    def _owner(self, call: Call, privilege: str = "") -> User:
        """Return the user in whose content something is to change: the one who asks, or an administrator's choice."""
        if call.method != "POST":
            raise refusals.method_not_allowed()
        asking = self.accounts.member(call)
        owner = user_named(call.tail[0])
        if owner is None:
            raise refusals.user_missing()
        if owner != asking and not asking.administers:
            raise refusals.no_permission()
        if privilege:
            _check_privilege(owner, privilege)
        return owner

    def _folder_id(self, call: Call, owner: User) -> str | None:
        if len(call.tail) == 1:
            return None
        folder = self.folders.with_id(owner.username, call.tail[1])
        if folder is None:
            raise refusals.folder_missing()
        return folder.id

    def _wanted_id(self, call: Call) -> str | None:
        wanted = call.params.get("itemIdToCreate", "").strip() or None
        if wanted is not None and (not ITEM_ID.fullmatch(wanted) or self.hosted.with_id(wanted) is not None):
            raise refusals.bad_parameter("'itemIdToCreate' is invalid.")
        return wanted

    def _own_item(self, call: Call) -> Item:
        """Return the published item that a request is about. What the data folder holds belongs to nobody here."""
        asking = self.accounts.member(call) if call.method == "POST" else None
        if asking is None:
            raise refusals.method_not_allowed()
        publication = self.hosted.with_id(call.tail[-1])
        if publication is None or not publication.item.visible_to(asking):
            raise refusals.item_missing()
        if publication.item.owner != asking.username and not asking.administers:
            raise refusals.no_permission()
        return publication.item


def _created(publication: Publication, base: str) -> dict[str, Any]:
    address = f"{base}{publication.item.url}"
    return {
        "encodedServiceURL": address,
        "itemId": publication.item.id,
        "name": publication.item.name,
        "serviceItemId": publication.item.id,
        "serviceurl": address,
        "size": -1,
        "success": True,
        "type": publication.item.type,
        "isView": False,
    }


def _changes(call: Call) -> dict[str, Any]:
    changes: dict[str, Any] = {member: call.params[name] for name, member in TEXTS.items() if name in call.params}
    if "tags" in call.params:
        changes["tags"] = tuple(tag.strip() for tag in call.params["tags"].split(",") if tag.strip())
    if "properties" in call.params:
        changes["properties"] = _json_object(call, "properties")
    if call.params.get("extent", "").strip():
        try:
            changes["extent"] = Extent(*(float(part) for part in call.params["extent"].split(",")))
        except (TypeError, ValueError):
            raise refusals.bad_parameter("'extent' must be four numbers.") from None
    if not changes.get("title", "title").strip():
        raise refusals.bad_parameter(*refusals.required(["title"]))
    return changes


def _json_object(call: Call, name: str) -> dict[str, Any]:
    try:
        value = json.loads(call.params.get(name, "") or "{}")
    except ValueError:
        value = None
    if not isinstance(value, dict):
        raise refusals.bad_parameter(f"'{name}' must be a JSON object.")
    return value


def _check_privilege(user: User, privilege: str) -> None:
    if privilege not in user.privileges:
        raise refusals.no_permission()
