# SPDX-License-Identifier: GPL-2.0-or-later
"""The library inside QGIS: it sends through QGIS's network and knows the GIS of the user's profile.

Connecting the two would import `requests`; that waits until the library is used for the first time.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ..core.cancel import Cancel
    from ..core.service import ImageService


class _State:
    connected = False
    lock = threading.Lock()


def prepare() -> None:
    """Begin: nothing is connected yet, but a console or a script that uses the library will find it so."""
    from .. import core

    _State.connected = False
    core.before_use(connect)


def connect() -> None:
    """Connect library and QGIS, once; from any thread, since QGIS lists folders of its Browser in threads."""
    if _State.connected:
        return
    from ..core import gis
    from . import network
    from .gis_store import ProfileRegistry

    with _State.lock:
        if not _State.connected:
            network.install()
            gis.use_registry(ProfileRegistry())
            use_chosen_timeouts()
            _State.connected = True


def use_chosen_timeouts() -> None:
    """Wait for servers as long as the user's options say."""
    from ..core.session import Timeouts, use_timeouts
    from .settings import held

    with held() as known:
        if known is not None:
            use_timeouts(Timeouts(known.connect_timeout.value(), known.read_timeout.value()))


def release() -> None:
    """End: close QGIS's network for the library and leave no thread behind."""
    if not _State.connected:
        return
    from ..core import gis
    from ..core.session import use_timeouts
    from . import network

    network.uninstall()
    network.shutdown()
    gis.use_registry(None)
    use_timeouts()
    _State.connected = False


def open_service(
    url: str, *, gis: str | None = None, authcfg: str | None = None, cancel: Cancel | None = None
) -> ImageService:
    """Open an image service through QGIS's network; see ``core.connect.open_service``."""
    connect()
    from ..core.connect import open_service as open_connected

    arguments: dict[str, Any] = {"gis": gis or None, "authcfg": authcfg or None, "cancel": cancel}
    return open_connected(url, **arguments)
