# SPDX-License-Identifier: GPL-2.0-or-later
"""Peak memory of a large download over that of a small one: it must not grow with the raster.

    python benchmarks/memory.py [data folder]

Each download runs in a process of its own, against one sandbox. The limit is 300 MB.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from sandbox.process import start  # noqa: E402 - found through the line above

LIMIT_MB = 300

CHILD = """
import importlib.util, json, resource, sys
spec = importlib.util.spec_from_file_location("imageservices", "{root}/core/__init__.py",
                                              submodule_search_locations=["{root}/core"])
core = importlib.util.module_from_spec(spec)
sys.modules["imageservices"] = core
spec.loader.exec_module(core)
service = core.open_service("{url}")
grid = service.grid
columns, rows = min(grid.columns, {columns}), min(grid.rows, {rows})
box = service.extent
extent = (box.xmin, box.ymax - rows * grid.cell_height, box.xmin + columns * grid.cell_width, box.ymax)
report = service.download("{output}", extent=extent, **{options!r})
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps({{"peak_mb": peak, "cells": report.width * report.height, "seconds": report.seconds}}))
"""


def measure(url: str, columns: int, rows: int, **options: object) -> dict[str, float]:
    """Download in a new process and return its peak memory."""
    with tempfile.TemporaryDirectory() as folder:
        code = CHILD.format(root=ROOT, url=url, columns=columns, rows=rows, output=f"{folder}/out.tif", options=options)
        result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return json.loads(result.stdout)


def main() -> int:
    """Measure, print a table, and return 1 where the limit is not kept."""
    data = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "build" / "sandbox-data"
    worst = 0.0
    with start(data) as sandbox:
        url = sandbox.service_url("elevation/dem")
        small = measure(url, 1000, 1000)
        print(f"{'download':<28}{'cells':>14}{'peak MB':>10}{'over small':>12}")
        print(f"{'small':<28}{small['cells']:>14,}{small['peak_mb']:>10.0f}")
        for title, options in {
            "whole, tiles of 1024": {},
            "whole, tiles of 2048": {"tile_columns": 2048, "tile_rows": 2048},
            "whole, DEFLATE on disk": {"file_compression": "deflate"},
        }.items():
            large = measure(url, 10**9, 10**9, **options)
            over = large["peak_mb"] - small["peak_mb"]
            worst = max(worst, over if not options else 0.0)
            print(f"{title:<28}{large['cells']:>14,}{large['peak_mb']:>10.0f}{over:>11.0f}")
    print(f"\nwith the default tiles: {worst:.0f} MB over a small download; the limit is {LIMIT_MB} MB")
    return 0 if worst <= LIMIT_MB else 1


if __name__ == "__main__":
    raise SystemExit(main())
