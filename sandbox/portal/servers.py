# SPDX-License-Identifier: GPL-2.0-or-later
"""The servers that want a token, over the same data folder as the open one.

The federated server shows every service below ``secure/`` and takes nothing but server tokens, which the portal gives
in exchange for its own. The stand-alone server shows the data folder openly, and once more below ``restricted/``,
a folder that wants a token of its own while the root is public. What members publish is on the federated server too,
in a folder of its own, or on the hosts that ArcGIS Online has for it.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Protocol

from ..answer import Answer, Call, document
from ..catalog import Catalog
from ..directory import CURRENT_VERSION, FULL_VERSION
from ..errors import ServiceError
from ..service import Service
from . import refusals
from .paths import FEDERATED, ONLINE, PORTAL, STANDALONE

SECURE, RESTRICTED, HOSTED = "secure", "restricted", "Hosted"
TOKEN_MINUTES = 60


class Services(Protocol):
    """Whatever has folders and services, and gives the services."""

    def listing(self, folder: str) -> tuple[list[str], list[str]] | None:
        """Return sub-folder names and service names (with their folder) of a folder, None if there is none."""

    def service(self, name: str) -> Service | None:
        """Return a service by its name with folders."""


@dataclass
class SecuredCatalog:
    """A data folder as a secured server shows it: inside one folder, and ``openly`` at the root as well."""

    catalog: Catalog
    folder: str
    openly: bool
    _services: dict[str, Service] = field(default_factory=dict)

    def listing(self, folder: str) -> tuple[list[str], list[str]] | None:
        """Return sub-folder names and service names (with their folder) of a folder, None if there is none."""
        inside = self.inside(folder)
        if inside is not None:
            found = self.catalog.listing(inside)
            return None if found is None else (found[0], [f"{self.folder}/{name}" for name in found[1]])
        found = self.catalog.listing(folder) if self.openly else ([], []) if not folder else None
        if found is not None and not folder:
            return sorted({*found[0], self.folder}), found[1]
        return found

    def service(self, name: str) -> Service | None:
        """Return a service under the name that it has on this server."""
        inside = self.inside(name)
        if inside is None:
            return self.catalog.service(name) if self.openly else None
        service = self.catalog.service(inside)
        if service is None:
            return None
        known = self._services.get(name)
        if known is None or known.revision != service.revision:
            known = self._services[name] = replace(service, name=name)
        return known

    def inside(self, name: str) -> str | None:
        """Return what a name inside the secured folder is called in the data folder, None for one outside."""
        if name == self.folder:
            return ""
        return name[len(self.folder) + 1 :] if name.startswith(f"{self.folder}/") else None


@dataclass(frozen=True)
class Joined:
    """Two catalogues in one."""

    one: Services
    other: Services

    def listing(self, folder: str) -> tuple[list[str], list[str]] | None:
        """Return sub-folder names and service names of a folder of either, None if neither has it."""
        found = [listing for listing in (self.one.listing(folder), self.other.listing(folder)) if listing is not None]
        if not found:
            return None
        return sorted({name for names, _ in found for name in names}), [name for _, names in found for name in names]

    def service(self, name: str) -> Service | None:
        """Return a service of the first that has it."""
        return self.one.service(name) or self.other.service(name)


@dataclass(frozen=True)
class Servers:
    """The catalogues of the three servers."""

    open: Catalog
    federated: SecuredCatalog
    standalone: SecuredCatalog

    @classmethod
    def over(cls, catalog: Catalog) -> Servers:
        """Return the servers of one data folder."""
        return cls(catalog, SecuredCatalog(catalog, SECURE, False), SecuredCatalog(catalog, RESTRICTED, True))

    def catalog(self, call: Call) -> Catalog | SecuredCatalog:
        """Return the services of the server that a request went to."""
        return {FEDERATED: self.federated, STANDALONE: self.standalone}.get(call.context, self.open)


def info(call: Call) -> Answer:
    """Return ``/rest/info`` of a secured server: a federated one names its portal, a stand-alone one its tokens."""
    root = f"{call.base}{call.context}"
    value: dict[str, object] = {
        "currentVersion": CURRENT_VERSION,
        "fullVersion": FULL_VERSION,
        "soapUrl": f"{root}/services",
        "secureSoapUrl": None,
    }
    tokens = f"{root}/tokens/"
    if call.context in (FEDERATED, *ONLINE):
        value["owningSystemUrl"] = f"{call.base}{PORTAL}"
        value["owningTenant"] = ""
        tokens = f"{call.base}{PORTAL}/sharing/rest/generateToken"
    value["authInfo"] = {
        "isTokenBasedSecurity": True,
        "tokenServicesUrl": tokens,
        "shortLivedTokenValidity": TOKEN_MINUTES,
    }
    return document(call, "Server Info", value)


def secured_name(servers: Servers, call: Call) -> str | None:
    """Return the data folder's name of what a request is about when it needs a token, None when it is open."""
    if call.context not in (FEDERATED, STANDALONE):
        return None
    catalog = servers.federated if call.context == FEDERATED else servers.standalone
    if call.operation == "output":  # files are named like the service that they came from, with _ for /
        return "" if call.tail[0].startswith(f"{catalog.folder}_") else None
    return catalog.inside(call.service if call.service is not None else "/".join(call.tail))


def for_members(call: Call) -> bool:
    """Say whether a request is for tools or for hosted services, which are there for members only unless shared."""
    name = call.service if call.service is not None else "/".join(call.tail)
    hosted = name.partition("/")[0] == HOSTED or call.kind == "GPServer"
    return call.context in ONLINE or (call.context == FEDERATED and hosted)


def token_required(call: Call) -> ServiceError:
    """Return the refusal of a request without a token."""
    return refusals.server_token_required(None if call.context == STANDALONE else "SB_0005")
