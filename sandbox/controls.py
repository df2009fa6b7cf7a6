# SPDX-License-Identifier: GPL-2.0-or-later
"""The control resources below /_control: no part of ArcGIS, but the handle by which tests hold the server."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from aiohttp import web

from .answer import json_bytes

if TYPE_CHECKING:
    from .app import Server


class Controls:
    """Request log, faults and service overrides over HTTP."""

    def __init__(self, server: Server) -> None:
        self._server = server

    def add_to(self, app: web.Application) -> None:
        """Register the paths."""
        route = app.router.add_route
        route("GET", "/_control/requests", self.requests)
        route("DELETE", "/_control/requests", self.clear_requests)
        route("GET", "/_control/state", self.state)
        route("GET", "/_control/faults", self.list_faults)
        route("POST", "/_control/faults", self.add_faults)
        route("DELETE", "/_control/faults", self.clear_faults)
        route("DELETE", "/_control/services", self.reset_services)
        route("POST", "/_control/services/{name:.+}", self.override)
        route("DELETE", "/_control/services/{name:.+}", self.reset_override)

    async def requests(self, request: web.Request) -> web.Response:
        """Return the request log."""
        return _json({"requests": [entry.json() for entry in self._server.recorder.entries]})

    async def clear_requests(self, request: web.Request) -> web.Response:
        """Forget the request log and the largest number in flight."""
        self._server.recorder.clear()
        return _json({})

    async def state(self, request: web.Request) -> web.Response:
        """Return the counters."""
        recorder = self._server.recorder
        return _json(
            {
                "in_flight": recorder.in_flight,
                "max_in_flight": recorder.max_in_flight,
                "connections": self._server.count_connections(),
            }
        )

    async def list_faults(self, request: web.Request) -> web.Response:
        """Return the rules in force, with how often each was applied."""
        rules = [{**rule.spec, "matched": rule.matched, "applied": rule.applied} for rule in self._server.faults.rules]
        return _json({"faults": rules})

    async def add_faults(self, request: web.Request) -> web.Response:
        """Put one rule or a list of rules into force."""
        try:
            body = json.loads(await request.text())
            rules = body if isinstance(body, list) else [body]
            self._server.faults.add(rules)
        except (ValueError, TypeError, AttributeError) as error:
            return _json({"error": str(error)}, 400)
        return _json({"faults": len(self._server.faults.rules)})

    async def clear_faults(self, request: web.Request) -> web.Response:
        """Drop all rules."""
        self._server.faults.clear()
        return _json({})

    async def override(self, request: web.Request) -> web.Response:
        """Merge fields into the overrides of one service."""
        name = request.match_info["name"]
        if self._server.catalog.service(name) is None:
            return _json({"error": f"no service {name}"}, 404)
        try:
            fields = json.loads(await request.text())
        except ValueError as error:
            return _json({"error": str(error)}, 400)
        if not isinstance(fields, dict):
            return _json({"error": "an object is wanted"}, 400)
        return _json(self._server.catalog.override(name, fields))

    async def reset_override(self, request: web.Request) -> web.Response:
        """Drop the overrides in memory of one service."""
        self._server.catalog.reset(request.match_info["name"])
        return _json({})

    async def reset_services(self, request: web.Request) -> web.Response:
        """Drop all overrides in memory."""
        self._server.catalog.reset()
        return _json({})


def _json(value: Any, status: int = 200) -> web.Response:
    return web.Response(body=json_bytes(value), status=status, content_type="application/json")
