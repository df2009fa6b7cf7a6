# SPDX-License-Identifier: GPL-2.0-or-later
"""``python -m sandbox --port 0 --data DIR``: serve a folder of rasters until told to stop."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import logging
import os
import signal
import ssl
import sys
import threading
from pathlib import Path

from aiohttp import web
from osgeo import gdal

from .app import Server, build
from .cache import AnswerCache
from .catalog import Catalog

KEEP_ALIVE_S = 75.0
SHUTDOWN_S = 0.5
BLOCK_CACHE_BYTES = 256 * 1024 * 1024  # GDAL would take a twentieth of the machine


def main(arguments: list[str] | None = None) -> int:
    """Run the command and return its exit code."""
    options = _parser().parse_args(arguments)
    catalog = Catalog(options.data)
    if not options.data.is_dir() or catalog.is_empty():
        print(f"sandbox: there are no rasters in {options.data}", file=sys.stderr)
        return 2
    if options.log:
        logging.basicConfig(level=logging.INFO, stream=sys.stderr, format="%(message)s")
    gdal.UseExceptions()
    gdal.SetCacheMax(BLOCK_CACHE_BYTES)
    server = Server(catalog, AnswerCache(options.cache_mb * 1024 * 1024), latency=options.latency_ms / 1000)
    try:
        return asyncio.run(_serve(server, options))
    except OSError as error:
        print(f"sandbox: {error}", file=sys.stderr)
        return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="sandbox", description="Serve a folder of rasters as image services.")
    parser.add_argument("--data", type=Path, required=True, help="folder of rasters")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    parser.add_argument("--certificate", type=Path, help="PEM file with certificate and key: serve https")
    parser.add_argument("--latency-ms", type=float, default=0, help="delay of every answer")
    parser.add_argument("--cache-mb", type=int, default=256, help="memory for rendered images, 0 for none")
    parser.add_argument("--log", action="store_true", help="log every request to standard error")
    parser.add_argument("--exit-with-parent", action="store_true", help="stop when standard input is closed")
    return parser


async def _serve(server: Server, options: argparse.Namespace) -> int:
    stop = _stop_event(watch_input=options.exit_with_parent)  # before the line that invites others to send signals
    access_log = logging.getLogger("sandbox.access") if options.log else None
    runner = web.AppRunner(
        build(server), access_log=access_log, keepalive_timeout=KEEP_ALIVE_S, shutdown_timeout=SHUTDOWN_S
    )
    await runner.setup()
    server.count_connections = lambda: len(runner.server.connections) if runner.server is not None else 0
    tls = _tls(options.certificate)
    await web.TCPSite(runner, options.host, options.port, backlog=1024, ssl_context=tls).start()
    port = runner.addresses[0][1]
    url = f"{'http' if tls is None else 'https'}://{options.host}:{port}"
    description = {
        "url": url,
        "services": f"{url}/arcgis/rest/services",
        "control": f"{url}/_control",
        "portal": f"{url}/portal",
        "server": f"{url}/server",
        "standalone": f"{url}/standalone",
        "data": str(options.data),
        "pid": os.getpid(),
    }
    print(json.dumps(description), flush=True)
    await stop.wait()
    await runner.cleanup()
    server.pool.shutdown(wait=False, cancel_futures=True)
    return 0


def _tls(certificate: Path | None) -> ssl.SSLContext | None:
    if certificate is None:
        return None
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


def _stop_event(*, watch_input: bool) -> asyncio.Event:
    """Return what SIGTERM and SIGINT set, and the end of standard input, which is the death of the parent."""
    loop = asyncio.get_running_loop()
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        with contextlib.suppress(NotImplementedError):
            loop.add_signal_handler(number, stop.set)
    if watch_input:
        threading.Thread(target=_drain_input, args=(loop, stop), daemon=True).start()
    return stop


def _drain_input(loop: asyncio.AbstractEventLoop, stop: asyncio.Event) -> None:
    # os.read and not sys.stdin: a thread that holds the stream's lock at exit is a fatal error to the interpreter.
    with contextlib.suppress(OSError):
        while os.read(0, 65536):
            pass
    with contextlib.suppress(RuntimeError):  # the loop may be gone already
        loop.call_soon_threadsafe(stop.set)


if __name__ == "__main__":
    sys.exit(main())
