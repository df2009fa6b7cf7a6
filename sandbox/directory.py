# SPDX-License-Identifier: GPL-2.0-or-later
"""The services directory: folders at any depth, services named with their folder, and the server's info."""

from __future__ import annotations

import html
from typing import Protocol

from .answer import Answer, Call, document, page
from .errors import folder_not_found

CURRENT_VERSION, FULL_VERSION = 11, "11.0.0"


class Listed(Protocol):
    """Whatever has folders and services."""

    def listing(self, folder: str) -> tuple[list[str], list[str]] | None:
        """Return sub-folder names and service names (with their folder) of a folder, None if there is none."""


def folder(catalog: Listed, call: Call, name: str) -> Answer:
    """Return the listing of a folder ("" is the root). Raises ServiceError where there is none."""
    listing = catalog.listing(name)
    if listing is None:
        raise folder_not_found()
    folders, services = listing
    if call.form in ("json", "pjson"):
        return document(
            call,
            name,
            {
                "currentVersion": CURRENT_VERSION,
                "folders": folders,
                "services": [{"name": service, "type": "ImageServer"} for service in services],
            },
        )
    root = f"{call.context}/rest/services"
    prefix = f"{root}/{name}".rstrip("/")
    lines = [f'<li><a href="{html.escape(f"{prefix}/{item}")}">{html.escape(item)}</a></li>' for item in folders]
    lines += [
        f'<li><a href="{html.escape(f"{root}/{item}/ImageServer")}">{html.escape(item)}</a> (ImageServer)</li>'
        for item in services
    ]
    return page(f"Folder: {name or '/'}", f"<ul>{''.join(lines)}</ul>")


def info(call: Call) -> Answer:
    """Return ``/arcgis/rest/info`` of a server without security."""
    return document(
        call,
        "Server Info",
        {
            "currentVersion": CURRENT_VERSION,
            "fullVersion": FULL_VERSION,
            "soapUrl": f"{call.base}/arcgis/services",
            "secureSoapUrl": None,
            "authInfo": {"isTokenBasedSecurity": False},
        },
    )
