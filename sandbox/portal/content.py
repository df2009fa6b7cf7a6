# SPDX-License-Identifier: GPL-2.0-or-later
"""Items as resources: search, content/items, content/users, content/groups."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ..answer import Answer, Call, document
from ..catalog import Catalog
from . import refusals
from .accounts import Accounts
from .folders import Folders
from .items import THUMBNAIL, Item, Items
from .people import group_with, user_named
from .search import Searches, number, page
from .thumbnail import Thumbnails


@dataclass
class Content:
    """The content resources of the portal."""

    accounts: Accounts
    catalog: Catalog
    items: Items
    folders: Folders
    searches: Searches = field(default_factory=Searches)
    thumbnails: Thumbnails = field(default_factory=Thumbnails)

    def search(self, call: Call) -> Answer:
        """Answer ``search``."""
        return self._results(call)

    def group_search(self, call: Call) -> Answer:
        """Answer ``content/groups/<id>/search``."""
        return self._results(call, self._group_id(call))

    def group_items(self, call: Call) -> Answer:
        """Answer ``content/groups/<id>``, the older way to list a group."""
        found = self.searches.find(self.items.all(), {}, self.accounts.visitor(call), self._group_id(call))
        numbers, part = page(found, call.params)
        return document(call, "Group Items", {**numbers, "items": [item.json(call.base) for item in part]})

    def item(self, call: Call) -> Answer:
        """Answer ``content/items/<id>``."""
        item = self._item(call)
        return document(call, item.title, item.json(call.base))

    def item_data(self, call: Call) -> Answer:
        """Answer ``content/items/<id>/data``: what was saved with the item, often nothing."""
        item = self._item(call)
        return document(call, item.title, item.data)

    def item_info(self, call: Call) -> Answer:
        """Answer ``content/items/<id>/info/<thumbnail>`` with the picture."""
        item = self._item(call)
        service = None if item.service is None else self.catalog.service(item.service)
        if service is None or "/".join(call.tail[1:]) != THUMBNAIL:
            raise refusals.resource_missing()
        return self.thumbnails.of(service)

    def user_items(self, call: Call) -> Answer:
        """Answer ``content/users/<username>[/<folderId>]``: to that user and administrators."""
        asking = self.accounts.member(call)
        owner = user_named(call.tail[0])
        if owner is None:
            raise refusals.user_missing()
        if asking != owner and not asking.administers:
            raise refusals.no_permission()
        folders = self.folders.of(owner.username)
        current = None
        if len(call.tail) > 1:
            current = next((folder for folder in folders if folder.id == call.tail[1]), None)
            if current is None:
                raise refusals.folder_missing()
        folder_id = None if current is None else current.id
        own = [item for item in self.items.all() if item.owner == owner.username and item.folder == folder_id]
        numbers, part = page(own, _page_of_content(call.params))
        value = {
            "username": owner.username,
            **numbers,
            "currentFolder": None if current is None else current.json(),
            "items": [item.json(call.base) for item in part],
        }
        if current is None:  # folders do not nest
            value["folders"] = [folder.json() for folder in folders]
        return document(call, owner.username, value)

    def _results(self, call: Call, group: str = "") -> Answer:
        found = self.searches.find(self.items.all(), call.params, self.accounts.visitor(call), group)
        numbers, part = page(found, call.params)
        query = call.params.get("q", "")
        return document(call, "Search", {"query": query, **numbers, "results": [item.json(call.base) for item in part]})

    def _group_id(self, call: Call) -> str:
        group = group_with(call.tail[0])
        if group is None or not group.visible_to(self.accounts.visitor(call)):
            raise refusals.group_missing()
        return group.id

    def _item(self, call: Call) -> Item:
        user = self.accounts.visitor(call)
        item = self.items.with_id(call.tail[0])
        if item is None or not item.visible_to(user):
            raise refusals.item_missing()
        return item


def _page_of_content(params: Mapping[str, str]) -> Mapping[str, str]:
    # Esri's client lists a folder without saying how much it wants, and expects all that fits (recorded).
    return params if number(params, "num", 0) else {**params, "num": "100"}
