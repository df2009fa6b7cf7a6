# SPDX-License-Identifier: GPL-2.0-or-later
"""``/_control/portal``: the handle by which tests hold the portal."""

from __future__ import annotations

import asyncio
import json

from aiohttp import web

from ..answer import json_bytes
from .portal import Portal


class PortalControl:
    """Settings, tokens and sign-ins over HTTP."""

    def __init__(self, portal: Portal) -> None:
        self._portal = portal

    def add_to(self, app: web.Application) -> None:
        """Register the path."""
        app.router.add_route("GET", "/_control/portal", self.show)
        app.router.add_route("POST", "/_control/portal", self.change)
        app.router.add_route("DELETE", "/_control/portal", self.reset)

    async def show(self, request: web.Request) -> web.Response:
        """Return users, applications, settings, tokens and sign-ins."""
        return _json(self._portal.state())

    async def change(self, request: web.Request) -> web.Response:
        """Change settings."""
        try:
            values = json.loads(await request.text())
            if not isinstance(values, dict):
                message = "an object is wanted"
                raise ValueError(message)
            await asyncio.to_thread(self._portal.set, values)
        except ValueError as error:
            return _json({"error": str(error)}, 400)
        return _json(self._portal.state()["settings"])

    async def reset(self, request: web.Request) -> web.Response:
        """Be as at the start."""
        self._portal.reset()
        return _json({})


def _json(value: object, status: int = 200) -> web.Response:
    return web.Response(body=json_bytes(value), status=status, content_type="application/json")
