# SPDX-License-Identifier: GPL-2.0-or-later
"""A whole download (fetch, decode, assemble, statistics) over the time curl takes to fetch the same tiles to disk.

    python benchmarks/against_curl.py [runs] [data folder]

Both use the same addresses and the same number of connections, and take turns within one run of the sandbox, whose
tiles are rendered before and kept in memory.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path
from types import ModuleType
from urllib.parse import urlencode

from library import DATA, library
from results import Section, median, spread

from sandbox.process import SandboxProcess, start

CONNECTIONS = 8
TILE = {"tile_columns": 512, "tile_rows": 512}  # 24 x 20 tiles of the 12,000 x 10,000 elevation model
LIMITS = {0: 2.5, 50: 1.0, 200: 1.0}  # by the milliseconds that the server holds every answer


def tile_urls(core: ModuleType, sandbox: SandboxProcess) -> list[str]:
    """Return the addresses that a download asks for."""
    service = core.open_service(sandbox.service_url("elevation/dem"))
    plan = service.plan(**TILE)
    return [f"{service.url}/exportImage?{urlencode(plan.request(window).params())}" for window in plan.tiles]


def time_download(core: ModuleType, sandbox: SandboxProcess, folder: Path) -> float:
    """Return the seconds of a download, describing the service included."""
    started = time.perf_counter()
    service = core.open_service(sandbox.service_url("elevation/dem"))
    service.download(folder / "out.tif", overwrite=True, max_concurrency=CONNECTIONS, **TILE)
    return time.perf_counter() - started


def time_curl(urls: list[str], folder: Path) -> float:
    """Return the seconds that curl takes to fetch every address into a file of its own."""
    lines = [f'url = "{url}"\noutput = "{folder}/{number}.bin"' for number, url in enumerate(urls)]
    config = folder / "urls"
    config.write_text("\n".join(lines), encoding="utf-8")
    command = ["curl", "--parallel", "--parallel-max", str(CONNECTIONS), "--silent", "--config", str(config)]
    started = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - started


def main() -> None:
    """Measure and print a table."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    data = Path(sys.argv[2]) if len(sys.argv) > 2 else DATA
    core = library()
    section = Section(
        "A download against curl",
        f"480 tiles, {CONNECTIONS} connections, medians of {runs} interleaved runs (least-greatest); curl only fetches "
        "to disk, the download also decodes, assembles and sums up.",
        ("server holds answers for", "download s", "curl s", "ratio", "limit"),
    )
    with start(data, "--cache-mb", "1500") as sandbox, tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        urls = tile_urls(core, sandbox)
        time_download(core, sandbox, folder)  # fills the sandbox's memory
        for latency, limit in LIMITS.items():
            sandbox.control.reset()
            if latency:
                sandbox.control.faults({"kind": "latency", "ms": latency})
            times: dict[str, list[float]] = {"download": [], "curl": []}
            for _ in range(runs):
                times["download"].append(time_download(core, sandbox, folder))
                times["curl"].append(time_curl(urls, folder))
            ratio = median(times["download"]) / median(times["curl"])
            section.row(f"{latency} ms", spread(times["download"]), spread(times["curl"]), f"{ratio:.2f}", limit)
    section.save()


if __name__ == "__main__":
    main()
