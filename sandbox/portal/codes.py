# SPDX-License-Identifier: GPL-2.0-or-later
"""What passes between the two halves of OAuth: a browser's request, and the code that it ends in."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
import threading
import time
from dataclasses import dataclass, field

from .people import Application
from .refusals import OAuthError

CODE_S = 600.0


@dataclass(frozen=True)
class AuthorizationRequest:
    """What a browser was sent to the sign-in page with. ``minutes`` is the wanted life of what comes of it."""

    application: Application
    response_type: str
    redirect_uri: str
    state: str | None
    challenge: str | None
    challenge_method: str
    minutes: float | None
    ends: float

    def check_verifier(self, verifier: str) -> None:
        """Check PKCE (RFC 7636, 4.6). Raises OAuthError."""
        if self.challenge is None:
            return
        found = verifier
        if self.challenge_method == "S256":
            digest = hashlib.sha256(verifier.encode()).digest()
            found = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if not verifier or not hmac.compare_digest(found.encode(), self.challenge.encode()):
            raise OAuthError("invalid_grant", "Invalid code_verifier")


@dataclass
class Code:
    """An authorization code, good once. What came of it is kept, for a second use revokes that."""

    request: AuthorizationRequest
    username: str
    ends: float
    used: bool = False
    issued: tuple[str, ...] = ()


@dataclass
class Codes:
    """The codes that are out. Used from several threads."""

    _codes: dict[str, Code] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def make(self, request: AuthorizationRequest, username: str) -> str:
        """Return a new code."""
        text = secrets.token_urlsafe(32)
        with self._lock:
            self._codes[text] = Code(request, username, time.time() + CODE_S)
        return text

    def take(self, text: str, application: Application) -> tuple[Code, bool]:
        """Return the code of that text, and whether it was taken before. Raises OAuthError for another's code."""
        with self._lock:
            code = self._codes.get(text)
            if code is None or code.request.application != application:
                raise OAuthError("invalid_grant", "Invalid authorization code")
            before = code.used
            code.used = True  # good once, whatever comes of this attempt
            return code, before

    def clear(self) -> None:
        """Forget all codes."""
        with self._lock:
            self._codes.clear()
