# SPDX-License-Identifier: GPL-2.0-or-later
"""Where the time of a download goes: processor time by stage, over all threads.

python benchmarks/stages.py [runs] [data folder]
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import ModuleType

from library import DATA, library
from results import Section, median

from sandbox.process import SandboxProcess, start

TILE = {"tile_columns": 512, "tile_rows": 512}
CONNECTIONS = 8
LATENCIES_MS = (0, 50)
# Module, class and function, and what it is in words. Those further down run within none of those above.
STAGES = (
    ("session", "Session", "fetch", "sending requests, reading answers"),
    ("pilot", "Recipe", "decode", "decoding"),
    ("transfer", "", "summarize", "statistics"),
    ("geotiff", "GeoTiffSink", "write", "writing blocks, checksums"),
    ("resume", "ResumableSink", "_enter", "the journal"),
    ("resume", "ResumableSink", "finish", "bringing the file to the disk"),
)


@contextmanager
def watched(owner: object, name: str, spent: Counter[str], words: str) -> Iterator[None]:
    """Count the processor time of a function, of the thread that calls it."""
    original = getattr(owner, name)

    def timed(*args: object, **kwargs: object) -> object:
        started = time.thread_time()
        try:
            return original(*args, **kwargs)
        finally:
            spent[words] += time.thread_time() - started

    setattr(owner, name, timed)
    try:
        yield
    finally:
        setattr(owner, name, original)


def one(core: ModuleType, sandbox: SandboxProcess, output: Path) -> tuple[float, float, Counter[str]]:
    """Download; return seconds, processor seconds, and those by stage."""
    spent: Counter[str] = Counter()
    with ExitStack() as stack:
        for module, owner, name, words in STAGES:
            found = sys.modules[f"{core.__name__}.{module}"]
            stack.enter_context(watched(getattr(found, owner) if owner else found, name, spent, words))
        wall, cpu = time.perf_counter(), time.process_time()
        service = core.open_service(sandbox.service_url("elevation/dem"))
        service.download(output, overwrite=True, max_concurrency=CONNECTIONS, **TILE)
        return time.perf_counter() - wall, time.process_time() - cpu, spent


def main() -> None:
    """Measure and print a table."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    data = Path(sys.argv[2]) if len(sys.argv) > 2 else DATA
    core = library()
    section = Section(
        "Where the time goes",
        f"12,000 x 10,000 Float32 (480 MB) in tiles of 512 x 512, {CONNECTIONS} connections; processor seconds of all "
        f"threads, medians of {runs} runs. Stages run side by side, so they add up to more than passes.",
        ("stage", *(f"server holds answers for {latency} ms" for latency in LATENCIES_MS)),
    )
    columns = []
    with start(data, "--cache-mb", "1500") as sandbox, tempfile.TemporaryDirectory() as name:
        output = Path(name) / "out.tif"
        core.open_service(sandbox.service_url("elevation/dem")).download(output, **TILE)  # fills the sandbox's memory
        for latency in LATENCIES_MS:
            sandbox.control.reset()
            if latency:
                sandbox.control.faults({"kind": "latency", "ms": latency})
            columns.append([one(core, sandbox, output) for _ in range(runs)])
    for words in (words for *_, words in STAGES):
        section.row(words, *(f"{median([spent[words] for *_, spent in column]):.2f}" for column in columns))
    rest = [[cpu - sum(spent.values()) for _, cpu, spent in column] for column in columns]
    section.row("threads, queues, GDAL's own threads", *(f"{median(column):.2f}" for column in rest))
    section.row("together", *(f"{median([cpu for _, cpu, _ in column]):.2f}" for column in columns))
    section.row("seconds that pass", *(f"{median([wall for wall, *_ in column]):.2f}" for column in columns))
    section.save()


if __name__ == "__main__":
    main()
