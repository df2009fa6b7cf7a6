# SPDX-License-Identifier: GPL-2.0-or-later
"""The switch that stops long jobs."""

from __future__ import annotations

import threading

import pytest
from image_services.core.cancel import Cancel
from image_services.core.errors import Cancelled


def test_a_switch_stays_thrown():
    cancel = Cancel()
    cancel.raise_if_set()
    assert not cancel.is_set()
    cancel.set()
    cancel.set()
    assert cancel.is_set()
    with pytest.raises(Cancelled):
        cancel.raise_if_set()


def test_callbacks_are_called_once_and_in_the_thread_that_throws():
    cancel = Cancel()
    calls = []
    with cancel.on_cancel(lambda: calls.append(threading.current_thread())):
        thread = threading.Thread(target=cancel.set)
        thread.start()
        thread.join()
        cancel.set()
    cancel.set()
    assert calls == [thread]


def test_a_callback_that_comes_late_is_called_at_once():
    cancel = Cancel()
    cancel.set()
    calls = []
    with cancel.on_cancel(lambda: calls.append(1)):
        assert calls == [1]
    assert calls == [1]


def test_after_the_block_nothing_is_called():
    cancel = Cancel()
    calls = []
    with cancel.on_cancel(lambda: calls.append(1)):
        pass
    with pytest.raises(KeyError), cancel.on_cancel(lambda: calls.append(2)):
        raise KeyError
    cancel.set()
    assert calls == []


def test_blocks_with_the_same_callback_do_not_disturb_each_other():
    cancel = Cancel()
    calls = []

    def note():
        calls.append(1)

    with cancel.on_cancel(note):
        with cancel.on_cancel(note):
            pass
        cancel.set()
    assert calls == [1]


def test_a_callback_may_use_the_switch():
    cancel, other = Cancel(), Cancel()
    with cancel.on_cancel(other.set), cancel.on_cancel(cancel.set), other.on_cancel(cancel.set):
        cancel.set()
    assert other.is_set()


def test_a_wait_ends_when_the_switch_is_thrown():
    cancel = Cancel()
    assert cancel.wait(0.001) is False
    threading.Timer(0.01, cancel.set).start()
    assert cancel.wait(60) is True


def test_threads_that_come_and_go_lose_no_callback():
    cancel = Cancel()
    entered, calls = threading.Barrier(9), []

    def work():
        with cancel.on_cancel(lambda: calls.append(1)):
            entered.wait()
            cancel.wait(60)

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    entered.wait()
    cancel.set()
    for thread in threads:
        thread.join()
    assert len(calls) == 8
