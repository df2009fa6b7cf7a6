# SPDX-License-Identifier: GPL-2.0-or-later
"""A line to the sandbox that can be cut and mended, and rasters to compare."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import numpy as np
import pytest
from image_services.core import schedule
from osgeo import gdal

gdal.UseExceptions()
SERVICE = "elevation/dem"


class Line:
    """Relays connections to a server. While it is cut, open ones are reset and new ones refused."""

    def __init__(self, url: str) -> None:
        self._target = (urlsplit(url).hostname, urlsplit(url).port)
        self._open: set[socket.socket] = set()
        self._listener: socket.socket | None = None
        self.port = 0
        self.mend()

    def mend(self) -> None:
        """Accept connections again, at the same port."""
        self._listener = socket.create_server(("127.0.0.1", self.port), backlog=128)
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, args=(self._listener,), daemon=True).start()

    def cut(self) -> None:
        """Reset what is open and refuse what comes."""
        listener, self._listener = self._listener, None
        if listener is not None:
            with suppress(OSError):
                listener.shutdown(socket.SHUT_RDWR)
            listener.close()
        for end in list(self._open):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def _accept(self, listener: socket.socket) -> None:
        with suppress(OSError):  # the listener was closed
            while True:
                near, _ = listener.accept()
                far = socket.create_connection(self._target)
                for source, sink in ((near, far), (far, near)):
                    self._open.add(source)
                    threading.Thread(target=self._pump, args=(source, sink), daemon=True).start()

    def _pump(self, source: socket.socket, sink: socket.socket) -> None:
        with suppress(OSError):
            while data := source.recv(65536):
                sink.sendall(data)
        for end in (source, sink):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
        self._open.discard(source)
        source.close()


@pytest.fixture
def hasty(monkeypatch):
    """As many attempts as ever, with shorter pauses between them."""
    monkeypatch.setattr(schedule, "TILE_RETRY", replace(schedule.TILE_RETRY, base_s=0.02, cap_s=0.2))
    monkeypatch.setattr(schedule, "REFUSED_RETRY", replace(schedule.REFUSED_RETRY, base_s=0.02, cap_s=0.1))
    monkeypatch.setattr(schedule, "OUTAGE_PAUSE_S", 0.05)


@pytest.fixture
def line(sandbox):
    """A line to the sandbox."""
    made = Line(sandbox.url)
    yield made
    made.cut()


@pytest.fixture(scope="session")
def truth(sandbox_data):
    """The values and the validity of the source."""
    return pixels(sandbox_data / f"{SERVICE}.tif")


def pixels(path: Path) -> tuple[np.ndarray, np.ndarray]:
    """Return the values of the first band, zero where there are none, and where there are some."""
    dataset = gdal.Open(str(path))
    band = dataset.GetRasterBand(1)
    valid = band.GetMaskBand().ReadAsArray() > 0
    return np.where(valid, band.ReadAsArray(), 0), valid


@pytest.fixture
def is_identical(truth):
    """Tell whether a file holds what the source holds."""

    def compare(path: Path) -> bool:
        values, valid = pixels(path)
        return np.array_equal(valid, truth[1]) and np.array_equal(values, truth[0])

    return compare
