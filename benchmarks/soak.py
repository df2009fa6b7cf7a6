# SPDX-License-Identifier: GPL-2.0-or-later
"""Thousands of downloads in one QGIS process: memory, threads and open files have to stay flat.

    tools/qgis-profile python benchmarks/soak.py [small downloads] [large downloads] [data folder]

Each runs the Processing algorithm, as the toolbox does. The second half is judged: its last quarter against the one
before. What counts is what is in use: of the C library's heap, and of Python's, in its own small blocks. Resident
memory cannot tell a leak, for the C library keeps what large downloads have freed for the next ones, in arenas, of
which there are up to eight for each core: it rises through some twenty large downloads, and then stays (measured on 2
cores, medians of ten downloads each: 369, 424, 428, 431, 437, 433 MB; 339 MB with MALLOC_ARENA_MAX=1, and 270 MB where
MALLOC_MMAP_THRESHOLD_=1048576 gives large blocks back at once; of the heap, 32 MB were in use in all of them).
"""

from __future__ import annotations

import ctypes
import gc
import importlib
import os
import sys
import tempfile
import threading
from dataclasses import dataclass
from pathlib import Path

from library import DATA, ROOT
from qgis.core import QgsApplication, QgsProcessingContext, QgsProcessingFeedback
from results import Section, median

from sandbox.process import SandboxProcess, start

# From one quarter to the next. A session that is kept shows with 55 blocks for each download (measured).
MOST_MB = 0.5
MOST_BLOCKS = 10  # for each download
SAMPLES = 100


class _Malloc(ctypes.Structure):
    """What glibc's mallinfo2 returns: ``uordblks`` bytes are in use in all arenas, ``hblkhd`` in mappings beside."""

    _fields_ = [
        (name, ctypes.c_size_t)
        for name in (
            *("arena", "ordblks", "smblks", "hblks", "hblkhd", "usmblks", "fsmblks", "uordblks", "fordblks"),
            "keepcost",
        )
    ]


def heap_bytes() -> int:
    """Return the bytes in use of the C library's heap."""
    mallinfo = ctypes.CDLL(None).mallinfo2
    mallinfo.restype = _Malloc
    found = mallinfo()
    return int(found.uordblks + found.hblkhd)


@dataclass(frozen=True)
class Sample:
    """What the process holds: resident memory, what is in use of the heap, blocks of Python's, threads, open files."""

    resident_mb: float
    heap_mb: float
    blocks: int
    threads: int
    files: int

    @classmethod
    def now(cls) -> Sample:
        """Look."""
        gc.collect()
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
        kernel_threads = len(list(Path("/proc/self/task").iterdir()))
        files = len(os.listdir("/proc/self/fd"))  # noqa: PTH208 - a listing that opens nothing itself
        resident = pages * os.sysconf("SC_PAGE_SIZE")
        return cls(resident / 2**20, heap_bytes() / 2**20, sys.getallocatedblocks(), kernel_threads, files)


def download(provider, sandbox: SandboxProcess, output: Path, **parameters: object) -> None:
    """Run the algorithm once."""
    algorithm = provider.algorithm("download").create()
    values = {"SERVICE": sandbox.service_url("elevation/dem"), "OUTPUT": str(output), "OVERWRITE": True, **parameters}
    _, done = algorithm.run(values, QgsProcessingContext(), QgsProcessingFeedback())
    if not done:
        message = "a download failed"
        raise SystemExit(message)


def judge(section: Section, title: str, count: int, samples: list[Sample]) -> bool:
    """Add a row; return whether the process stayed as it was."""
    quarter = max(1, len(samples) // 4)
    before, last = samples[-2 * quarter : -quarter], samples[-quarter:]

    def grown(name: str) -> float:
        return median([getattr(s, name) for s in last]) - median([getattr(s, name) for s in before])

    heap, blocks = grown("heap_mb"), grown("blocks") / (count * quarter / len(samples))
    threads, files = grown("threads"), grown("files")
    section.row(
        title,
        count,
        f"{median([s.resident_mb for s in last]):.0f} MB",
        f"{median([s.heap_mb for s in last]):.1f} MB",
        f"{heap:+.2f} MB",
        f"{blocks:+.1f}",
        f"{threads:+g}",
        f"{files:+g}",
    )
    return heap <= MOST_MB and blocks <= MOST_BLOCKS and threads <= 1 and files <= 2


def main() -> int:
    """Measure, print a table, and return 1 where something grows."""
    small = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    large = int(sys.argv[2]) if len(sys.argv) > 2 else 20
    data = Path(sys.argv[3]) if len(sys.argv) > 3 else DATA
    sys.path.insert(0, str(ROOT / "build" / "qgis-plugins"))
    application = QgsApplication([], False)
    application.initQgis()
    importlib.import_module("image_services.plugin.library").prepare()
    provider = importlib.import_module("image_services.plugin.provider").ImageServicesProvider()
    QgsApplication.processingRegistry().addProvider(provider)
    section = Section(
        "Soak",
        "Downloads in one process, by the Processing algorithm; what grows from the third to the last quarter of them, "
        f"blocks of Python's for each download. Wanted: at most {MOST_MB:g} MB of the heap, {MOST_BLOCKS} blocks, no "
        "more threads or files. Resident memory holds, beside that, what the C library keeps for the next download.",
        ("", "downloads", "resident", "heap in use", "growth", "blocks", "threads", "files"),
    )
    flat = True
    with start(data, "--cache-mb", "1500") as sandbox, tempfile.TemporaryDirectory(dir=ROOT / "build") as name:
        service = "elevation/dem"
        root = importlib.import_module("image_services.core").open_service(sandbox.service_url(service))
        box, cell = root.extent, root.cell_width
        window = f"{box.xmin},{box.xmin + 100 * cell},{box.ymax - 100 * cell},{box.ymax} [EPSG:3857]"
        for title, count, parameters in (("100 x 100 cells", small, {"EXTENT": window}), ("whole", large, {})):
            samples = []
            for number in range(count):
                download(provider, sandbox, Path(name) / "out.tif", **parameters)
                if number % max(1, count // SAMPLES) == 0:
                    samples.append(Sample.now())
            flat = judge(section, title, count, samples) and flat
            sandbox.control.clear()
    section.verdict("Flat." if flat else "Something grows.")
    section.verdict(f"Python threads in the end: {threading.active_count()}.")
    section.save()
    importlib.import_module("image_services.plugin.library").release()
    return 0 if flat else 1


if __name__ == "__main__":
    raise SystemExit(main())
