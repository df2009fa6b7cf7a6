# SPDX-License-Identifier: GPL-2.0-or-later
"""The test side of the control resources, over the standard library's HTTP client."""

from __future__ import annotations

import http.client
import json
import ssl
from typing import Any
from urllib.parse import quote, urlsplit

TIMEOUT_S = 30.0


class Control:
    """Steers one running sandbox. Every call is one short connection, so that it leaves no trace in the counters."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self._host = parts.hostname or "127.0.0.1"
        self._port = parts.port or 80
        self._encrypted = parts.scheme == "https"
        self._path = parts.path.rstrip("/")

    def requests(self) -> list[dict[str, Any]]:
        """Return the request log, oldest first."""
        entries: list[dict[str, Any]] = self._send("GET", "/requests")["requests"]
        return entries

    def clear(self) -> None:
        """Forget the request log and the counters."""
        self._send("DELETE", "/requests")

    def state(self) -> dict[str, int]:
        """Return in_flight, max_in_flight and connections."""
        state: dict[str, int] = self._send("GET", "/state")
        return state

    def faults(self, *rules: dict[str, Any]) -> None:
        """Put fault rules into force, besides those that are. Raises ValueError for a rule that makes no sense."""
        self._send("POST", "/faults", list(rules))

    def override(self, service: str, **fields: Any) -> None:
        """Merge fields into the ``service.json`` of a service, until ``reset``."""
        self._send("POST", f"/services/{quote(service)}", fields)

    def portal(self, **settings: Any) -> dict[str, Any]:
        """Change settings of the portal, if any are given (``portal/settings.py`` lists them).

        Returns its users, tokens, sign-ins, settings, and under ``publishing`` what was sent and what came of it.
        Raises ValueError for a setting that makes no sense.
        """
        if settings:
            self._send("POST", "/portal", settings)
        state: dict[str, Any] = self._send("GET", "/portal")
        return state

    def reset(self) -> None:
        """Forget faults, overrides, tokens and the request log."""
        self._send("DELETE", "/portal")
        self._send("DELETE", "/faults")
        self._send("DELETE", "/services")
        self._send("DELETE", "/requests")

    def _connection(self) -> http.client.HTTPConnection:
        if not self._encrypted:
            return http.client.HTTPConnection(self._host, self._port, timeout=TIMEOUT_S)
        context = ssl.create_default_context()
        context.check_hostname = False  # the certificate is self-signed, and the server a child of this process
        context.verify_mode = ssl.CERT_NONE
        return http.client.HTTPSConnection(self._host, self._port, timeout=TIMEOUT_S, context=context)

    def _send(self, method: str, path: str, value: Any = None) -> Any:
        connection = self._connection()
        try:
            body = None if value is None else json.dumps(value)
            connection.request(method, self._path + path, body, {"Connection": "close"})
            response = connection.getresponse()
            answer = json.loads(response.read())
        finally:
            connection.close()
        if response.status != 200:
            raise ValueError(answer.get("error", f"HTTP {response.status}"))
        return answer
