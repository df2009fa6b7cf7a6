# SPDX-License-Identifier: GPL-2.0-or-later
"""Tables of measurements: printed as they grow, and kept in RESULTS.md, a section for each benchmark."""

from __future__ import annotations

import os
import platform
import re
import statistics
from collections.abc import Sequence
from datetime import datetime, timezone
from pathlib import Path

FILE = Path(__file__).resolve().parent / "RESULTS.md"
ORDER = (
    "A download against curl",
    "Against what one would use instead",
    "Adaptive concurrency",
    "Where the time goes",
    "Cost",
    "Memory",
    "Start-up and responsiveness",
    "Soak",
)


class Section:
    """One table: a title, a few words on what was done, rows, and a verdict."""

    def __init__(self, title: str, words: str, header: Sequence[str]) -> None:
        self._title = title
        self._words = words
        self._header = tuple(header)
        self._rows: list[tuple[str, ...]] = []
        self._verdicts: list[str] = []
        print(f"\n{title}\n{words}\n\n{self._line(self._header)}", flush=True)

    def row(self, *cells: object) -> None:
        """Add a row and print it."""
        self._rows.append(tuple(str(cell) for cell in cells))
        print(self._line(self._rows[-1]), flush=True)

    def verdict(self, text: str) -> None:
        """Say what the numbers mean."""
        self._verdicts.append(text)
        print(f"=> {text}", flush=True)

    def save(self) -> None:
        """Put the section into RESULTS.md, in the place of an older one."""
        sections = _sections(FILE.read_text(encoding="utf-8")) if FILE.exists() else {}
        lines = [
            f"{datetime.now(timezone.utc):%Y-%m-%d}, {machine()}. {self._words}",
            "",
            f"| {' | '.join(self._header)} |",
            f"|{'---|' * len(self._header)}",
            *(f"| {' | '.join(row)} |" for row in self._rows),
            "",
            *(f"{text}\n" for text in self._verdicts),
        ]
        sections[self._title] = "\n".join(lines).strip()
        ordered = sorted(sections, key=lambda title: ORDER.index(title) if title in ORDER else len(ORDER))
        text = "# Measurements\n\nMade by `make bench`. Every figure is a ratio within one run, or says what it is.\n"
        FILE.write_text(text + "".join(f"\n## {title}\n\n{sections[title]}\n" for title in ordered), encoding="utf-8")

    @staticmethod
    def _line(cells: Sequence[str]) -> str:
        first, *others = cells
        return f"{first:<44}" + "".join(f"{cell:>14}" for cell in others)


def _sections(text: str) -> dict[str, str]:
    parts = re.split(r"^## (.+)$", text, flags=re.MULTILINE)[1:]
    return {title: body.strip() for title, body in zip(parts[::2], parts[1::2])}


def machine() -> str:
    """Return in a few words what this computer is; nothing that names it."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{os.cpu_count()} cores, {memory:.0f} GiB, {platform.system()}, Python {platform.python_version()}"


def median(values: Sequence[float]) -> float:
    """Return the median."""
    return statistics.median(values)


def spread(values: Sequence[float]) -> str:
    """Return the median with the least and the greatest value."""
    return f"{statistics.median(values):.2f} ({min(values):.2f}-{max(values):.2f})"
