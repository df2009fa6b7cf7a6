# SPDX-License-Identifier: GPL-2.0-or-later
"""Make the sandbox's data: ``python -m sandbox.recipe DIR [--size small|full] [--only NAME ...]``."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from osgeo import gdal

from .catalogue import JACKSBORO, make, products

_BLOCK_CACHE = 64 * 1024 * 1024  # GDAL would take a twentieth of the machine's memory


def main() -> int:
    """Run the command; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m sandbox.recipe", description="Make the sandbox's data.")
    parser.add_argument("folder", type=Path, metavar="DIR", help="where the rasters go; what is there is kept")
    parser.add_argument("--size", choices=("small", "full"), default="small", help="default: %(default)s")
    parser.add_argument("--only", nargs="+", default=[], metavar="NAME", help="such as elevation/dem")
    chosen = parser.parse_args()
    gdal.SetCacheMax(_BLOCK_CACHE)
    try:
        made = make(chosen.folder, chosen.size, chosen.only)
    except (ValueError, OSError, RuntimeError) as error:
        print(f"sandbox.recipe: {error}", file=sys.stderr)
        return 2
    if not chosen.only and JACKSBORO not in {product.name for product in products()}:
        print(f"{JACKSBORO} is left out: matplotlib's sample data is not installed", file=sys.stderr)
    print(f"{len(made)} rasters made in {chosen.folder}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
