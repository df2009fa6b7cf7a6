# SPDX-License-Identifier: GPL-2.0-or-later
"""All image services of a GIS, with what each says of itself: from a portal's search or a server's directory."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace

from .address import host_of
from .cancel import Cancel
from .directory import Bounds, Place, discover, walk_folders
from .errors import AccessDenied, Cancelled, ImageServiceError, SignInRequired
from .gis import Gis
from .grid import Extent
from .portal import IMAGE_SERVICE, LARGEST_PAGE, Item, Portal, Query
from .service import ImageService
from .session import Session
from .spatialref import SpatialReference, transform_extent

PARALLEL = 8
DEGREES = SpatialReference(wkid=4326)


@dataclass(frozen=True)
class ListedService:
    """An image service of a listing; ``service`` is None where its description could not be read.

    ``access`` is the item's sharing level; without an item it is "public", or "signed in" for what this account may
    read; else "sign-in required", "no access" or "unreachable". ``footprint`` is in EPSG:4326. A folder of a server
    that cannot be read is listed in place of its services; its ``kind`` is "Folder".
    """

    name: str
    title: str
    url: str
    item_id: str = ""
    access: str = ""
    description: str = ""
    footprint: Extent | None = None
    service: ImageService | None = None
    kind: str = IMAGE_SERVICE


SessionFor = Callable[[str], Session]


def _unheard(sentence: str) -> None:
    """Take no notice."""


def list_services(
    address: str,
    session_for: SessionFor,
    search: str = "",
    cancel: Cancel | None = None,
    *,
    bounds: Bounds | None = None,
    note: Callable[[str], None] = _unheard,
) -> Iterator[ListedService]:
    """Yield the image services behind an address, described; those that cannot be read say why in ``access``.

    Args:
        address: a portal, a server or a single service.
        session_for: returns the session to use for an address.
        search: words that must occur; empty lists everything.
        cancel: stops the listing.
        bounds: the most that is listed; a server or a portal that has more is cut there.
        note: called with a sentence where something was left out.

    Raises:
        ImageServiceError: the address itself cannot be read.
    """
    cancel = cancel or Cancel()
    place = discover(address, session_for(address), cancel)
    found = _entries(_Search(place, session_for, search, cancel, bounds or Bounds(), note))
    with ThreadPoolExecutor(PARALLEL) as pool:
        waiting: list[Future[ListedService]] = []
        try:
            for entry in found:
                waiting.append(pool.submit(_described, entry, session_for, cancel))
                while len(waiting) > 2 * PARALLEL:
                    yield waiting.pop(0).result()
            while waiting:
                yield waiting.pop(0).result()
        finally:
            for future in waiting:
                future.cancel()


def session_maker(gis: Gis | None) -> SessionFor:
    """Return a function that gives sessions of a GIS, or plain ones: the same one for the same host."""
    make: SessionFor = gis.session_for if gis is not None else lambda _: Session()
    known: dict[str, Session] = {}
    return lambda url: known.get(host_of(url)) or known.setdefault(host_of(url), make(url))


@dataclass(frozen=True)
class _Search:
    """What is looked for, and how."""

    place: Place
    session_for: SessionFor
    words: str
    cancel: Cancel
    bounds: Bounds
    note: Callable[[str], None]


def _entries(search: _Search) -> Iterator[ListedService]:
    place = search.place
    if place.kind == "service" and place.url:
        yield ListedService(_name_of(place.url), _name_of(place.url), place.url)
    elif place.kind == "server":
        yield from _in_directory(search)
    else:
        portal = Portal(place.root, search.session_for(place.root))
        if place.item_id:
            yield _of_item(portal.item(place.item_id, search.cancel))
        else:
            yield from _in_portal(portal, search)


def _in_directory(search: _Search) -> Iterator[ListedService]:
    words, place = search.words.lower().split(), search.place
    for folder in walk_folders(search.session_for(place.root), place.root, search.cancel, search.bounds):
        if folder.cut:
            search.note(folder.cut)
        if folder.error is not None:
            url = f"{place.root}/rest/services/{folder.name}"
            title = folder.name.rpartition("/")[2]
            yield ListedService(folder.name, title, url, access=_access_after(folder.error), kind="Folder")
        for entry in folder.services:
            if all(word.strip("*") in entry.name.lower() for word in words):
                yield ListedService(entry.name, entry.name.rpartition("/")[2], entry.url)


def _in_portal(portal: Portal, search: _Search) -> Iterator[ListedService]:
    query = Query(search.words, org_id=portal.info(search.cancel).org_id)
    most = search.bounds.services
    start: int | None = 1
    while start is not None:
        page = portal.search(query, start=start, count=LARGEST_PAGE, cancel=search.cancel)
        yield from map(_of_item, page.items)
        following = page.next_start if (page.next_start or 0) > start else None
        if following is not None and following > most:
            search.note(f"The listing was cut after {start - 1 + len(page.items):,} services: the portal has more.")
            return
        start = following


def _of_item(item: Item) -> ListedService:
    name = _name_of(item.url)
    return ListedService(name, item.title, item.url, item.id, item.access, item.snippet, item.extent)


def _described(entry: ListedService, session_for: SessionFor, cancel: Cancel) -> ListedService:
    """Return an entry with the description of its service."""
    if entry.kind != IMAGE_SERVICE:
        return entry
    try:
        session = session_for(entry.url)
        service = ImageService.from_json(entry.url, session.json(entry.url, cancel=cancel), session)
        is_signed = bool(session.authcfg_for(entry.url) or session.token_for(entry.url))
    except Cancelled:
        raise
    except ImageServiceError as error:
        return replace(entry, access=_access_after(error))
    return replace(
        entry,
        access=entry.access or ("signed in" if is_signed else "public"),
        description=entry.description or service.description,
        footprint=footprint(service) or entry.footprint,
        service=service,
    )


def _access_after(error: ImageServiceError) -> str:
    if isinstance(error, SignInRequired):
        return "sign-in required"
    return "no access" if isinstance(error, AccessDenied) else "unreachable"


def footprint(service: ImageService) -> Extent | None:
    """Return the extent of a service in EPSG:4326, or None where its spatial reference is unknown."""
    if service.spatial_reference is None or not service.spatial_reference.is_known:
        return None
    try:
        return transform_extent(service.extent, service.spatial_reference, DEGREES)
    except ImageServiceError:
        return None


def _name_of(url: str) -> str:
    path = url.split("?", maxsplit=1)[0].rstrip("/")
    path = path[: -len("/ImageServer")] if path.lower().endswith("/imageserver") else path
    _, found, name = path.partition("/services/")
    return name if found else path.rpartition("/")[2]
