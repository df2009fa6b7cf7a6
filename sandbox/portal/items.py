# SPDX-License-Identifier: GPL-2.0-or-later
"""Items: every service of the data folder, a few things that are no image service, and as many more as wanted."""

from __future__ import annotations

import functools
import hashlib
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from .. import spatialref
from ..catalog import Catalog
from ..errors import ServiceError
from ..grid import Extent
from ..service import Service
from .people import DEPARTMENTS, ELSEWHERE, FOUNDED, GROUPS, ORGANISATION_ID, Department, User, folders_of, stable_id
from .servers import SECURE

WGS84 = spatialref.CRS.from_epsg(4326)
IMAGE_SERVICE = "Image Service"
THUMBNAIL = "thumbnail/thumbnail.png"
SUBJECTS = ("Elevation", "Land cover", "Orthophoto", "Surface temperature", "Flood depth", "Canopy height", "Snow")
PLACES = ("Norland", "Eastmark", "Weston", "Sutter Valley", "Île d'Or", "Großfeld", "Ørland", "Cañada Real", "Lakeside")
HOSTILE_TITLE = '<b>Bold</b> & "quoted" <img src=x onerror=alert(1)>'
HOSTILE_DESCRIPTION = "<script>alert(1)</script><p onclick='alert(2)'>Nothing <b>here</b> may run.</p>"


@dataclass(frozen=True)
class Sharing:
    """With whom an item is shared: access is public, org or private."""

    access: str
    owner: str

    def includes(self, user: User | None) -> bool:
        """Say whether somebody is among them (None: nobody signed in)."""
        if self.access == "public":
            return True
        if user is None:
            return False
        return self.access == "org" or user.administers or user.username == self.owner


@dataclass(frozen=True, eq=False)
class Item:
    """One item. ``service`` is the data folder's name of the image service behind it, None for other things.

    ``group_ids`` are the groups that it is shared with besides those of its department.
    """

    id: str
    owner: str
    title: str
    type: str
    url: str | None
    access: str
    modified: int
    snippet: str | None = None
    description: str | None = None
    tags: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    extent: Extent | None = None
    folder: str | None = None
    department: str = ""
    service: str | None = None
    data: dict[str, Any] = field(default_factory=dict)
    name: str | None = None
    credits: str | None = None
    created: int = FOUNDED
    properties: dict[str, Any] | None = None
    license: str | None = None
    group_ids: frozenset[str] = frozenset()

    @property
    def sharing(self) -> Sharing:
        """Return with whom the item is shared."""
        return Sharing(self.access, self.owner)

    def visible_to(self, user: User | None) -> bool:
        """Say whether somebody finds the item (None: nobody signed in)."""
        return self.sharing.includes(user)

    @functools.cached_property
    def groups(self) -> frozenset[str]:
        """Return the ids of the groups that the item is shared with; a private item belongs to no department's."""
        if self.access == "private":
            return self.group_ids
        return self.group_ids.union(group.id for group in GROUPS if self.department in group.departments)

    def json(self, base: str) -> dict[str, Any]:
        """Return the item as searches and ``content/items`` give it; ``base`` completes addresses on this host."""
        box = self.extent
        return {
            "id": self.id,
            "owner": self.owner,
            "orgId": ORGANISATION_ID,
            "created": self.created,
            "modified": self.modified,
            "guid": None,
            "name": self.name,
            "title": self.title,
            "type": self.type,
            "typeKeywords": list(self.keywords),
            "description": self.description,
            "tags": list(self.tags),
            "snippet": self.snippet,
            "thumbnail": THUMBNAIL if self.service is not None else None,
            "documentation": None,
            "extent": [] if box is None else [[box.xmin, box.ymin], [box.xmax, box.ymax]],
            "categories": [],
            "spatialReference": None,
            "accessInformation": self.credits,
            "licenseInfo": self.license,
            "culture": "en-us",
            "properties": self.properties,
            "url": None if self.url is None else f"{base}{self.url}",
            "proxyFilter": None,
            "access": self.access,
            "size": -1,
            "numComments": 0,
            "numRatings": 0,
            "avgRating": 0,
            "numViews": 0,
            "ownerFolder": self.folder,
            "protected": False,
        }


class Items:
    """The items of the portal, looked up anew when something behind them has changed.

    ``published`` gives those that members have published.
    """

    def __init__(self, catalog: Catalog, published: Callable[[], tuple[Item, ...]] = tuple) -> None:
        self._catalog = catalog
        self._published = published
        self._generated_count = 0
        self._key: tuple[Any, ...] = ()
        self._steady_key: tuple[Any, ...] = ()
        self._steady: tuple[Item, ...] = ()  # what changes with the data folder only
        self._all: tuple[Item, ...] = ()
        self._by_id: dict[str, Item] = {}
        self._lock = threading.Lock()

    def generate(self, count: int) -> None:
        """Have so many generated items from now on."""
        with self._lock:
            self._generated_count = count

    def all(self) -> tuple[Item, ...]:
        """Return every item; the same object as long as nothing changed."""
        services, published = list(_services(self._catalog, "")), self._published()
        with self._lock:
            key = (self._generated_count, tuple((service.name, service.revision) for service in services))
            if key != self._steady_key:
                own = [_service_item(service) for service in services]
                self._steady = (*own, *_other_things(), *_generated(own, self._generated_count))
                self._steady_key = key
            if (key, published) != self._key:
                self._all = (*self._steady, *published)
                self._by_id = {item.id: item for item in self._all}
                self._key = (key, published)
            return self._all

    def with_id(self, item_id: str) -> Item | None:
        """Return an item by its id."""
        self.all()
        return self._by_id.get(item_id)

    def sharing_of(self, service: str) -> Sharing | None:
        """Return how a service is shared, by its name in the data folder; None where there is no such service."""
        found = self._catalog.service(service)
        return None if found is None else _sharing(found)


def _services(catalog: Catalog, folder: str) -> Iterator[Service]:
    folders, names = catalog.listing(folder) or ([], [])
    for name in names:
        service = catalog.service(name)
        if service is not None:
            yield service
    for name in folders:
        yield from _services(catalog, f"{folder}/{name}".lstrip("/"))


def _service_item(service: Service) -> Item:
    """Return the item of a service; the member ``item`` of its ``service.json`` replaces what is made up here."""
    parts = service.name.split("/")
    department = _department(service)
    place = DEPARTMENTS.get(department, ELSEWHERE)
    told: dict[str, Any] = service.overrides.get("item", {})
    sharing = _sharing(service)
    summary = service.root_overrides.get("description") or f"Image service {service.name}."
    # Whoever may see a public item may read it without a token: it lies on the open server.
    root = "/arcgis/rest/services" if sharing.access == "public" else f"/server/rest/services/{SECURE}"
    return Item(
        id=stable_id(f"item {service.name}"),
        owner=sharing.owner,
        title=str(told.get("title", " ".join(parts).replace("_", " ").title())),
        type=IMAGE_SERVICE,
        url=f"{root}/{service.name}/ImageServer",
        access=sharing.access,
        modified=service.raster.stamp[0] // 1_000_000,
        snippet=told.get("snippet", service.root_overrides.get("serviceDescription")),
        description=told.get("description", f"<div><p>{summary}</p><p><b>Pixels:</b> {service.pixel_type}</p></div>"),
        tags=tuple(told.get("tags", [*parts[:-1], "imagery", service.pixel_type])),
        keywords=("ArcGIS Server", "Data", "Image Service", "Service"),
        extent=wgs84_extent(service),
        folder=_folder_id(sharing.owner, place),
        department=department,
        service=service.name,
        data=dict(told.get("data", {})),
        name=parts[-1],
        credits=service.root_overrides.get("copyrightText"),
    )


def _department(service: Service) -> str:
    top, _, rest = service.name.partition("/")
    return top if rest else ""


def _sharing(service: Service) -> Sharing:
    place = DEPARTMENTS.get(_department(service), ELSEWHERE)
    told: dict[str, Any] = service.overrides.get("item", {})
    return Sharing(str(told.get("access", place.access)), str(told.get("owner", place.owner)))


def _folder_id(owner: str, place: Department) -> str | None:
    return next((folder.id for folder in folders_of(owner) if folder.title == place.folder), None)


def wgs84_extent(service: Service) -> Extent | None:
    """Return the extent of a service as its item states it, None where it cannot be projected."""
    if service.crs is None or service.spatial_reference is None:
        return None
    try:
        return spatialref.project_extent(service.crs, WGS84, service.extent, "extent")
    except ServiceError:
        return None


def _other_things() -> Iterator[Item]:
    """Give what a search for image services must leave out."""
    for kind, title, owner in (
        ("Web Map", "Imagery of the region", "analyst"),
        ("Feature Service", "Survey points", "publisher"),
    ):
        url = "/server/rest/services/points/FeatureServer" if kind == "Feature Service" else None
        yield Item(stable_id(title), owner, title, kind, url, "public", FOUNDED, tags=("imagery",), keywords=(kind,))


def _generated(models: list[Item], count: int) -> Iterator[Item]:
    """Give items as a large organisation has them; each leads to a real service, is shared like it, and not private."""
    models = [model for model in models if model.access != "private"] or models
    for number in range(count if models else 0):
        model = models[number % len(models)]
        digest = hashlib.blake2b(str(number).encode(), digest_size=8).digest()
        subject, place = SUBJECTS[digest[0] % len(SUBJECTS)], PLACES[digest[1] % len(PLACES)]
        west, south = digest[2] / 256 * 350 - 180, digest[3] / 256 * 160 - 85
        first = number == 0  # one whose texts would be a danger in a careless window
        yield Item(
            id=stable_id(f"generated {number}"),
            owner=("publisher", "analyst", "admin")[digest[4] % 3],
            title=HOSTILE_TITLE if first else f"{subject} of {place} {1990 + digest[5] % 35} no. {number:05d}",
            type=IMAGE_SERVICE,
            url=model.url,
            access=model.access,
            modified=FOUNDED + int.from_bytes(digest, "big") % 150_000_000_000,
            snippet=f"{subject} of the {place} area",
            description=HOSTILE_DESCRIPTION if first else f"<p>{subject}, <i>{place}</i>, survey no. {number}</p>",
            tags=(subject.lower(), place, "generated"),
            keywords=model.keywords,
            extent=Extent(west, south, west + 1 + digest[6] / 64, south + 1 + digest[7] / 128),
            department=model.department,
            service=model.service,
            name=model.name,
        )
