# SPDX-License-Identifier: GPL-2.0-or-later
"""QGIS's signing of a request, which may take as long as a person takes to type a password or to use a browser.

Nothing can interrupt that, so it is done in a thread of its own, and whoever waits for it can be cancelled.
"""

from __future__ import annotations

import threading

from qgis.PyQt.QtNetwork import QNetworkRequest

from ...core.cancel import Cancel
from ...core.errors import SignInRequired
from .main_thread import wait_alive
from .message import authenticate

LOOK_S = 1.0
_threads: list[tuple[str, threading.Thread]] = []
_lock = threading.Lock()


def is_signing(authcfg: str) -> bool:
    """Tell whether QGIS is using a configuration, perhaps for a request that nobody waits for any more.

    A configuration that is deleted meanwhile takes QGIS down with it (seen with its OAuth 2).
    """
    with _lock:
        _threads[:] = [known for known in _threads if known[1].is_alive()]
        return any(used == authcfg for used, _ in _threads)


class _Signing:
    """One request being signed."""

    def __init__(self, request: QNetworkRequest, authcfg: str) -> None:
        self.ended = threading.Event()
        self.refusal: SignInRequired | None = None
        self._request = request
        self._authcfg = authcfg

    def run(self) -> None:
        """Sign, and keep the refusal for whoever waits."""
        try:
            authenticate(self._request, self._authcfg)
        except SignInRequired as error:
            self.refusal = error
        finally:
            self.ended.set()


def sign(request: QNetworkRequest, authcfg: str, cancel: Cancel) -> None:
    """Let QGIS apply an authentication configuration to a request.

    Raises:
        SignInRequired: QGIS could not apply it. The request must not be sent without.
        Cancelled: nobody answered QGIS's question before the cancel.
    """
    signing = _Signing(request, authcfg)
    thread = threading.Thread(target=signing.run, name="image-services-signing", daemon=True)
    with _lock:
        thread.start()
        _threads[:] = [known for known in _threads if known[1].is_alive()]
        _threads.append((authcfg, thread))
    with cancel.on_cancel(signing.ended.set):
        while not wait_alive(signing.ended, LOOK_S):
            pass
    cancel.raise_if_set()
    if signing.refusal is not None:
        raise signing.refusal
