# SPDX-License-Identifier: GPL-2.0-or-later
"""What an image server says when it refuses: one exception, and the envelope that travels with HTTP 200."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

INVALID_ARGUMENT = -2147024809  # E_INVALIDARG; measured as `extendedCode` on a public elevation service


class ServiceError(Exception):
    """A refusal. ``code`` goes into the envelope; ``status`` is the HTTP status, 200 for nearly all of them."""

    def __init__(
        self,
        code: int,
        message: str,
        details: Sequence[str] = (),
        *,
        status: int = 200,
        extended_code: int | None = None,
        message_code: str | None = None,
    ) -> None:
        super().__init__(f"{code} {message} {'; '.join(details)}".rstrip())
        self.code = code
        self.message = message
        self.details = tuple(details)
        self.status = status
        self.extended_code = extended_code
        self.message_code = message_code

    def envelope(self) -> dict[str, Any]:
        """Return ``{"error": {...}}`` with the members in the order of the recorded answers."""
        error: dict[str, Any] = {"code": self.code}
        if self.extended_code is not None:
            error["extendedCode"] = self.extended_code
        error["message"] = self.message
        if self.message_code is not None:
            error["messageCode"] = self.message_code
        error["details"] = list(self.details)
        return {"error": error}


def invalid_parameter(name: str) -> ServiceError:
    """Return the answer to a parameter that cannot be understood (measured with ``imageSR=999999``)."""
    return _invalid(f"'{name}' parameter is invalid.")


def size_limit() -> ServiceError:
    """Return the answer to an image larger than the service allows (measured, 156 bytes as JSON)."""
    return _invalid("The requested image exceeds the size limit.")


def unable_to_complete(*details: str, status: int = 200) -> ServiceError:
    """Return the general refusal (recorded)."""
    return ServiceError(400, "Unable to complete operation.", details, status=status)


def export_failed() -> ServiceError:
    """Return what a server says that tried and gave up: one of the few errors with a true HTTP status (measured)."""
    return ServiceError(500, "Error exporting image", status=500)


def not_supported() -> ServiceError:
    """Return the answer to an operation that the service's capabilities leave out."""
    return ServiceError(400, "Requested operation is not supported by this service.")


def service_not_found(name: str, kind: str) -> ServiceError:
    """Return the answer for a service that does not exist (recorded: code 500, HTTP 200)."""
    return ServiceError(500, f"Service {name}/{kind} not found")


def folder_not_found() -> ServiceError:
    """Return the answer for a folder that does not exist."""
    return ServiceError(404, "Folder not found")


def invalid_url() -> ServiceError:
    """Return the answer for a path below a service that is no resource or operation of it."""
    return ServiceError(400, "Invalid URL", ("Invalid URL",))


def _invalid(detail: str) -> ServiceError:
    return ServiceError(400, "Invalid or missing input parameters.", (detail,), extended_code=INVALID_ARGUMENT)
