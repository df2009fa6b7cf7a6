# SPDX-License-Identifier: GPL-2.0-or-later
"""What a journal says after a crash was said before it, and nothing else."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from image_services.core.filelock import Taken
from image_services.core.grid import Window
from image_services.core.journal import Finished, Journal
from image_services.core.partial import discard, is_interrupted, journal_of, part_of

REQUEST = {"service": "https://example.org/ImageServer", "bands": "[0]", "polygons": "ä\n\u2028"}
GARBAGE = [b"", b"\0\0\0", b"x\n", b'x 1\n00000000 {"done":[0,0,1,1,0,0]}\n']
COUNTS = st.integers(0, 2**31)
FINISHED = st.builds(
    Finished, st.builds(Window, COUNTS, COUNTS, COUNTS, COUNTS), st.integers(0, 2**32 - 1), st.booleans()
)
# What happens to a journal after its beginning: windows come, some are lost again, the head of the file is kept.
STEPS = st.lists(st.one_of(FINISHED, st.just("lose"), st.binary(min_size=8, max_size=16)), max_size=12)


def apply(journal, step):
    if isinstance(step, bytes):
        journal.keep_head(step)
    elif isinstance(step, Window):
        journal.drop([step])
    else:
        journal.add(step)


def state(journal):
    return journal.request, journal.head, journal.finished


@given(
    steps=STEPS,
    data=st.data(),
    garbage=st.sampled_from([b"", b"\0\0\0", b"x\n", b'x 1\n00000000 {"done":[0,0,1,1,0,0]}\n']),
)
def test_a_torn_tail_counts_as_never_written(steps, data, garbage, tmp_path_factory):
    path = tmp_path_factory.mktemp("journal") / "a.journal"
    journal = Journal(path)
    journal.begin(REQUEST)
    said = {0: ({}, b"", ()), path.stat().st_size: state(journal)}
    for step in steps:
        for one in [step] if step != "lose" else [finished.window for finished in journal.finished[::2]]:
            apply(journal, one)
            said[path.stat().st_size] = state(journal)
    journal.close()
    cut = data.draw(st.integers(0, path.stat().st_size))
    path.write_bytes(path.read_bytes()[:cut] + garbage)
    reopened = Journal(path)
    assert state(reopened) == said[max(size for size in said if size <= cut)]
    if reopened.request:
        reopened.add(Finished(Window(1, 2, 3, 4), 5, False))
    after = state(reopened)
    reopened.close()
    again = Journal(path)
    assert state(again) == after
    again.close()


def test_one_bit_that_flips_ends_it_there(tmp_path):
    path = tmp_path / "a.journal"
    journal = Journal(path)
    journal.begin(REQUEST)
    ends = []
    for column in range(3):
        journal.add(Finished(Window(column, 0, 1, 1), 7, False))
        ends.append(path.stat().st_size)
    journal.close()
    body = bytearray(path.read_bytes())
    body[ends[0] + 20] ^= 1
    path.write_bytes(body)
    reopened = Journal(path)
    assert [finished.window.column for finished in reopened.finished] == [0]
    reopened.close()
    assert path.stat().st_size == ends[0]


def test_a_journal_of_another_version_is_begun_anew(tmp_path):
    path = tmp_path / "a.journal"
    journal = Journal(path)
    journal._append([{"journal": 99, "request": REQUEST}])
    journal.close()
    reopened = Journal(path)
    assert reopened.request == {}
    reopened.close()


# One holder at a time

HOLD = """
import sys
sys.path.insert(0, {tests!r})
import conftest
from pathlib import Path
from image_services.core.journal import Journal
journal = Journal(Path({path!r}))
print("held", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def holder(tmp_path, request):
    """A process that holds the journal of ``out.tif``."""
    output = tmp_path / "out.tif"
    code = HOLD.format(tests=str(request.config.rootpath / "tests"), path=str(journal_of(output)))
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen([sys.executable, "-c", code], text=True, **pipes) as process:
        assert process.stdout.readline() == "held\n"
        part_of(output).write_bytes(b"pixels")
        yield output, process
        process.kill()


def test_what_another_process_holds_cannot_be_opened_nor_discarded(holder):
    output, process = holder
    with pytest.raises(Taken):
        Journal(journal_of(output))
    assert not is_interrupted(output)
    assert not discard(output)
    assert part_of(output).exists()
    process.kill()
    process.wait()
    assert is_interrupted(output)
    assert discard(output)
    assert list(output.parent.iterdir()) == []


def test_this_process_cannot_open_it_twice_either(tmp_path):
    first = Journal(tmp_path / "a.journal")
    with pytest.raises(Taken):
        Journal(tmp_path / "a.journal")
    first.remove()
    first.remove()
    assert list(tmp_path.iterdir()) == []


def test_a_file_of_somebody_else_is_not_discarded(tmp_path):
    part_of(tmp_path / "out.tif").write_bytes(b"of another program")
    assert not is_interrupted(tmp_path / "out.tif")
    assert discard(tmp_path / "out.tif")
    assert part_of(tmp_path / "out.tif").exists()
