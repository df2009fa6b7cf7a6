# SPDX-License-Identifier: GPL-2.0-or-later
"""The list of what real servers do is complete, and every test that it names exists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ROW = re.compile(r"^\| (\d+) \| (.+?) \| (.+?) \|(.*)\|$", re.MULTILINE)
ROWS = ROW.findall((ROOT / "docs" / "quirks.md").read_text(encoding="utf-8"))
TESTS = {
    name
    for file in (ROOT / "tests").rglob("test_*.py")
    for name in re.findall(r"^    def (test_\w+)|^def (test_\w+)", file.read_text(encoding="utf-8"), re.MULTILINE)
    for name in name
    if name
}


def test_every_number_is_there_once_and_in_order():
    assert [int(number) for number, *_ in ROWS] == list(range(1, 67))


@pytest.mark.parametrize(("number", "reply", "shown"), [(n, reply, shown) for n, _, reply, shown in ROWS])
def test_each_is_shown_by_tests_that_exist_or_says_why_not(number, reply, shown):
    named = set(re.findall(r"`(test_\w+)`", shown))
    assert named <= TESTS, f"{number}: {named - TESTS}"
    assert named or reply.startswith("No test: "), number
