# SPDX-License-Identifier: GPL-2.0-or-later
"""The adaptive limit over the best fixed number of parallel requests, on servers with knees at 2, 4, 8 and 16.

    python benchmarks/adaptive.py [runs] [data folder]

Beyond its knee a server lets requests queue, thrashes (throughput falls with the crowd), or answers 503. The best fixed
number is found by sweeping, on the same server, in turns with the adaptive limit.
"""

from __future__ import annotations

import math
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType

from library import DATA, library
from results import Section, median

from sandbox.process import SandboxProcess, start

CEILING = 24
FIXED = (1, 2, 4, 8, 16, 24)
KNEES = (2, 4, 8, 16)
SERVICE_MS = 60
TILE = {"tile_columns": 600, "tile_rows": 500}
MEAN_LIMIT, WORST_LIMIT = 1.15, 1.4


def servers() -> dict[str, list[dict[str, object]]]:
    """Return the faults that make each server what it is: the time of a request passes within its place in the line."""
    work = {"kind": "latency", "ms": SERVICE_MS}
    family: dict[str, list[dict[str, object]]] = {}
    for knee in KNEES:
        family[f"queues beyond {knee}"] = [{"kind": "parallel", "k": knee, "mode": "queue"}, work]
        family[f"thrashes beyond {knee}"] = [{"kind": "parallel", "k": knee, "mode": "thrash", "ms": SERVICE_MS}, work]
        family[f"503 beyond {knee}"] = [{"kind": "parallel", "k": knee, "mode": "503"}, work]
    family["latency only, 200 ms"] = [{"kind": "latency", "ms": 200}]
    return family


@contextmanager
def fixed(core: ModuleType, number: int) -> Iterator[None]:
    """Let the library keep that many requests in flight, whatever the server does."""
    limit = sys.modules[f"{core.__name__}.limit"].AdaptiveLimit
    replaced = {"value": limit.value, "succeeded": limit.succeeded, "failed": limit.failed}
    limit.value = property(lambda _: number)
    limit.succeeded = limit.failed = lambda *_: None
    try:
        yield
    finally:
        for name, original in replaced.items():
            setattr(limit, name, original)


def seconds(core: ModuleType, sandbox: SandboxProcess, folder: Path) -> tuple[float, int]:
    """Return the time of a download, and how many of its requests came to nothing."""
    service = core.open_service(sandbox.service_url("elevation/dem"))
    box = service.extent
    extent = (box.xmin, box.ymax - 60_000, box.xmin + 72_000, box.ymax)  # 144 tiles
    started = time.perf_counter()
    output = folder / "out.tif"
    try:
        report = service.download(
            output, extent=extent, overwrite=True, max_concurrency=CEILING, resumable=False, **TILE
        )
    except core.ImageServiceError:  # a fixed number that a server refuses too often brings no raster at all
        return math.inf, 0
    return time.perf_counter() - started, report.retries


def main() -> None:
    """Measure and print a table."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    data = Path(sys.argv[2]) if len(sys.argv) > 2 else DATA
    core = library()
    section = Section(
        "Adaptive concurrency",
        f"144 tiles, {SERVICE_MS} ms of work each, ceiling {CEILING}; time over that of the best fixed number of "
        f"requests in flight out of {', '.join(map(str, FIXED))} (medians of {runs} runs); fixed 8 beside it.",
        ("server", "best fixed", "adaptive", "fixed 8", "retries"),
    )
    ratios, eights = [], []
    with start(data, "--cache-mb", "1500") as sandbox, tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        seconds(core, sandbox, folder)
        for title, faults in servers().items():
            ours: list[float] = []
            retries: list[int] = []
            sweep: dict[int, list[float]] = {number: [] for number in FIXED}
            for _ in range(runs):
                for number, times in sweep.items():
                    sandbox.control.reset()
                    sandbox.control.faults(*faults)
                    with fixed(core, number):
                        times.append(seconds(core, sandbox, folder)[0])
                sandbox.control.reset()
                sandbox.control.faults(*faults)
                time_s, again = seconds(core, sandbox, folder)
                ours.append(time_s)
                retries.append(again)
            number, least = min(((number, median(times)) for number, times in sweep.items()), key=lambda pair: pair[1])
            ratios.append(median(ours) / least)
            eights.append(median(sweep[8]) / least)
            section.row(
                title, f"{least:.2f} s ({number})", f"{ratios[-1]:.2f}", f"{eights[-1]:.2f}", f"{median(retries):.0f}"
            )
    for what, values in (("Adaptive", ratios), ("Fixed 8", eights)):
        mean = math.exp(sum(map(math.log, values)) / len(values))
        section.verdict(f"{what}: geometric mean {mean:.2f}, worst {max(values):.2f}.")
    section.verdict(f"Wanted: mean at most {MEAN_LIMIT}, worst at most {WORST_LIMIT}.")
    section.save()


if __name__ == "__main__":
    main()
