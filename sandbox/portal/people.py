# SPDX-License-Identifier: GPL-2.0-or-later
"""The made-up organisation: its users with their passwords, its groups, its folders, its applications.

Everything here is public on purpose: nothing but a sandbox on the loopback address ever uses it.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

ORGANISATION_ID = "0123456789ABCDEF"
ORGANISATION = "Sandbox Survey"
FOUNDED = 1_600_000_000_000  # epoch milliseconds, for whatever was created with the organisation

MEMBER = (
    "portal:user:createItem",
    "portal:user:joinGroup",
    "portal:user:shareToGroup",
    "portal:user:shareToOrg",
    "portal:user:shareToPublic",
    "portal:user:viewOrgItems",
)
PUBLISHER = (
    *MEMBER,
    "portal:publisher:publishFeatures",
    "portal:publisher:publishTiles",
    "portal:publisher:publishTiledImagery",
    "portal:publisher:publishDynamicImagery",
    "premium:publisher:rasteranalysis",
    "premium:publisher:createimagecollection",
)
ADMINISTRATOR = (*PUBLISHER, "portal:admin:viewItems", "portal:admin:viewUsers", "portal:admin:updateItems")


@dataclass(frozen=True)
class User:
    """A member of the organisation. ``custom_role`` is the id of a role that is not built in."""

    username: str
    password: str
    first_name: str
    last_name: str
    role: str
    privileges: tuple[str, ...]
    custom_role: str | None = None

    @property
    def full_name(self) -> str:
        """Return first and last name."""
        return f"{self.first_name} {self.last_name}"

    @property
    def role_id(self) -> str:
        """Return the id of the role, which for a built-in one is its name."""
        return self.custom_role or self.role

    @property
    def administers(self) -> bool:
        """Say whether the user sees everybody's items."""
        return self.role == "org_admin"


# Passwords hold what breaks careless form encoding: & = + % blanks, and letters outside ASCII.
USERS = (
    User("admin", "admin-Pa55", "Ada", "Min", "org_admin", ADMINISTRATOR),
    User("publisher", "publisher-Pa55", "Pat", "Lisher", "org_publisher", PUBLISHER),
    User("analyst", "a&b=c+d %41 päss", "Ana", "Lyst", "org_user", MEMBER),
    User("viewer", "viewer-Pa55", "Vera", "Wer", "org_user", (), "iAAAAAAAAAAAAAAA"),
)
# The stand-alone server has a user store of its own.
SERVER_USERS = {"surveyor": "theodolite+7"}


@dataclass(frozen=True)
class Department:
    """What becomes of the services in one top folder of the data folder when they are items."""

    access: str
    owner: str
    folder: str | None = None


DEPARTMENTS = {
    "elevation": Department("public", "publisher", "Terrain"),
    "imagery": Department("org", "analyst"),
    "landcover": Department("public", "publisher"),
    "science": Department("org", "analyst", "Measurements"),
    "quirks": Department("private", "publisher", "Oddities"),
}
ELSEWHERE = Department("public", "publisher")


@dataclass(frozen=True)
class Folder:
    """A folder in the content of one user."""

    owner: str
    title: str

    @property
    def id(self) -> str:
        """Return the folder's id, the same in every run."""
        return stable_id(f"folder {self.owner} {self.title}")

    def json(self) -> dict[str, Any]:
        """Return the folder as ``content/users`` lists it."""
        return {"username": self.owner, "id": self.id, "title": self.title, "created": FOUNDED}


@dataclass(frozen=True)
class Group:
    """A group, and the top folders of the data folder whose items are shared with it."""

    title: str
    owner: str
    access: str
    members: tuple[str, ...]
    departments: tuple[str, ...]

    @property
    def id(self) -> str:
        """Return the group's id, the same in every run."""
        return stable_id(f"group {self.title}")

    def visible_to(self, user: User | None) -> bool:
        """Say whether the group exists for somebody (None: nobody signed in)."""
        if self.access == "public":
            return True
        return user is not None and (self.access == "org" or user.administers or user.username in self.members)


GROUPS = (
    Group("Terrain", "publisher", "public", ("publisher", "analyst"), ("elevation",)),
    Group("Land and water", "analyst", "org", ("analyst", "viewer"), ("landcover", "science")),
    Group("Quality assurance", "publisher", "private", ("publisher", "analyst"), ("imagery", "elevation")),
)


@dataclass(frozen=True)
class Application:
    """An application registered with the portal, and where it may be sent back to."""

    client_id: str
    title: str
    redirects: tuple[str, ...]
    secret: str | None = None


OUT_OF_BAND = "urn:ietf:wg:oauth:2.0:oob"
APPLICATIONS = (
    Application("desktop", "Desktop GIS", ("http://127.0.0.1:7070/", "http://localhost:7070/", OUT_OF_BAND)),
    Application("robot", "Nightly job", (OUT_OF_BAND,), "robot-Pa55"),
    Application("pythonapi", "ArcGIS API for Python", ()),  # Esri's client: sent back to the portal's own address
)


def user_named(username: str) -> User | None:
    """Return a user; as on a portal, the case of the name does not matter."""
    return next((user for user in USERS if user.username == username.lower()), None)


def folders_of(username: str) -> tuple[Folder, ...]:
    """Return the folders of a user."""
    departments = (place for place in DEPARTMENTS.values() if place.owner == username)
    return tuple(Folder(username, place.folder) for place in departments if place.folder is not None)


def group_with(group_id: str) -> Group | None:
    """Return a group by its id."""
    return next((group for group in GROUPS if group.id == group_id), None)


def application_with(client_id: str) -> Application | None:
    """Return a registered application."""
    return next((application for application in APPLICATIONS if application.client_id == client_id), None)


def stable_id(text: str) -> str:
    """Return 32 hexadecimal digits, as the ids of a portal have."""
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()
