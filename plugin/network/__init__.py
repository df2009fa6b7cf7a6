# SPDX-License-Identifier: GPL-2.0-or-later
"""The library's requests, sent through QGIS: its proxies, certificates and authentication configurations apply.

``install()`` makes the library send through ``QgisAdapter``. One thread does all the sending (see ``thread``), because
blocking requests from many Python threads lose their time-outs and can deadlock with the main thread. Only what is
needed when QGIS starts is imported here.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import TYPE_CHECKING

from qgis.PyQt.QtCore import QCoreApplication, QObject, pyqtSlot

from .main_thread import idle

if TYPE_CHECKING:
    from .adapter import QgisAdapter

__all__ = ["idle", "install", "make_adapter", "shutdown", "uninstall"]


def make_adapter(authcfg: str | None, allowed_host: Callable[[str], bool]) -> QgisAdapter:
    """Return a `requests` adapter that applies the configuration ``authcfg`` where ``allowed_host(url)`` says so."""
    from .adapter import QgisAdapter

    return QgisAdapter(authcfg, allowed_host)


class _Ending(QObject):
    """Ends the network thread with the application.

    It lives in the main thread: a plain function would be called in the thread that connected it, which may be gone.
    """

    @pyqtSlot()
    def end(self) -> None:
        """End it."""
        shutdown()


@functools.cache
def _ending() -> _Ending:
    ending = _Ending()
    ending.moveToThread(QCoreApplication.instance().thread())
    return ending


def install() -> None:
    """Send the library's requests through QGIS from now on; may be called in any thread."""
    from ...core.session import use_transport
    from .thread import shared_thread

    shared_thread().open()
    use_transport(make_adapter, idle)
    QCoreApplication.instance().aboutToQuit.connect(_ending().end)


def uninstall() -> None:
    """Undo ``install``, and end what still runs."""
    from ...core.session import use_transport

    QCoreApplication.instance().aboutToQuit.disconnect(_ending().end)
    use_transport()
    shutdown()


def shutdown() -> None:
    """End the network thread, cancelling what runs; until the next ``install``, requests are refused."""
    from .thread import shared_thread

    shared_thread().close()
