# SPDX-License-Identifier: GPL-2.0-or-later
"""The adaptive limit over the best fixed number of parallel requests, on servers with knees at 2, 4, 8 and 16.

    python benchmarks/adaptive.py [runs] [data folder]

Beyond its knee a server lets requests queue, thrashes (each request beyond makes all of them three tenths slower), or
answers 503. The best fixed number is found by sweeping, on the same server, in turns with the adaptive limit; numbers
that cannot be the best one, below the knee or far above it, are left out to save time.
"""

from __future__ import annotations

import math
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

from library import DATA, library
from results import Section, median

from sandbox.process import SandboxProcess, start

CEILING = 24
USUAL = 8
KNEES = (2, 4, 8, 16)
SERVICE_MS = 60
THRASH = 0.3  # how much slower all requests become for each one beyond the knee
TILE = {"tile_columns": 300, "tile_rows": 250}
TILES_ACROSS = 20
CELL = 10.0
MEAN_LIMIT, WORST_LIMIT = 1.15, 1.4


@dataclass(frozen=True)
class Server:
    """A kind of server: the faults that make it, and the fixed numbers that may suit it best."""

    title: str
    faults: tuple[dict[str, object], ...]
    fixed: tuple[int, ...]

    @property
    def sweep(self) -> tuple[int, ...]:
        """Return the fixed numbers to try: 8 as well, what many programs use, where the server bears it."""
        refuses = "503" in self.title
        return self.fixed if refuses and max(self.fixed) < USUAL else tuple(sorted({*self.fixed, USUAL}))


def servers() -> list[Server]:
    """Return the family; the time of a request passes within its place in the line."""
    work = {"kind": "latency", "ms": SERVICE_MS}
    family = []
    for knee in KNEES:
        several = tuple(min(number, CEILING) for number in (knee, 2 * knee))
        # The sandbox delays with the square of the crowd: by three times "ms" where it is twice the knee.
        line, crowd = (
            {"kind": "parallel", "k": knee, "mode": "queue"},
            {"kind": "parallel", "k": knee, "mode": "thrash"},
        )
        family.append(Server(f"queues beyond {knee}", (line, work), several))
        family.append(
            Server(f"thrashes beyond {knee}", ({**crowd, "ms": SERVICE_MS * THRASH * knee / 3}, work), several)
        )
        family.append(Server(f"503 beyond {knee}", ({**crowd, "mode": "503"}, work), (knee,)))
    family.append(Server("latency only, 200 ms", ({"kind": "latency", "ms": 200},), (CEILING,)))
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
    width, height = (TILES_ACROSS * CELL * side for side in TILE.values())
    extent = (box.xmin, box.ymax - height, box.xmin + width, box.ymax)
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
        f"{TILES_ACROSS**2} tiles, {SERVICE_MS} ms of work each, ceiling {CEILING}; time over that of the best fixed "
        f"number of requests in flight (medians of {runs} runs); fixed {USUAL} beside it.",
        ("server", "best fixed", "adaptive", f"fixed {USUAL}", "retries"),
    )
    ratios, usual = [], []
    with start(data, "--cache-mb", "1500") as sandbox, tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        seconds(core, sandbox, folder)
        for server in servers():
            sweep, ours, retries = measured(core, sandbox, folder, server, runs)
            number, least = min(((number, median(times)) for number, times in sweep.items()), key=lambda pair: pair[1])
            ratios.append(median(ours) / least)
            beside = f"{median(sweep[USUAL]) / least:.2f}" if USUAL in sweep else "fails"
            usual += [float(beside)] if USUAL in sweep else []
            best = f"{least:.2f} s ({number})"
            section.row(server.title, best, f"{ratios[-1]:.2f}", beside, f"{median(retries):.0f}")
    for what, values in (("Adaptive", ratios), (f"Fixed {USUAL}, where it does not fail", usual)):
        mean = math.exp(sum(map(math.log, values)) / len(values))
        section.verdict(f"{what}: geometric mean {mean:.2f}, worst {max(values):.2f}.")
    section.verdict(f"Wanted: mean at most {MEAN_LIMIT}, worst at most {WORST_LIMIT}.")
    section.save()


def measured(
    core: ModuleType, sandbox: SandboxProcess, folder: Path, server: Server, runs: int
) -> tuple[dict[int, list[float]], list[float], list[int]]:
    """Return the seconds with each fixed number, the seconds of the adaptive limit, and its retries."""
    ours: list[float] = []
    retries: list[int] = []
    sweep: dict[int, list[float]] = {number: [] for number in server.sweep}
    for _ in range(runs):
        for number, times in sweep.items():
            sandbox.control.reset()
            sandbox.control.faults(*server.faults)
            with fixed(core, number):
                times.append(seconds(core, sandbox, folder)[0])
        sandbox.control.reset()
        sandbox.control.faults(*server.faults)
        time_s, again = seconds(core, sandbox, folder)
        ours.append(time_s)
        retries.append(again)
    return sweep, ours, retries


if __name__ == "__main__":
    main()
