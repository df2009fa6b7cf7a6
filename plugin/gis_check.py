# SPDX-License-Identifier: GPL-2.0-or-later
"""Trying a GIS before it is registered: what is at the address, and who is signed in there."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from qgis.PyQt.QtCore import QCoreApplication

from ..core.address import ARCGIS_ONLINE, host_of, is_online
from ..core.errors import BadRequest, SignInRequired

if TYPE_CHECKING:
    from ..core.cancel import Cancel
    from ..core.directory import Place
    from ..core.gis import Gis
    from ..core.portal import Member
    from ..core.session import Session

translate = QCoreApplication.translate

# Privileges that decide what this plugin can do, by what they are called in portals/self.
_READ = "portal:user:viewOrgItems"
_PUBLISH_TILES = "portal:publisher:publishTiledImagery"
_PUBLISH_IMAGERY = "portal:publisher:publishDynamicImagery"
_ANALYSIS = "premium:publisher:rasteranalysis"


@dataclass(frozen=True)
class Checked:
    """What a GIS answered: the name of a portal and who is signed in, or how much a server lists at its root."""

    place: Place
    name: str = ""
    member: Member | None = None
    folders: int = 0
    services: int = 0


def find_gis(address: str, session: Session, cancel: Cancel | None = None) -> Place:
    """Return the portal or the server that an address belongs to, whatever page of it was pasted.

    Raises:
        NotFound: there is neither.
        ImageServiceError: nothing could be asked.
    """
    from ..core.directory import Place, discover

    place = discover(address, session, cancel)
    if place.kind == "item":
        return replace(place, kind="online" if is_online(host_of(place.root)) else "portal", item_id=None)
    if place.kind != "service":
        return place
    # Services of ArcGIS Online live on machines of their own, which know nobody's name.
    return Place("online", ARCGIS_ONLINE) if is_online(host_of(place.root)) else discover(place.root, session, cancel)


def check_gis(place: Place, gis: Gis, cancel: Cancel | None = None) -> Checked:
    """Ask a GIS, with its sign-in, something that it tells everybody.

    Raises:
        SignInRequired: it does not take the sign-in.
        ImageServiceError: it does not answer.
    """
    from ..core.directory import read_folder
    from ..core.portal import Portal

    session = gis.session_for(place.root)
    if place.kind == "server":
        if gis.credentials is not None:
            _check_that_it_takes_passwords(place.root, cancel)
        folder = read_folder(session, place.root, cancel=cancel)
        return Checked(place, folders=len(folder.folders), services=len(folder.services))
    info = Portal(place.root, session).info(cancel)
    signs_in = bool(gis.authcfg) or gis.credentials is not None or gis.ready is not None
    if signs_in and info.member is None:
        raise SignInRequired(
            translate(
                "GisCheck",
                "The portal answers, but names nobody who is signed in: the sign-in belongs to an application or to "
                "another portal. Only what is public may be seen with it.",
            ),
            url=place.root,
        )
    return Checked(place, info.name, info.member)


def _check_that_it_takes_passwords(root: str, cancel: Cancel | None) -> None:
    from ..core import lenient
    from ..core.session import Session

    answer = lenient.mapping(Session().json(f"{root}/rest/info", cancel=cancel).get("authInfo"))
    if "isTokenBasedSecurity" in answer and not lenient.flag(answer["isTokenBasedSecurity"]):
        raise BadRequest(
            translate("GisCheck", "This server knows no user names: register it without a sign-in."), url=root
        )


def described(place: Place) -> str:
    """Return what is at an address, in a few words."""
    texts = {
        "online": translate("GisCheck", "ArcGIS Online at {root}"),
        "portal": translate("GisCheck", "ArcGIS Enterprise portal at {root}"),
        "server": translate("GisCheck", "ArcGIS Server at {root}"),
    }
    text = texts.get(place.kind, "{root}").format(root=place.root)
    if place.owner:
        text = translate("GisCheck", "{server}, which belongs to the portal at {owner}").format(
            server=text, owner=place.owner
        )
    return text


def outcome(checked: Checked, username: str = "") -> str:
    """Return what a check has shown, as a sentence. ``username`` is who signed in to a server, which does not say."""
    where = checked.name or checked.place.root
    member = checked.member
    if member is not None:
        full = member.full_name if member.full_name != member.username else ""
        text = translate("GisCheck", "Signed in as {who} on {where}, privileges: {privileges}.")
        who = f"{full} ({member.username})" if full else member.username
        return text.format(who=who, where=where, privileges=privileges(member))
    if checked.place.kind != "server":
        return translate("GisCheck", "{where} answers. Only public services are shown without a sign-in.").format(
            where=where
        )
    text = translate("GisCheck", "{where} answers. At its root are folders: {folders}, image services: {services}.")
    if username:
        text = translate(
            "GisCheck",
            "Signed in as {who} on {where}. At its root are folders: {folders}, image services: {services}.",
        )
    return text.format(who=username, where=where, folders=checked.folders, services=checked.services)


def privileges(member: Member) -> str:
    """Return what an account may do with image services."""
    names = {
        _READ: translate("GisCheck", "read what the organization shares"),
        _PUBLISH_TILES: translate("GisCheck", "publish tiled image services"),
        _PUBLISH_IMAGERY: translate("GisCheck", "publish dynamic image services"),
        _ANALYSIS: translate("GisCheck", "raster analysis"),
    }
    found = [text for privilege, text in names.items() if privilege in member.privileges]
    return ", ".join(found) if found else translate("GisCheck", "read")
