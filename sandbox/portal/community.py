# SPDX-License-Identifier: GPL-2.0-or-later
"""The organisation and its people as resources: portals/self, community/users, community/groups."""

from __future__ import annotations

from typing import Any

from ..answer import Answer, Call, document
from . import refusals
from .accounts import Accounts
from .paths import ANALYSIS, FEDERATED, PORTAL
from .people import FOUNDED, GROUPS, ORGANISATION, ORGANISATION_ID, Group, User, group_with, user_named
from .query import words
from .search import page
from .tokens import token_text

VERSION, FULL_VERSION, ONLINE_VERSION = "11.3", "11.3.0", "2024.1"
URL_KEY = "sandbox"


def root(accounts: Accounts, call: Call) -> Answer:
    """Answer ``/sharing/rest``."""
    if accounts.settings.online:
        return document(call, "Sharing API", {"currentVersion": ONLINE_VERSION})
    return document(call, "Sharing API", {"currentVersion": VERSION, "enterpriseVersion": FULL_VERSION})


def info(accounts: Accounts, call: Call) -> Answer:
    """Answer ``/sharing/rest/info``, by which a portal is told from other servers."""
    portal = f"{call.base}{PORTAL}"
    tokens = {"tokenServicesUrl": f"{portal}/sharing/rest/generateToken", "isTokenBasedSecurity": True}
    return document(call, "Info", {"owningSystemUrl": portal, "authInfo": tokens})


def organisation(accounts: Accounts, call: Call) -> Answer:
    """Answer ``portals/self``: the public view, and the user where somebody is signed in."""
    if call.tail[0] not in ("self", ORGANISATION_ID):
        raise refusals.no_permission()
    token = accounts.token(call)
    user = None if token is None else user_named(token.username)
    host = call.base.partition("://")[2]
    online = accounts.settings.online
    value: dict[str, Any] = {
        "id": ORGANISATION_ID,
        "name": ORGANISATION,
        "portalName": "ArcGIS Online" if online else "ArcGIS Enterprise",
        "isPortal": not online,
        "portalMode": "multitenant" if online else "singletenant",
        "portalHostname": f"{host}{PORTAL}",
        "currentVersion": ONLINE_VERSION if online else VERSION,
        "allSSL": call.encrypted,
        "supportsHostedServices": True,
        "supportsOAuth": True,
        "access": "public",
        "culture": "en",
        "region": "WO",
        "urlKey": URL_KEY if online else None,
        "customBaseUrl": f"{host}{PORTAL}" if online else None,
        "helperServices": _helpers(call.base, online=online, analytics=accounts.settings.raster_analytics),
        "authorizedCrossOriginDomains": [],
    }
    if user is not None:
        value["user"] = _own_view(user)
    if token is not None and token.client_id is not None:
        value["appInfo"] = {"appId": token.client_id, "itemId": None, "privileges": []}
    return document(call, "Portal Self", value)


def _helpers(base: str, *, online: bool, analytics: bool) -> dict[str, Any]:
    server = f"{base}{FEDERATED}/rest/services"
    helpers = {"geometry": {"url": f"{server}/Utilities/Geometry/GeometryServer"}}
    if analytics and online:
        tools = {"url": f"{base}{ANALYSIS}/rest/services/RasterAnalysisTools/GPServer"}
        helpers |= {"rasterAnalytics": tools, "rasterUtilities": tools}
    elif analytics:
        helpers["rasterAnalytics"] = {"url": f"{server}/System/RasterAnalysisTools/GPServer"}
    return helpers


def roles(accounts: Accounts, call: Call) -> Answer:
    """Answer ``portals/self/roles``: there are no roles of the organisation's own (recorded shape)."""
    accounts.member(call)
    return document(call, "Roles", {"total": 0, "start": 1, "num": 0, "nextStart": -1, "roles": []})


def oneself(accounts: Accounts, call: Call) -> Answer:
    """Answer ``community/self``."""
    return document(call, "Self", _own_view(accounts.member(call)))


def user(accounts: Accounts, call: Call) -> Answer:
    """Answer ``community/users/<username>``: everything to oneself and administrators, little to others."""
    asking = accounts.visitor(call)
    asked = user_named(call.tail[0])
    if asked is None:
        raise refusals.user_missing()
    if asking is None:
        raise refusals.user_missing() if token_text(call) is None else refusals.no_permission()
    whole = asking == asked or asking.administers
    return document(call, asked.username, _own_view(asked) if whole else _public_view(asked))


def groups(accounts: Accounts, call: Call) -> Answer:
    """Answer ``community/groups``: the groups that the visitor sees, by words of their titles."""
    asking = accounts.visitor(call)
    query = call.params.get("q", "").strip()
    wanted = set(words(query.replace("*", "")))
    found = [group for group in GROUPS if group.visible_to(asking) and wanted <= set(words(group.title))]
    numbers, part = page(found, call.params)
    return document(
        call, "Groups", {"query": query, **numbers, "results": [_group_view(group, asking) for group in part]}
    )


def group(accounts: Accounts, call: Call) -> Answer:
    """Answer ``community/groups/<id>``."""
    asking = accounts.visitor(call)
    found = group_with(call.tail[0])
    if found is None or not found.visible_to(asking):
        raise refusals.group_missing()
    return document(call, found.title, _group_view(found, asking))


def _public_view(user: User) -> dict[str, Any]:
    return {
        "username": user.username,
        "fullName": user.full_name,
        "firstName": user.first_name,
        "lastName": user.last_name,
        "access": "org",
        "tags": [],
        "culture": "en",
        "region": "WO",
        "units": "metric",
        "thumbnail": None,
        "created": FOUNDED,
        "modified": FOUNDED,
        "provider": "arcgis",
    }


def _own_view(user: User) -> dict[str, Any]:
    return {
        **_public_view(user),
        "email": f"{user.username}@example.org",
        "orgId": ORGANISATION_ID,
        "role": user.role,
        "roleId": user.role_id,
        "privileges": list(user.privileges),
        "level": "2" if user.privileges else "1",
        "userLicenseTypeId": "creatorUT" if user.privileges else "viewerUT",
        "groups": [_group_view(group, user) for group in GROUPS if user.username in (group.owner, *group.members)],
    }


def _group_view(group: Group, asking: User | None) -> dict[str, Any]:
    view: dict[str, Any] = {
        "id": group.id,
        "title": group.title,
        "isInvitationOnly": True,
        "owner": group.owner,
        "description": None,
        "snippet": f"Items about {group.title.lower()}",
        "tags": ["imagery"],
        "phone": None,
        "thumbnail": None,
        "created": FOUNDED,
        "modified": FOUNDED,
        "access": group.access,
    }
    if asking is not None:
        member = "owner" if asking.username == group.owner else "member" if asking.username in group.members else "none"
        view["userMembership"] = {"username": asking.username, "memberType": member, "applications": 0}
    return view
