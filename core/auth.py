# SPDX-License-Identifier: GPL-2.0-or-later
"""Signing requests: a token goes to the hosts it belongs to, over https, in a header, and nowhere else."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

from requests import PreparedRequest
from requests.auth import AuthBase

# Tokens that were made for a referer are valid only with that very referer, so there is one for every request.
REFERER = "https://image-services.qgis.invalid"
# Works beside a web-tier login, which needs the plain Authorization header for itself (Esri's pages on token headers).
AUTHORIZATION_HEADER = "X-Esri-Authorization"


def host_of(url: str) -> str:
    """Return the host of an address in lower case, without port."""
    return (urlsplit(url).hostname or "").lower()


def is_loopback(host: str) -> bool:
    """Tell whether a host is this machine."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def may_carry_secrets(url: str) -> bool:
    """Tell whether a secret may travel to ``url``: over https, or to this machine itself."""
    return urlsplit(url).scheme == "https" or is_loopback(host_of(url))


class TokenAuth(AuthBase):
    """Puts a token on requests to its own hosts; the object shows no token when printed."""

    def __init__(self, value: str, hosts: frozenset[str]) -> None:
        self._value = value.strip()
        self._hosts = frozenset(host.lower() for host in hosts)

    def belongs(self, url: str) -> bool:
        """Tell whether a request to ``url`` may carry the token."""
        return host_of(url) in self._hosts and may_carry_secrets(url)

    def __call__(self, request: PreparedRequest) -> PreparedRequest:
        """Sign a request, if it goes to a host of this token."""
        if self.belongs(str(request.url)):
            request.headers[AUTHORIZATION_HEADER] = f"Bearer {self._value}"
        return request

    def __repr__(self) -> str:
        return f"TokenAuth(hosts={sorted(self._hosts)})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, TokenAuth) and self.__dict__ == other.__dict__

    def __hash__(self) -> int:
        return hash(self._hosts)
