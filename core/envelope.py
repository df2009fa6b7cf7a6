# SPDX-License-Identifier: GPL-2.0-or-later
"""What an answer means when it is no result: Esri's error envelopes, HTTP statuses, and pages of proxies.

ArcGIS answers most errors with HTTP 200, often under the content type of the image that was asked for. Three shapes
of JSON have been seen: ``{"error": {"code", "message", "details"}}``, ``{"error": {}}``, and
``{"status": "error", "messages": [...], "code"}``. ``httpCode`` outranks ``code``; details may be a text or a list.
"""

from __future__ import annotations

import html
import json
import re
import time
from collections.abc import Mapping
from datetime import timezone
from email.utils import parsedate_to_datetime
from typing import Any

from . import lenient
from .errors import (
    AccessDenied,
    BadRequest,
    ImageServiceError,
    NotFound,
    ProtocolError,
    ServerBusy,
    SignInRequired,
)

# Server texts are shown to people: long ones are cut, and anything that looks like a secret is not shown at all.
LONGEST_TEXT = 300
LONGEST_READ = 4000
MOST_TEXTS = 20
_SECRET = re.compile(
    r"""(?ix) \b (\w*token|\w*password|client_secret|bearer|sig|\w*signature
      |\w*credential|key-pair-id|\w*accesskeyid|googleaccessid|(?:api|access|account|subscription)[_-]?key
      |policy (?= =[\w~-]{16})) \b ["']?
    (?: \s*[=:]\s* | \s+(?=[\w.~+/-]{16}) )
    (?: "[^"]*" | '[^']*' | [^\s"'&,;<>]+ )""",
)
_USER_IN_URL = re.compile(r"//[^/\s@]+@")
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
# Where half a surrogate pair may be, which Python reads and then cannot write to a file or an address.
_HALVES = (b"\\ud", b"\\uD", b"\xed")
_MARKUP = re.compile(r"<[^>]*>")
_BUSY = frozenset({429, 500, 502, 503, 504, 599})


def json_of(body: bytes) -> Any:
    """Return the JSON of a body, or None where it is none; half a character in it, which no file can hold, is "?"."""
    if body.startswith(_BYTE_ORDER_MARK):
        body = body[len(_BYTE_ORDER_MARK) :]
    if body.lstrip()[:1] not in (b"{", b"["):
        return None
    try:
        value = json.loads(body)
        if any(mark in body for mark in _HALVES):
            value = json.loads(json.dumps(value, ensure_ascii=False).encode("utf-8", "replace"))
        return value
    except (ValueError, RecursionError):
        return None


def looks_like_html(body: bytes) -> bool:
    """Tell whether a body is a web page."""
    head = body[:512].replace(_BYTE_ORDER_MARK, b"", 1).lstrip().lower()
    return head.startswith((b"<!doctype", b"<html", b"<head", b"<?xml"))


def error_in(payload: Any, url: str) -> ImageServiceError | None:
    """Return the error that a JSON answer carries, or None."""
    if not isinstance(payload, dict):
        return None
    if "error" in payload:
        error = payload["error"]
        fields = error if isinstance(error, dict) else {"message": error}
        code = lenient.integer(fields.get("httpCode")) or lenient.integer(fields.get("code"))
        messages = _messages(fields.get("message"), fields.get("details"), fields.get("error_description"))
        return error_for(code, messages, url, fields)
    if lenient.text(payload.get("status")).lower() == "error":
        messages = _messages(*lenient.items(payload.get("messages")))
        return error_for(lenient.integer(payload.get("code")), messages, url, payload)
    return None


def error_for_status(status: int, headers: Mapping[str, str], body: bytes, url: str) -> ImageServiceError:
    """Return the error of an HTTP status of 400 or more; the envelope in its body, if any, says it better."""
    retry_after = retry_after_seconds(headers.get("Retry-After"))
    envelope = error_in(json_of(body), url)
    if status in _BUSY and not isinstance(envelope, (SignInRequired, AccessDenied)):
        text = envelope.message if envelope is not None else f"The server answers HTTP {status}."
        return ServerBusy(text, url=url, retry_after=retry_after, status=status)
    if envelope is not None:
        return envelope
    return error_for(status, _messages(f"HTTP {status}"), url, {})


def error_for(code: int | None, messages: tuple[str, ...], url: str, fields: Mapping[str, Any]) -> ImageServiceError:
    """Return the error for a code of Esri's or of HTTP, with the server's own words."""
    words = (" ".join(dict.fromkeys(messages)) or "it gives no reason").rstrip(".")
    lowered = words.lower()
    if code in {498, 499, 401}:
        reason = "The sign-in has expired or is not valid here" if code == 498 else "The service asks for a sign-in"
        return SignInRequired(f"{reason} ({words}). Sign in and try again.", url=url, code=code)
    if code == 403 and (lenient.text(fields.get("subcode")) == "4" or "ssl" in lowered):
        return BadRequest("The server wants https: use the https:// address.", url=url, code=code, messages=messages)
    if code == 403:
        return AccessDenied(f"You may not do this here ({words}). Ask the owner for access.", url=url)
    is_about_place = "parameter" not in lowered  # else a raster function or a field is what was not found
    said = (lenient.text(fields.get("message")) or words).lower()  # details may tell of a file behind the service
    is_named_missing = is_about_place and ("not found" in said or "does not exist" in said)
    if (code == 404 and "not in range" not in lowered) or is_named_missing:
        return NotFound(f"There is nothing at this address ({words}). Check folder and name.", url=url)
    if code in _BUSY:
        return ServerBusy(f"The server could not answer ({words}).", url=url, status=code)
    return BadRequest(f"The server refuses the request ({words}).", url=url, code=code, messages=messages)


def page_error(body: bytes, url: str) -> ImageServiceError:
    """Return the error for a web page that came instead of an answer."""
    text = " ".join(html.unescape(_MARKUP.sub(" ", body[:LONGEST_READ].decode("utf-8", "replace"))).split())
    if "web adaptor" in text.lower() or "could not access any server machines" in text.lower():
        return ServerBusy(f"The server answers a web page instead of data: {shown(text)}", url=url)
    return ProtocolError(
        f"The server answers a web page instead of data: {shown(text)} "
        "Check the address; a proxy or a sign-in page may be in between.",
        url=url,
    )


def retry_after_seconds(value: str | None) -> float | None:
    """Return the wait that a Retry-After header asks for, given in seconds or as a date; None where it says none."""
    if not value:
        return None
    seconds = lenient.number(value)
    if seconds is not None:
        return max(0.0, seconds)
    try:
        moment = parsedate_to_datetime(value)
    except (TypeError, ValueError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=timezone.utc)  # "-0000": the zone is not said, the clock is UTC's
    return max(0.0, moment.timestamp() - time.time())


def _messages(*values: Any) -> tuple[str, ...]:
    found: list[str] = []
    for value in values:
        for entry in value if isinstance(value, list) else [value]:
            text = shown(entry) if isinstance(entry, str) else ""
            if text and text not in found:
                found.append(text)
            if len(found) == MOST_TEXTS:
                return tuple(found)
    return tuple(found)


def shown(text: str) -> str:
    """Return words of a server's as they may be shown: without markup, short, and without what looks like a secret."""
    bare = _USER_IN_URL.sub("//", _MARKUP.sub(" ", text[:LONGEST_READ]))
    clean = " ".join(_SECRET.sub(r"\1=…", bare).split())
    return clean if len(clean) <= LONGEST_TEXT else clean[: LONGEST_TEXT - 1] + "…"
