# SPDX-License-Identifier: GPL-2.0-or-later
"""The first tiles are the trial of how to ask: nothing is written before one came back right, nor after one did not."""

from __future__ import annotations

import threading

import pytest
from image_services.core import errors
from image_services.core.cancel import Cancel
from image_services.core.pilot import Recipe
from image_services.core.transfer import Transfer, TrialFailed

REFUSED = errors.BadRequest("No such format.", code=400)


class Untouched:
    """A sink that nothing may be written to."""

    def write(self, window, *pixels):
        pytest.fail(f"{window} was written")

    write_hole = write


def trial(plan, server, sink, cancel=None):
    return Transfer(plan, Recipe("bsq"), server, cancel or Cancel(), is_trial=True).run(sink)


def test_a_trial_that_succeeds_is_the_whole_transfer(engine):
    data, valid = engine.source()
    plan, server = engine.plan(), engine.Server(data, valid)
    sink = engine.sink(plan)
    assert trial(plan, server, sink).requests == len(plan.tiles)
    engine.assert_whole(sink, data, valid)


@pytest.mark.parametrize(
    "error", [REFUSED, errors.ServerBusy("Too busy.", status=503), errors.TransportFailure("Cut off.")]
)
def test_a_failure_before_any_success_ends_it_and_nothing_is_written(error, engine):
    failed = threading.Event()

    def before(window, attempt, cancel):
        if (window.column, window.row) == (0, 0):
            failed.set()
            raise error
        assert failed.wait(5)
        cancel.wait(5)  # a right answer that is late: the trial is over when it comes

    with pytest.raises(TrialFailed):
        trial(engine.plan(), engine.Server(*engine.source(), before), Untouched())


def test_an_answer_that_is_no_pixels_ends_it_as_well(engine):
    server = engine.Server(*engine.source(), lambda *_: b"\xff\xd8\xff a picture")
    with pytest.raises(TrialFailed):
        trial(engine.plan(), server, Untouched())


def test_after_the_first_success_a_failure_is_a_failure_like_any_other(engine):
    data, valid = engine.source()
    came = threading.Event()
    plan = engine.plan(tile=(32, 32), max_concurrency=1)
    sink = engine.sink(plan)

    class Sink:
        def write(self, window, *pixels):
            sink.write(window, *pixels)
            came.set()

    def before(window, attempt, cancel):
        if (window.column, window.row) != (0, 0):
            assert came.wait(5)
            if attempt == 1:
                raise REFUSED

    tally = trial(plan, engine.Server(data, valid, before), Sink())
    assert tally.retries == len(plan.tiles) - 1
    engine.assert_whole(sink, data, valid)


@pytest.mark.parametrize("kind", [errors.SignInRequired, errors.AccessDenied, errors.NotFound])
def test_what_concerns_the_whole_service_is_said_at_once(kind, engine):
    def before(window, attempt, cancel):
        raise kind("No.")

    plan = engine.plan()
    with pytest.raises(kind):
        trial(plan, engine.Server(*engine.source(), before), engine.sink(plan))


def test_a_cancel_in_a_trial_is_a_cancel(engine):
    cancel = Cancel()

    def before(window, attempt, inner):
        cancel.set()
        inner.wait(5)
        raise errors.TransportFailure("Cut off.")

    plan = engine.plan()
    with pytest.raises(errors.Cancelled):
        trial(plan, engine.Server(*engine.source(), before), engine.sink(plan), cancel)
