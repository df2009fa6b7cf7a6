# SPDX-License-Identifier: GPL-2.0-or-later
"""Services directories of ArcGIS servers, and finding out what a pasted address is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from urllib.parse import parse_qs, urlsplit, urlunsplit

from . import lenient
from .address import ARCGIS_ONLINE, cleaned, host_of, is_online, root_of, service_url
from .cancel import Cancel
from .errors import BadRequest, Cancelled, ImageServiceError, NotFound, ServerBusy, SignInRequired, TransportFailure
from .first_contact import with_scheme
from .session import Session

_ITEM_ID = re.compile(r"^[0-9a-f]{32}$")
# Web contexts that administrators commonly choose, tried where only a host was pasted.
USUAL_CONTEXTS = ("portal", "arcgis", "server")


@dataclass(frozen=True)
class Place:
    """What an address is: kind is "service", "item", "online", "portal" or "server".

    ``root`` is that of the portal or server, ``url`` that of the service, ``owner`` that of the portal which a
    federated server belongs to.
    """

    kind: str
    root: str
    url: str | None = None
    item_id: str | None = None
    owner: str | None = None


@dataclass(frozen=True)
class DirectoryService:
    """An image service in a services directory; its name carries the folder."""

    name: str
    url: str


@dataclass(frozen=True)
class Folder:
    """A folder of a services directory: the full names of its folders, and its image services.

    ``cut`` is a sentence where something is left out, below this folder or after it.
    """

    name: str
    folders: tuple[str, ...] = ()
    services: tuple[DirectoryService, ...] = ()
    error: ImageServiceError | None = field(default=None, compare=False)
    cut: str = field(default="", compare=False)


@dataclass(frozen=True)
class Bounds:
    """The most that is listed of a server: each folder is a request, and each service is one more for its description.

    The largest directories seen have some hundred folders and a few thousand services; one that never ends is broken.
    """

    folders: int = 1_000
    services: int = 20_000
    depth: int = 8


def read_folder(session: Session, root: str, name: str = "", cancel: Cancel | None = None) -> Folder:
    """Read one folder of the services directory of the server at ``root``.

    Raises:
        SignInRequired: this folder wants a sign-in of its own, though the root may be public.
        ImageServiceError: it cannot be read.
    """
    address = f"{root}/rest/services" + (f"/{name}" if name else "")
    answer = session.json(address, cancel=cancel)
    folders = (_full_name(name, lenient.text(child)) for child in lenient.items(answer.get("folders")))
    services = (_service_in(root, name, lenient.mapping(entry)) for entry in lenient.items(answer.get("services")))
    return Folder(name, tuple(filter(None, folders)), tuple(entry for entry in services if entry is not None))


def walk_folders(
    session: Session, root: str, cancel: Cancel | None = None, bounds: Bounds | None = None
) -> Iterator[Folder]:
    """Read all folders, one after another; one that cannot be read carries its error and ends its branch.

    Where there is more than ``bounds`` allow, the last folder says so.

    Raises:
        ImageServiceError: the uppermost one cannot be read.
    """
    bounds = bounds or Bounds()
    waiting, seen, read, room = [""], {""}, 0, bounds.services
    while waiting:
        folder = _folder_or_error(session, root, waiting.pop(), cancel)
        read += 1
        children = [child for child in dict.fromkeys(folder.folders) if child not in seen]
        seen.update(children)
        near = [child for child in children if child.count("/") < bounds.depth]
        waiting += reversed(near)
        cut = "" if len(near) == len(children) else f"Folders more than {bounds.depth} deep are not listed."
        if len(folder.services) > room:
            cut = f"The listing was cut after {bounds.services:,} services: the server has more."
        elif waiting and read >= bounds.folders:
            cut = f"The listing was cut after {bounds.folders:,} folders: the server has more."
        is_last = len(folder.services) > room or read >= bounds.folders
        yield replace(folder, services=folder.services[:room], cut=cut)
        if is_last:
            return
        room -= len(folder.services)


def _folder_or_error(session: Session, root: str, name: str, cancel: Cancel | None) -> Folder:
    try:
        return read_folder(session, root, name, cancel)
    except Cancelled:
        raise
    except ImageServiceError as error:
        if not name:
            raise
        return Folder(name, error=error)


def _full_name(parent: str, child: str) -> str:
    if not child or not parent or child.startswith(f"{parent}/"):
        return child
    return f"{parent}/{child}"


def _service_in(root: str, folder: str, entry: dict[str, object]) -> DirectoryService | None:
    name = lenient.text(entry.get("name"))
    if not name or lenient.text(entry.get("type")).lower() != "imageserver":
        return None
    full = _full_name(folder, name)
    return DirectoryService(full, f"{root}/rest/services/{full}/ImageServer")


def item_id_in(address: str) -> str | None:
    """Return the id of the portal item that an address names (an item page, a map viewer, a bare id), or None."""
    text = address.strip().lower()
    if _ITEM_ID.match(text):
        return text
    try:
        parts = urlsplit(text)
    except ValueError:
        return None
    query = parse_qs(parts.query)
    candidates = [value for key in ("id", "layers", "item") for value in query.get(key, [])]
    candidates += parts.path.split("/")
    return next((candidate for candidate in candidates if _ITEM_ID.match(candidate)), None)


def service_within(address: str) -> str | None:
    """Return the image service that an address names, also inside a map viewer's ``url=``, or None."""
    try:
        return service_url(address)
    except BadRequest:
        return None


def discover(address: str, session: Session, cancel: Cancel | None = None) -> Place:
    """Find out what an address is, asking the machines behind it as little as possible.

    Raises:
        BadRequest: it is no address.
        NotFound: there is neither a portal nor a server at the address.
        ImageServiceError: nothing could be asked.
    """
    if not address.strip():
        return Place("online", ARCGIS_ONLINE)
    service = service_within(address)
    if service is not None:
        service = with_scheme(service, address, cancel)
        return Place("service", root_of(service), url=service)
    item = item_id_in(address)
    if item is not None and _ITEM_ID.match(address.strip().lower()):
        return Place("item", ARCGIS_ONLINE, item_id=item)
    text = cleaned(address)
    online = _online_portal(host_of(text), has_item=item is not None)
    if online and "/rest/services" not in text.lower():
        return Place("item" if item else "online", online, item_id=item)
    place = _probe(with_scheme(text, address, cancel), session, cancel)
    if item is not None and place.kind == "portal":
        return Place("item", place.root, item_id=item)
    return place


def _online_portal(host: str, *, has_item: bool) -> str | None:
    """Return the root of ArcGIS Online for one of its pages: an organisation's own, or everybody's."""
    if host.endswith(".maps.arcgis.com"):
        return f"https://{host}"
    everybodys = host in ("arcgis.com", "www.arcgis.com", "maps.arcgis.com")
    return ARCGIS_ONLINE if everybodys or (has_item and is_online(host)) else None


def _probe(address: str, session: Session, cancel: Cancel | None) -> Place:
    failure: ImageServiceError | None = None
    for root in _candidates(address):
        for kind, path in (("server", "rest/info"), ("portal", "sharing/rest/info")):
            try:
                info = session.json(f"{root}/{path}", cancel=cancel)
            except Cancelled:
                raise
            except TransportFailure:
                raise
            except SignInRequired:
                return Place(kind, root)  # it is one, and does not let strangers ask
            except ImageServiceError as error:
                failure = error if failure is None or isinstance(error, ServerBusy) else failure
                continue
            if "authInfo" in info or "currentVersion" in info:
                owner = lenient.text(info.get("owningSystemUrl")) or None
                return Place(kind, root, owner=owner if kind == "server" else None)
    if isinstance(failure, ServerBusy):
        raise failure
    raise NotFound(
        f"There is neither an ArcGIS portal nor an ArcGIS server at {host_of(address)}: paste the address of its "
        "home page or of its services directory.",
        url=address,
    ) from failure


def _candidates(address: str) -> Iterator[str]:
    """Yield possible roots, from the longest path down to the host, then the usual ones."""
    root = root_of(address)
    parts = urlsplit(root)
    segments = [segment for segment in parts.path.split("/") if segment]
    seen = set()
    for count in range(len(segments), -1, -1):
        path = "".join(f"/{segment}" for segment in segments[:count])
        seen.add(path)
        yield urlunsplit((parts.scheme, parts.netloc, path, "", ""))
    for context in USUAL_CONTEXTS:
        if f"/{context}" not in seen:
            yield urlunsplit((parts.scheme, parts.netloc, f"/{context}", "", ""))
