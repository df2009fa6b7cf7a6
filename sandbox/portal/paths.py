# SPDX-License-Identifier: GPL-2.0-or-later
"""The addresses of the portal and of the three servers, and which resource of the portal a path names."""

from __future__ import annotations

OPEN, FEDERATED, STANDALONE, PORTAL = "/arcgis", "/server", "/standalone", "/portal"
CONTEXTS = (OPEN, FEDERATED, STANDALONE, PORTAL)

# Resources below /sharing/rest; * is any one segment, a last ** is one or more.
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


def context_of(path: str) -> tuple[str, str]:
    """Return the context of a path, and the rest. A path outside all of them belongs to the open server."""
    for context in CONTEXTS:
        if path == context or path.startswith(f"{context}/"):
            return context, path[len(context) :]
    return OPEN, path


def resource_of(path: str) -> tuple[str, tuple[str, ...]]:
    """Return the resource that a path below /portal names, and what stands for its stars.

    The resource is "unknown" when it is none. ``/sharing`` without ``/rest`` is the same, as on real portals.
    """
    parts = [part for part in path.split("/") if part]
    parts = parts[1:] if parts[:1] == ["sharing"] else parts
    parts = parts[1:] if parts[:1] == ["rest"] else parts
    for resource in RESOURCES:
        found = _match(resource.split("/") if resource else [], parts)
        if found is not None:
            return resource, found
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
