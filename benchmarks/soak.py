# SPDX-License-Identifier: GPL-2.0-or-later
"""Thousands of downloads in one QGIS process: memory, threads and open files have to stay flat.

    tools/qgis-profile python benchmarks/soak.py [small downloads] [large downloads] [data folder]

Each runs the Processing algorithm, as the toolbox does. The first tenth is the warming-up; the rest is judged by
its first and last quarter.
"""

from __future__ import annotations

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

MOST_MB = 20  # between the first and the last quarter


@dataclass(frozen=True)
class Sample:
    """What the process holds: resident memory, threads, open files."""

    memory_mb: float
    threads: int
    files: int

    @classmethod
    def now(cls) -> Sample:
        """Look."""
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
        kernel_threads = len(list(Path("/proc/self/task").iterdir()))
        files = len(os.listdir("/proc/self/fd"))  # noqa: PTH208 - a listing that opens nothing itself
        return cls(pages * os.sysconf("SC_PAGE_SIZE") / 2**20, kernel_threads, files)


def download(provider, sandbox: SandboxProcess, output: Path, **parameters: object) -> None:
    """Run the algorithm once."""
    algorithm = provider.algorithm("download").create()
    values = {"SERVICE": sandbox.service_url("elevation/dem"), "OUTPUT": str(output), "OVERWRITE": True, **parameters}
    _, done = algorithm.run(values, QgsProcessingContext(), QgsProcessingFeedback())
    if not done:
        message = "a download failed"
        raise SystemExit(message)


def judge(section: Section, title: str, samples: list[Sample]) -> bool:
    """Add a row; return whether the process stayed as it was."""
    kept = samples[len(samples) // 10 :]
    quarter = max(1, len(kept) // 4)
    first, last = kept[:quarter], kept[-quarter:]
    grown = median([s.memory_mb for s in last]) - median([s.memory_mb for s in first])
    threads = median([s.threads for s in last]) - median([s.threads for s in first])
    files = median([s.files for s in last]) - median([s.files for s in first])
    section.row(title, len(samples), f"{kept[-1].memory_mb:.0f} MB", f"{grown:+.1f} MB", f"{threads:+g}", f"{files:+g}")
    return grown <= MOST_MB and threads <= 1 and files <= 2


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
        "Downloads in one process, by the Processing algorithm; growth from the first to the last quarter, without the "
        f"first tenth. Wanted: at most {MOST_MB} MB and no more threads or files.",
        ("", "downloads", "memory", "growth", "threads", "files"),
    )
    flat = True
    with start(data, "--cache-mb", "1500") as sandbox, tempfile.TemporaryDirectory(dir=ROOT / "build") as name:
        service = "elevation/dem"
        root = importlib.import_module("image_services.core").open_service(sandbox.service_url(service))
        box, cell = root.extent, root.cell_width
        window = f"{box.xmin},{box.xmin + 100 * cell},{box.ymax - 100 * cell},{box.ymax} [EPSG:3857]"
        for title, count, parameters in (("100 x 100 cells", small, {"EXTENT": window}), ("whole", large, {})):
            samples = []
            for _ in range(count):
                download(provider, sandbox, Path(name) / "out.tif", **parameters)
                samples.append(Sample.now())
            flat = judge(section, title, samples) and flat
            sandbox.control.clear()
    section.verdict("Flat." if flat else "Something grows.")
    section.verdict(f"Python threads in the end: {threading.active_count()}.")
    section.save()
    return 0 if flat else 1


if __name__ == "__main__":
    raise SystemExit(main())
