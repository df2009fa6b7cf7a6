# SPDX-License-Identifier: GPL-2.0-or-later
"""A request and its answer as plain values: everything between the two ends of the wire works on these."""

from __future__ import annotations

import html
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from .errors import ServiceError

JSON_TYPE = "application/json;charset=UTF-8"
HTML_TYPE = "text/html;charset=UTF-8"


@dataclass(frozen=True)
class ReceivedFile:
    """A file that came with a request. ``md5`` is its digest where the client stated one to compare it with."""

    field: str
    name: str
    path: Path
    size: int
    md5: bytes = b""


@dataclass(frozen=True)
class Call:
    """One request for the services directory, a service or one of its operations.

    ``service`` is the name with its folders, None for a folder; ``operation`` is "directory", "root", "info",
    "output" or what follows ImageServer in the path, with ``tail`` holding the path segments after that.
    ``context`` is the first segment of the path, by which servers on one host differ; ``query`` names the parameters
    that came in the address and not in a form; ``remote`` is the client's address. ``files`` are removed once the
    request is answered, unless somebody has moved them away.
    """

    method: str
    path: str
    base: str
    params: Mapping[str, str]
    service: str | None = None
    kind: str = "ImageServer"
    operation: str = "directory"
    tail: tuple[str, ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    context: str = "/arcgis"
    query: frozenset[str] = frozenset()
    remote: str = ""
    files: tuple[ReceivedFile, ...] = ()

    def header(self, name: str) -> str | None:
        """Return a header by its name in lower case."""
        return next((value for key, value in self.headers.items() if key.lower() == name), None)

    @property
    def encrypted(self) -> bool:
        """Say whether the request came through https."""
        return self.base.startswith("https:")

    @property
    def form(self) -> str:
        """Return the wanted representation in lower case; the default is html, as on every ArcGIS Server."""
        return self.params.get("f", "").strip().lower() or "html"

    def canonical(self) -> str:
        """Return path and query in one order, without the token: equal for requests that mean the same."""
        pairs = sorted((key, value) for key, value in self.params.items() if key != "token")
        return self.path + "?" + "&".join(f"{key}={value}" for key, value in pairs)

    def with_params(self, params: Mapping[str, str]) -> Call:
        """Return the same call with other parameters."""
        return replace(self, params=params)


@dataclass(frozen=True)
class Answer:
    """Status, type and body of a response."""

    body: bytes
    content_type: str = JSON_TYPE
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


def json_bytes(value: Any, *, pretty: bool = False) -> bytes:
    """Return compact JSON in UTF-8 (``pretty`` for f=pjson)."""
    if pretty:
        return json.dumps(value, ensure_ascii=False, indent=1).encode()
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def document(call: Call, title: str, value: Any) -> Answer:
    """Return a resource as JSON, or as the HTML page that a browser gets."""
    if call.form in ("json", "pjson"):
        return Answer(json_bytes(value, pretty=call.form == "pjson"))
    return page(title, f"<pre>{html.escape(json_bytes(value, pretty=True).decode())}</pre>")


def page(title: str, content: str, status: int = 200) -> Answer:
    """Return a services directory page; ``content`` is HTML."""
    text = (
        f"<html>\n<head><title>{html.escape(title)}</title></head>\n"
        f"<body>\n<h2>{html.escape(title)}</h2>\n{content}\n</body>\n</html>\n"
    )
    return Answer(text.encode(), HTML_TYPE, status)


def refusal(call: Call, error: ServiceError, content_type: str = JSON_TYPE) -> Answer:
    """Return an error the way real servers do: JSON with the status (nearly always 200) and the type asked for."""
    if call.form == "html":
        lines = [error.message, *error.details, f"Code: {error.code}"]
        return page("Error", "".join(f"<p>{html.escape(line)}</p>" for line in lines), error.status)
    return Answer(json_bytes(error.envelope()), content_type, error.status)
