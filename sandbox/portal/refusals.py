# SPDX-License-Identifier: GPL-2.0-or-later
"""What portals and secured servers say when they refuse. All of it travels with HTTP status 200."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..errors import ServiceError


class TokenExpired(ServiceError):
    """The second envelope, which a stand-alone server has for tokens past their end (seen on a real 11.1 server)."""

    def __init__(self) -> None:
        super().__init__(498, "Token Expired.")

    def envelope(self) -> dict[str, Any]:
        """Return ``{"status": "error", "messages": [...], "code": 498}``."""
        return {"status": "error", "messages": [self.message], "code": self.code}


class OAuthError(ServiceError):
    """A refusal of the OAuth resources, which name the error in OAuth's words too."""

    def __init__(self, error: str, description: str, code: int = 400) -> None:
        super().__init__(code, description)
        self.error = error

    def envelope(self) -> dict[str, Any]:
        """Return the envelope with ``error`` and ``error_description``."""
        members = {"code": self.code, "error": self.error, "error_description": self.message}
        return {"error": {**members, "message": self.message, "details": list(self.details)}}


def portal_token_invalid() -> ServiceError:
    """Return the portal's answer to a token that is unknown, past its end, or used from elsewhere (recorded)."""
    return ServiceError(498, "Invalid token.")


def portal_token_required() -> ServiceError:
    """Return the portal's answer to nobody asking for what only members get (recorded)."""
    return ServiceError(499, "Token Required.", message_code="GWM_0003")


def server_token_invalid() -> ServiceError:
    """Return a server's answer to a token that is not its own (recorded)."""
    return ServiceError(498, "Invalid Token")


def server_token_required(message_code: str | None = None) -> ServiceError:
    """Return a server's answer to a request without a token (recorded from ArcGIS Online with SB_0005)."""
    return ServiceError(499, "Token Required", ("Token Required",), message_code=message_code)


def no_permission() -> ServiceError:
    """Return the answer to somebody who is signed in and may not."""
    text = "You do not have permissions to access this resource or perform this operation."
    return ServiceError(403, text, message_code="GWM_0003")


def item_missing() -> ServiceError:
    """Return the answer for an item that is not there, or not for this visitor: a portal does not say which."""
    return ServiceError(400, "Item does not exist or is inaccessible.", message_code="CONT_0001")


def user_missing() -> ServiceError:
    """Return the answer for a user that does not exist."""
    return ServiceError(400, "User does not exist or is inaccessible.")


def group_missing() -> ServiceError:
    """Return the answer for a group that is not there, or not for this visitor."""
    return ServiceError(400, "Group does not exist or is inaccessible.")


def folder_missing() -> ServiceError:
    """Return the answer for a folder that the user does not have."""
    return ServiceError(400, "Folder does not exist or is inaccessible.")


def resource_missing() -> ServiceError:
    """Return the answer for a thumbnail that is not there."""
    return ServiceError(400, "Resource does not exist or is inaccessible.")


def no_token(*details: str, code: int = 400) -> ServiceError:
    """Return what ``generateToken`` answers instead of a token."""
    return ServiceError(code, "Unable to generate token.", details)


def bad_parameter(*details: str) -> ServiceError:
    """Return the answer to parameters that make no sense."""
    return ServiceError(400, "Invalid or missing input parameters.", details)


def method_not_allowed() -> ServiceError:
    """Return the answer to a GET where secrets must be posted."""
    return ServiceError(405, "HTTP method GET is not supported by this URL.")


def required(params: Sequence[str]) -> tuple[str, ...]:
    """Return one detail a missing parameter, as real portals word it."""
    return tuple(f"'{name}' must be specified." for name in params)
