# SPDX-License-Identifier: GPL-2.0-or-later
"""Where rasters can be published: what a GIS can do for the account that is signed in, and what else would work."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from . import lenient
from .address import host_of, may_carry_secrets
from .cancel import Cancel
from .content import Content
from .errors import (
    BadRequest,
    NotFound,
    ProtocolError,
    PublishError,
    SignInRequired,
    without_secrets,
)
from .gis import Gis, registered_gis
from .publish_options import service_name_of
from .session import Session

TASK = "CopyRaster"
# The privilege behind each kind of imagery; used to explain a refusal, never to block: portals' lists differ.
PRIVILEGES = {
    "tiled": "portal:publisher:publishTiledImagery",
    "dynamic": "portal:publisher:publishDynamicImagery",
    "analysis": "premium:publisher:rasteranalysis",
}
ALTERNATIVES = (
    "What works instead: save the raster as a GeoTIFF and publish it with ArcGIS Pro, or have the server's "
    "administrator put it into a folder that the server can read and publish it from there."
)


@dataclass(frozen=True)
class PublishTarget:
    """What a GIS can do for publishing.

    Attributes:
        gis: the GIS.
        kind: "online" (ArcGIS Online), "enterprise" (a portal with raster analytics), or "none".
        reason: why not, and what works instead, where the kind is "none".
        username: the account that will own the service.
        privileges: those of the account, as the portal names them.
        raster_analytics: address of the service that copies rasters.
        can_tile: whether tiled imagery can be made (ArcGIS Online only).
        name: what the GIS calls itself.
    """

    gis: Gis
    kind: str
    reason: str = ""
    username: str = ""
    privileges: tuple[str, ...] = ()
    raster_analytics: str = ""
    can_tile: bool = False
    name: str = ""
    _sessions: dict[str, Session] = field(default_factory=dict, repr=False, compare=False)

    @property
    def is_usable(self) -> bool:
        """Tell whether rasters can be published there."""
        return self.kind != "none"

    @property
    def content(self) -> Content:
        """Return the content of the account."""
        return Content(self.gis.url, self.username, self.session_for(self.gis.url))

    def session_for(self, url: str) -> Session:
        """Return a session that is signed in where the address belongs to the GIS; one for each host."""
        host = host_of(url)
        if host not in self._sessions:
            self._sessions[host] = self.gis.session_for(url)
        return self._sessions[host]

    def close(self) -> None:
        """Close the kept connections; the target can be used again."""
        for session in self._sessions.values():
            session.close()

    def folders(self, cancel: Cancel | None = None) -> tuple[str, ...]:
        """Return the titles of the account's folders, sorted."""
        return tuple(sorted((title for _, title in self.content.folders(cancel)), key=str.lower))

    def imagery(self, kind: str) -> str:
        """Return which imagery "auto" means here; portals other than ArcGIS Online know dynamic imagery only."""
        if self.kind != "online" or kind == "dynamic":
            return "dynamic"
        can_make_dynamic = PRIVILEGES["dynamic"] in self.privileges
        return "tiled" if kind == "tiled" or self.can_tile or not can_make_dynamic else "dynamic"

    def lacking(self, imagery: str) -> str:
        """Return a sentence about the privilege that a refused account lacks, empty where it seems to have all."""
        missing = [PRIVILEGES[key] for key in (imagery, "analysis") if PRIVILEGES[key] not in self.privileges]
        return f"The account “{self.username}” lacks the privilege {' and '.join(missing)}." if missing else ""

    def item_page(self, item_id: str) -> str:
        """Return the address of an item's page for people."""
        return f"{self.gis.url}/home/item.html?id={item_id}"

    def require(self) -> None:
        """Raise PublishError where rasters cannot be published, with the reason and the alternatives."""
        if not self.is_usable:
            raise PublishError(self.reason, url=self.gis.url, step="check")


def target(gis: str | Gis, cancel: Cancel | None = None) -> PublishTarget:
    """Ask a GIS what it can do for publishing.

    Raises:
        SignInRequired: it wants a (new) sign-in.
        ImageServiceError: it does not answer, or there is no GIS at its address.
    """
    gis = registered_gis(gis) if isinstance(gis, str) else gis
    session = gis.session_for(gis.url)
    try:
        answer = session.json(f"{gis.url}/sharing/rest/portals/self", cancel=cancel)
    except (BadRequest, NotFound, ProtocolError):
        reason = _reason_of_server(session, gis, cancel)
        if not reason:
            raise
        return PublishTarget(gis, "none", reason)
    return _described(gis, answer)


def _reason_of_server(session: Session, gis: Gis, cancel: Cancel | None) -> str:
    """Return why nothing can be published on a server that is no portal; nothing where it is no server either."""
    try:
        info = session.json(f"{gis.url}/rest/info", cancel=cancel)
    except (BadRequest, NotFound, ProtocolError, SignInRequired):
        return ""
    owner = lenient.text(info.get("owningSystemUrl"))
    if owner:
        return f"“{gis.name}” is a server of the portal at {without_secrets(owner)}: register that portal to publish."
    if "currentVersion" not in info:
        return ""
    return (
        f"“{gis.name}” is an ArcGIS Server without a portal: services cannot be made there over the web. {ALTERNATIVES}"
    )


def _described(gis: Gis, answer: dict[str, Any]) -> PublishTarget:
    user = lenient.mapping(answer.get("user"))
    username = lenient.text(user.get("username"))
    name = lenient.text(answer.get("name")) or lenient.text(answer.get("portalName")) or gis.name
    is_online = answer.get("isPortal") is False
    helper = lenient.mapping(lenient.mapping(answer.get("helperServices")).get("rasterAnalytics"))
    tools = lenient.text(helper.get("url")).rstrip("/")
    privileges = tuple(lenient.text(entry) for entry in lenient.items(user.get("privileges")))
    reason = ""
    if not username:
        reason = f"Nobody is signed in to “{gis.name}”: register it with the account that is to own the service."
    elif not tools:
        reason = f"“{gis.name}” has no raster analytics, which makes services of rasters. {ALTERNATIVES}"
    elif not may_carry_secrets(tools):
        reason = f"“{gis.name}” names raster analytics at an address without https: its administrator has to mend that."
    return PublishTarget(
        gis=gis,
        kind="none" if reason else "online" if is_online else "enterprise",
        reason=reason,
        username=username,
        privileges=privileges,
        raster_analytics=tools,
        can_tile=is_online and PRIVILEGES["tiled"] in privileges,
        name=name,
    )


def name_is_available(target: PublishTarget, name: str, cancel: Cancel | None = None) -> bool:
    """Tell whether no service of the GIS has this name; true where it cannot tell, for creating the service will.

    Raises:
        PlanError: a service cannot have this name.
        Cancelled: it was cancelled.
        ImageServiceError: the GIS does not answer, or wants a sign-in.
    """
    try:
        return target.content.is_available(service_name_of(name), cancel)
    except (BadRequest, NotFound, ProtocolError):  # Esri's page does not promise that it works for image services
        return True


def task_parameters(target: PublishTarget, task: str = TASK, cancel: Cancel | None = None) -> tuple[str, ...]:
    """Return the names of the input parameters of a task of the raster analysis service.

    Raises:
        PublishError: it has no such task, or does not run it as a job.
    """
    session = target.session_for(target.raster_analytics)
    try:
        answer = session.json(f"{target.raster_analytics}/{task}", cancel=cancel)
    except NotFound as error:
        raise PublishError(f"The raster analysis service of “{target.gis.name}” has no task {task}.") from error
    kind = lenient.text(answer.get("executionType"))
    if kind and kind != "esriExecutionTypeAsynchronous":
        raise PublishError(f"The raster analysis service of “{target.gis.name}” does not run {task} as a job.")
    parameters = (lenient.mapping(entry) for entry in lenient.items(answer.get("parameters")))
    return tuple(
        lenient.text(entry.get("name"))
        for entry in parameters
        if lenient.text(entry.get("direction")) != "esriGPParameterDirectionOutput"
    )


def upload_limit(target: PublishTarget, cancel: Cancel | None = None) -> int | None:
    """Return the largest upload that the raster analysis service takes, in bytes; None where it does not say."""
    session = target.session_for(target.raster_analytics)
    try:
        answer = session.json(target.raster_analytics, cancel=cancel)
    except (NotFound, ProtocolError, BadRequest):
        return None
    megabytes = lenient.number(answer.get("maxUploadFileSize"))
    return int(megabytes) * 1024 * 1024 if megabytes and megabytes >= 1 else None
