# SPDX-License-Identifier: GPL-2.0-or-later
"""Reading addresses: which part of one is the server, the service, the portal. Text only, no network."""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import parse_qs, unquote, urlsplit, urlunsplit

from .errors import BadRequest, without_secrets

ARCGIS_ONLINE = "https://www.arcgis.com"

# What clings to addresses that were copied from letters and pages.
_WRAPPING = " \t\r\n\f\v\u00a0\u200b\ufeff<>\"'`“”„‘’‚«»"
# Patterns, which `re` compiles when they are first used: QGIS's start imports this file, and uses none.
_SCHEME = r"(?i)^[a-z][a-z0-9+.-]*://"
_HOST = r"(?i)[\w.-]+|[0-9a-f:.%]+"
_SERVICE = r"(?i)^(?P<service>.+?/ImageServer)(?:[/?#].*)?$"
_OTHER_SERVICE = r"(?i)/(MapServer|FeatureServer|SceneServer|VectorTileServer|GPServer|GeometryServer)\b"
# Tokens, passwords and keys, and what signs addresses of blob stores: Azure's ``sig``, ``X-Amz-...``, ``X-Goog-...``,
# CloudFront's ``Policy``, ``Signature`` and ``Key-Pair-Id``. A part that does not open a store alone counts as well:
# such an address is somebody's own, and is not kept.
_PRIVATE = r"""(?ix) //[^/?#]*@
    | [?&#;] (?: [\w-]*token | password | passwd | pwd | (?:[\w-]*[_-])? (?:api|access|account|subscription)[_-]?key
      | [\w-]*secret | sig | [\w-]*signature | [\w-]*credential | policy | key-pair-id | \w*accesskeyid | googleaccessid
    ) = [^&#;]"""
# Where the root of a server or a portal ends, in whatever page of it was pasted.
_SERVER_TAIL = r"(?i)/(?:rest|services|manager|admin|tokens)(?:/.*)?$"
_PORTAL_TAIL = r"(?i)/(?:sharing|home|apps|portaladmin)(?:/.*)?$"


def host_of(url: str) -> str:
    """Return the host of an address in lower case, without port; empty where there is none.

    A backslash ends the host, as in browsers and in `requests`: what follows it is no host of ours to send secrets to.
    """
    try:
        return (urlsplit(url.replace("\\", "/")).hostname or "").lower()
    except ValueError:
        return ""


def is_loopback(host: str) -> bool:
    """Tell whether a host is this machine."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def may_carry_secrets(url: str) -> bool:
    """Tell whether a secret may travel to ``url``: over https, or to this machine itself."""
    host = host_of(url)
    return bool(host) and (url.lower().startswith("https://") or is_loopback(host))


def is_online(host: str) -> bool:
    """Tell whether a host belongs to ArcGIS Online: by its end, since look-alikes may carry the name anywhere."""
    return host == "arcgis.com" or host.endswith(".arcgis.com")


def same_party(one: str, other: str) -> bool:
    """Tell whether two addresses are of the same host, or both of ArcGIS Online."""
    first, second = host_of(one), host_of(other)
    return (bool(first) and first == second) or (is_online(first) and is_online(second))


def cleaned(address: str) -> str:
    """Return an address with a scheme, without blanks, quotes, line breaks, user and password.

    Raises:
        BadRequest: it is none.
    """
    text = _unwrapped(address)
    if text and re.match(_SCHEME, text) is None:
        text = f"https://{text}"
    try:
        parts = urlsplit(text)
        is_host = re.fullmatch(_HOST, parts.hostname or "") is not None
        usable = parts.scheme in {"http", "https"} and is_host and parts.port != 0
    except ValueError:
        usable = False
    if not usable:
        raise BadRequest("This is not an address: it should look like https://server/arcgis/rest/services.")
    server = parts.netloc.rpartition("@")[2]  # a password in an address would end up in layers and files
    return text.replace(parts.netloc, server, 1)


def names_scheme(address: str) -> bool:
    """Tell whether http:// or https:// was typed in front of an address."""
    return re.match(_SCHEME, _unwrapped(address)) is not None


def _unwrapped(address: str) -> str:
    return "".join(address.strip(_WRAPPING).splitlines()).replace("\t", "")


def holds_secret(address: str) -> bool:
    """Tell whether a user, a password, a token or a key is written into an address."""
    return any(re.search(_PRIVATE, text) for text in (address, unquote(address)))


def shareable(url: str) -> str:
    """Return an address without user, password and query; an address behind a reverse proxy keeps the inner one.

    This is what may be kept: in files, in settings, in what is shown.
    """
    shown = without_secrets(url)
    inner = url.partition("?")[2]
    return f"{shown}?{shareable(inner)}" if host_of(url) and inner.startswith(("http://", "https://")) else shown


def service_url(address: str) -> str:
    """Return the address of the image service within whatever was pasted: exportImage, a WMS form, a map viewer.

    Raises:
        BadRequest: there is no image service in it.
    """
    text = cleaned(address)
    while shown := _shown_in_viewer(text):
        text = shown
    other = re.search(_OTHER_SERVICE, urlsplit(text).path)
    if other:
        raise BadRequest(f"This is the address of a {other[1]}, not of an image service (…/ImageServer).", url=text)
    found = re.match(_SERVICE, text)
    if found is None:
        raise BadRequest("This is not the address of an image service: it should end in /ImageServer.", url=text)
    url = found["service"]
    # The addresses of the SOAP, WMS and WCS forms leave /rest out.
    if "/rest/" not in url.lower() and "?" not in url:
        url = re.sub(r"/services/", "/rest/services/", url, count=1, flags=re.IGNORECASE)
    return url


def _shown_in_viewer(text: str) -> str | None:
    """Return the address in the parameter ``url`` of a map viewer's, where that one leads to no service itself."""
    parts = urlsplit(text)
    if "/imageserver" in parts.path.lower():
        return None
    shown = parse_qs(parts.query).get("url", [])
    return next((cleaned(url) for url in shown if "/imageserver" in url.lower()), None)


def root_of(address: str) -> str:
    """Return the root of the server or portal that an address belongs to, such as ``https://host/arcgis``.

    Raises:
        BadRequest: it is no address.
    """
    parts = urlsplit(cleaned(address))
    path = re.sub(_PORTAL_TAIL, "", re.sub(_SERVER_TAIL, "", parts.path))
    netloc = parts.netloc.rpartition("@")[2].lower()
    return urlunsplit((parts.scheme, netloc, path.rstrip(f"/{_WRAPPING}"), "", ""))


def same_root(one: str, other: str) -> bool:
    """Tell whether two roots are the same; servers differ in the case of their paths, and in naming https's port."""
    return _comparable(one) == _comparable(other)


def _comparable(root: str) -> tuple[str, int, str]:
    parts = urlsplit(root)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    return ((parts.hostname or "").lower(), port, parts.path.rstrip("/").lower())


def with_query(url: str, query: str) -> str:
    """Append a query; an address that has one already (a reverse proxy such as ``proxy.ashx?https://...``) keeps it."""
    if not query:
        return url
    inner = url.split("?", 1)[1] if "?" in url else ""
    joint = "?" if not inner or (inner.startswith("http") and "?" not in inner) else "&"
    return f"{url.rstrip('?&')}{joint}{query}"
