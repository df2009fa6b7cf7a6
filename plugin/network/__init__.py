# SPDX-License-Identifier: GPL-2.0-or-later
"""The library's requests, sent through QGIS: its proxies, certificates and authentication configurations apply.

``install()`` makes the library send through ``QgisAdapter``. One thread does all the sending (see ``thread``), because
blocking requests from many Python threads lose their time-outs and can deadlock with the main thread. Only what is
needed when QGIS starts is imported here.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from qgis.PyQt.QtCore import QCoreApplication

from .main_thread import idle

if TYPE_CHECKING:
    from .adapter import QgisAdapter

__all__ = ["idle", "install", "make_adapter", "shutdown", "uninstall"]


def make_adapter(authcfg: str | None, allowed_host: Callable[[str], bool]) -> QgisAdapter:
    """Return a `requests` adapter that applies the configuration ``authcfg`` where ``allowed_host(url)`` says so."""
    from .adapter import QgisAdapter

    return QgisAdapter(authcfg, allowed_host)


def install() -> None:
    """Send the library's requests through QGIS from now on; call it on the main thread."""
    from ...core.session import use_transport
    from .thread import shared_thread

    shared_thread().open()
    use_transport(make_adapter, idle)
    QCoreApplication.instance().aboutToQuit.connect(shutdown)


def uninstall() -> None:
    """Undo ``install`` and end what still runs; call it on the main thread."""
    from ...core.session import use_transport

    QCoreApplication.instance().aboutToQuit.disconnect(shutdown)
    use_transport()
    shutdown()


def shutdown() -> None:
    """End the network thread, cancelling what runs; until the next ``install``, requests are refused."""
    from .thread import shared_thread

    shared_thread().close()
