# SPDX-License-Identifier: GPL-2.0-or-later
"""Make the sandbox's data: ``python -m sandbox.recipe DIR [--size small|full] [--only NAME ...]``."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from osgeo import gdal

from .catalogue import JACKSBORO, products
from .product import Product, Size

_BLOCK_CACHE = 64 * 1024 * 1024  # GDAL would take a twentieth of the machine's memory


def make(folder: Path, size: Size, only: Sequence[str] = ()) -> list[str]:
    """Make what is missing in ``folder`` and return the names of what was made.

    A raster that is there in the right size is left alone; its service description is written anew. ``only`` names
    products (all of them if empty); those that they refer to are made too. Raises ValueError for an unknown name.
    """
    known = {product.name: product for product in products()}
    unknown = sorted(set(only) - set(known))
    if unknown:
        message = f"no such raster: {', '.join(unknown)}; there are {', '.join(known)}"
        raise ValueError(message)
    wanted = set(only or known)
    wanted |= {source for name in wanted if (source := known[name].source)}
    return [name for name, product in known.items() if name in wanted and _made(product, folder, size)]


def _made(product: Product, folder: Path, size: Size) -> bool:
    product.describe(folder, size)
    if product.is_made(folder, size):
        return False
    started = time.monotonic()
    product.make(folder, size)
    print(f"{product.name} ({time.monotonic() - started:.1f} s)", file=sys.stderr, flush=True)
    return True


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
