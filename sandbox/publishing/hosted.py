# SPDX-License-Identifier: GPL-2.0-or-later
"""What members have published: hosted image services with their items, from the empty placeholder to the raster."""

from __future__ import annotations

import itertools
import shutil
import threading
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ..errors import ServiceError
from ..portal.items import IMAGE_SERVICE, Item, wgs84_extent
from ..portal.paths import DYNAMIC, FEDERATED, TILED
from ..portal.people import ORGANISATION_ID
from ..portal.servers import HOSTED
from ..raster import open_raster
from ..root import plain
from ..service import Service

KEYWORDS = ("Data", "Service", "Image Service", "ArcGIS Server", "Hosted Service")
KIND_KEYWORDS = {TILED: ("Tiled Imagery",), DYNAMIC: ("Dynamic Imagery Layer",)}
GENERATIONS = {FEDERATED: "11.3", TILED: "12", DYNAMIC: "12"}
# A hosted cache says nothing about images of any size (recorded root resource of one of ArcGIS Online).
NOT_OF_CACHES = ("maxImageHeight", "maxImageWidth", "mosaicOperator", "allowedMosaicMethods")


@dataclass(frozen=True, eq=False)
class Publication:
    """One hosted service on the server of that context. Without a service yet, it is the empty placeholder."""

    item: Item
    context: str
    capabilities: tuple[str, ...]
    description: str
    service: Service | None = None
    size: int = 0
    ready_at: float = 0.0

    @property
    def name(self) -> str:
        """Return the service's name with its folder."""
        return hosted_name(self.context, self.item.name or "")

    @property
    def is_ready(self) -> bool:
        """Say whether the raster is being served."""
        return self.service is not None and time.monotonic() >= self.ready_at

    @property
    def overrides(self) -> dict[str, Any]:
        """Return what the service says about itself besides the facts of its raster."""
        root: dict[str, Any] = {
            "description": self.description,
            "capabilities": ",".join(self.capabilities),
            "serviceItemId": self.item.id,
        }
        if self.context != TILED:
            return {"generation": GENERATIONS[self.context], "root": root}
        root |= {"allowRasterFunction": False, "datasetFormat": "Cache/LERC2D", "compressionType": "LERC", "bsq": False}
        return {"generation": GENERATIONS[TILED], "root": root, "rootRemove": list(NOT_OF_CACHES)}

    def placeholder(self) -> dict[str, Any]:
        """Return the root resource before there is a raster: no extent, no bands."""
        return {
            "currentVersion": plain(float(GENERATIONS[self.context])),
            "serviceDescription": "",
            "name": self.name,
            "description": self.description,
            "bandCount": 0,
            "copyrightText": "",
            "capabilities": ",".join(self.capabilities),
            "serviceItemId": self.item.id,
        }


@dataclass(frozen=True)
class HostedCatalog:
    """The hosted services of one server, as far as they are ready."""

    publications: Callable[[], tuple[Publication, ...]]
    context: str

    def listing(self, folder: str) -> tuple[list[str], list[str]] | None:
        """Return sub-folder names and service names (with their folder) of a folder, None if there is none."""
        names = sorted(one.name for one in self.publications() if one.context == self.context)
        here = [name for name in names if name.rpartition("/")[0] == folder]
        folders = {name.partition("/")[0] for name in names if "/" in name} if not folder else set()
        return None if folder and not here else (sorted(folders), here)

    def service(self, name: str) -> Service | None:
        """Return a service that is ready."""
        found = next((one for one in self.publications() if (one.context, one.name) == (self.context, name)), None)
        return found.service if found is not None and found.is_ready else None


class Hosted:
    """All publications. Used from several threads; what is handed out never changes."""

    def __init__(self) -> None:
        self._all: tuple[Publication, ...] = ()
        self._revisions = itertools.count(1)
        self._lock = threading.Lock()

    def all(self) -> tuple[Publication, ...]:
        """Return everything that is published, oldest first."""
        return self._all

    def items(self) -> tuple[Item, ...]:
        """Return the items of all publications."""
        return tuple(one.item for one in self._all)

    def catalog(self, context: str) -> HostedCatalog:
        """Return the services of one server."""
        return HostedCatalog(self.all, context)

    def at(self, context: str, name: str | None) -> Publication | None:
        """Return a publication by its place."""
        return next((one for one in self._all if (one.context, one.name) == (context, name)), None)

    def with_id(self, item_id: str) -> Publication | None:
        """Return a publication by the id of its item."""
        return next((one for one in self._all if one.item.id == item_id), None)

    def is_free(self, name: str) -> bool:
        """Say whether no service of the organisation has that name, in any case of its letters."""
        return all((one.item.name or "").lower() != name.lower() for one in self._all)

    def used_bytes(self) -> int:
        """Return how much room the published rasters take."""
        return sum(one.size for one in self._all)

    def create(self, wanted: Publication) -> Publication:
        """Add an empty service. Raises ServiceError when its name is taken."""
        with self._lock:
            name = wanted.item.name or ""
            if not self.is_free(name):
                text = f"Service name '{name}' already exists for '{ORGANISATION_ID}'"
                raise ServiceError(400, text, (text,))
            self._all = (*self._all, wanted)
        return wanted

    def change(self, item_id: str, **values: Any) -> Publication | None:
        """Change members of an item. Returns None when there is no such item any more."""
        with self._lock:
            return self._replace(item_id, lambda one: replace(one, item=replace(one.item, modified=now(), **values)))

    def deliver(self, item_id: str, raster: Path, size: int, delay_s: float) -> Publication | None:
        """Serve a raster from now on, or after a delay. Raises OSError when it cannot be served.

        Returns None when the item has been deleted meanwhile.
        """
        status = raster.stat()
        opened = open_raster(raster, (status.st_mtime_ns, status.st_size))

        def filled(one: Publication) -> Publication:
            service = Service(one.name, opened, one.overrides, next(self._revisions))
            item = replace(one.item, extent=wgs84_extent(service), modified=now())
            return replace(one, item=item, service=service, size=size, ready_at=time.monotonic() + delay_s)

        with self._lock:
            return self._replace(item_id, filled)

    def delete(self, item_id: str) -> Publication | None:
        """Remove an item with its service. Returns what it was."""
        with self._lock:
            found = self.with_id(item_id)
            self._all = tuple(one for one in self._all if one is not found)
        if found is not None and found.service is not None:
            shutil.rmtree(found.service.raster.path.parent, ignore_errors=True)
        return found

    def clear(self) -> None:
        """Forget everything; the files go with the scratch folder."""
        with self._lock:
            self._all = ()

    def json(self) -> list[dict[str, Any]]:
        """Return what the control resource shows."""
        return [
            {"itemId": one.item.id, "name": one.name, "owner": one.item.owner, "ready": one.is_ready, "size": one.size}
            for one in self._all
        ]

    def _replace(self, item_id: str, change: Callable[[Publication], Publication]) -> Publication | None:
        found = self.with_id(item_id)
        if found is None:
            return None
        changed = change(found)
        self._all = tuple(changed if one is found else one for one in self._all)
        return changed


def new_publication(
    owner: str,
    name: str,
    title: str,
    context: str,
    capabilities: tuple[str, ...],
    *,
    description: str = "",
    folder: str | None = None,
    item_id: str | None = None,
) -> Publication:
    """Return an empty service with a private item."""
    moment = now()
    item = Item(
        id=item_id or uuid.uuid4().hex,
        owner=owner,
        title=title or name,
        type=IMAGE_SERVICE,
        url=f"{context}/rest/services/{hosted_name(context, name)}/ImageServer",
        access="private",
        modified=moment,
        created=moment,
        keywords=(*KEYWORDS, *KIND_KEYWORDS.get(context, ())),
        folder=folder,
        name=name,
    )
    return Publication(item, context, capabilities, description)


def hosted_name(context: str, name: str) -> str:
    """Return the name with the folder in which that server keeps hosted services."""
    return f"{HOSTED}/{name}" if context == FEDERATED else name


def now() -> int:
    """Return the time in epoch milliseconds."""
    return int(time.time() * 1000)
