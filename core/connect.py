# SPDX-License-Identifier: GPL-2.0-or-later
"""From an address to an opened image service."""

from __future__ import annotations

from .address import host_of, may_carry_secrets, service_url
from .auth import TokenAuth
from .cancel import Cancel
from .errors import BadRequest, NotFound
from .first_contact import with_scheme
from .service import ImageService
from .session import Session


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
        url: its address, or any address below it; without http:// or https:// in front, https is meant, and http is
            used where this machine itself speaks nothing else.
        gis: name of a registered GIS to sign in with.
        token: a ready token; it is sent to the host of ``url`` only.
        authcfg: a QGIS authentication configuration (inside QGIS).
        session: an existing connection to use instead.
        cancel: stops the request.

    Raises:
        ImageServiceError: one of its kinds.
    """
    if gis:
        from .gis import registered_gis

        registered_gis(gis)  # a name that is not known is told before anything is sent
    address = with_scheme(service_url(url), url, cancel)
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
    if (token or authcfg) and not may_carry_secrets(address):
        raise BadRequest("A sign-in is sent over https only: use the https:// address of the service.", url=address)
    hosts = frozenset({host_of(address)})
    return Session(hosts, auth=TokenAuth(token, hosts) if token else None, authcfg=authcfg)
