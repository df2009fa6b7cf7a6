# SPDX-License-Identifier: GPL-2.0-or-later
"""From an address to an opened image service."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from .auth import TokenAuth, host_of
from .cancel import Cancel
from .errors import BadRequest, NotFound
from .service import ImageService
from .session import Session

_SERVICE = re.compile(r"^(?P<service>.+?/ImageServer)(?:[/?#].*)?$", re.IGNORECASE)
_OTHER_SERVICE = re.compile(r"/(MapServer|FeatureServer|SceneServer|VectorTileServer|GPServer|GeometryServer)\b", re.I)


def service_url(address: str) -> str:
    """Return the address of the image service within whatever was pasted: an exportImage URL, a WMS form, a query.

    Raises:
        BadRequest: there is no image service in it.
    """
    text = address.strip().strip("<>\"'")
    if text and "://" not in text:
        text = f"https://{text}"
    try:
        parts = urlsplit(text)
        usable = parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        usable = False
    if not usable:
        raise BadRequest(
            "This is not an address: it should look like https://server/arcgis/rest/services/…/ImageServer."
        )
    other = _OTHER_SERVICE.search(parts.path)
    if other:
        raise BadRequest(f"This is the address of a {other[1]}, not of an image service (…/ImageServer).", url=text)
    found = _SERVICE.match(text)
    if found is None:
        raise BadRequest("This is not the address of an image service: it should end in /ImageServer.", url=text)
    url = found["service"]
    # The addresses of the SOAP, WMS and WCS forms leave /rest out.
    if "/rest/" not in url.lower() and "?" not in url:
        url = re.sub(r"/services/", "/rest/services/", url, count=1, flags=re.IGNORECASE)
    return url


def open_service(
    url: str,
    *,
    gis: str | None = None,
    token: str | None = None,
    authcfg: str | None = None,
    session: Session | None = None,
    cancel: Cancel | None = None,
) -> ImageService:
    """Open an image service: read its description.

    Args:
        url: its address, or any address below it.
        gis: name of a registered GIS to sign in with.
        token: a ready token; it is sent to the host of ``url`` only.
        authcfg: a QGIS authentication configuration (inside QGIS).
        session: an existing connection to use instead.
        cancel: stops the request.

    Raises:
        ImageServiceError: one of its kinds.
    """
    address = service_url(url)
    session = session or _session(address, gis, token, authcfg)
    try:
        root = session.json(address, cancel=cancel)
    except NotFound:
        raise NotFound(
            "There is no image service at this address: check the folder and the name.", url=address
        ) from None
    return ImageService.from_json(address, root, session)


def _session(address: str, gis: str | None, token: str | None, authcfg: str | None) -> Session:
    if gis:
        from .gis import registered_gis

        return registered_gis(gis).session_for(address)
    hosts = frozenset({host_of(address)})
    return Session(hosts, auth=TokenAuth(token, hosts) if token else None, authcfg=authcfg)
