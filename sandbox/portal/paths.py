# SPDX-License-Identifier: GPL-2.0-or-later
"""The addresses of the portal and of its servers, and which resource of the portal a path names."""

from __future__ import annotations

from .people import ORGANISATION_ID

OPEN, FEDERATED, STANDALONE, PORTAL = "/arcgis", "/server", "/standalone", "/portal"
# What ArcGIS Online has on hosts of their own: two kinds of image services, and the tools that make them.
TILED, DYNAMIC = f"/tiled/{ORGANISATION_ID}/arcgis", f"/dynamic/{ORGANISATION_ID}/arcgis"
ANALYSIS = "/rasteranalysis/arcgis"
ONLINE = (TILED, DYNAMIC, ANALYSIS)
BLOBS = "/blob"
CONTEXTS = (OPEN, FEDERATED, STANDALONE, PORTAL, *ONLINE, BLOBS)

# Operations below /sharing/rest by the pattern of their path; * is any one segment. An item of a user can be
# addressed with its folder or without.
ACTIONS = {
    "portals/*/isServiceNameAvailable": "isServiceNameAvailable",
    "content/users/*/createFolder": "createFolder",
    "content/users/*/createService": "createService",
    "content/users/*/*/createService": "createService",
    "content/users/*/generateDirectAccessUrl": "generateDirectAccessUrl",
    "content/users/*/*/delete": "deleteFolder",
    "content/users/*/items/*/update": "updateItem",
    "content/users/*/*/items/*/update": "updateItem",
    "content/users/*/items/*/delete": "deleteItem",
    "content/users/*/*/items/*/delete": "deleteItem",
    "content/users/*/items/*/share": "shareItem",
    "content/users/*/*/items/*/share": "shareItem",
    "content/items/*/share": "shareItem",
}
# Resources below /sharing/rest; a last ** is one or more segments.
RESOURCES = (
    "",
    "info",
    "generateToken",
    "search",
    "portals/*",
    "portals/*/roles",
    "community/self",
    "community/groups",
    "community/groups/*",
    "community/users/*",
    "content/users/*",
    "content/users/*/*",
    "content/items/*",
    "content/items/*/data",
    "content/items/*/info/**",
    "content/groups/*",
    "content/groups/*/search",
    "oauth2/authorize",
    "oauth2/signin",
    "oauth2/approval",
    "oauth2/token",
    "oauth2/revokeToken",
)
_NAMED = {**ACTIONS, **{resource: resource for resource in RESOURCES}}


def context_of(path: str) -> tuple[str, str]:
    """Return the context of a path, and the rest. A path outside all of them belongs to the open server."""
    for context in CONTEXTS:
        if path == context or path.startswith(f"{context}/"):
            return context, path[len(context) :]
    return OPEN, path


def resource_of(path: str) -> tuple[str, tuple[str, ...]]:
    """Return the resource or operation that a path below /portal names, and what stands for its stars.

    The resource is "unknown" when it is none. ``/sharing`` without ``/rest`` is the same, as on real portals.
    """
    parts = [part for part in path.split("/") if part]
    parts = parts[1:] if parts[:1] == ["sharing"] else parts
    parts = parts[1:] if parts[:1] == ["rest"] else parts
    for pattern, name in _NAMED.items():
        found = _match(pattern.split("/") if pattern else [], parts)
        if found is not None:
            return name, found
    return "unknown", ()


def _match(pattern: list[str], parts: list[str]) -> tuple[str, ...] | None:
    if pattern[-1:] == ["**"]:
        head = pattern[:-1]
        if len(parts) < len(pattern):
            return None
        found = _match(head, parts[: len(head)])
        return None if found is None else (*found, *parts[len(head) :])
    if len(pattern) != len(parts):
        return None
    pairs = list(zip(pattern, parts, strict=True))
    if any(wanted not in ("*", part) for wanted, part in pairs):
        return None
    return tuple(part for wanted, part in pairs if wanted == "*")
