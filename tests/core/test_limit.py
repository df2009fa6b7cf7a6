# SPDX-License-Identifier: GPL-2.0-or-later
"""The adaptive limit against simulated servers: it uses what a server has, and leaves it alone beyond that.

Time is virtual: a heap of answers to come. A server works on ``knee`` requests side by side; more of them share its
processors, so each takes longer. Above ``most`` it answers 503 at once.
"""

from __future__ import annotations

import heapq
import itertools
import math
import random
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st
from image_services.core.limit import START, AdaptiveLimit


@dataclass
class Server:
    knee: float
    most: float = math.inf
    service_s: float = 1.0
    noise: float = 0.1
    later_knee: float | None = None
    later_at_s: float = math.inf

    def seconds(self, in_flight, now, dice):
        knee = self.later_knee if now >= self.later_at_s else self.knee
        return self.service_s * max(1.0, in_flight / knee) * math.exp(dice.gauss(0, self.noise))


@dataclass
class Outcome:
    seconds: float
    refused: int
    in_flight: list  # number of parallel requests at the start of each

    def usual(self, part=0.5):
        late = self.in_flight[int(len(self.in_flight) * part) :]
        return sum(late) / len(late)


def transfer(server, tiles=600, ceiling=32, limit=None, seed=1):
    dice, limit = random.Random(seed), limit or AdaptiveLimit(ceiling)
    now, waiting, refused = 0.0, tiles, 0
    answers, order, seen = [], itertools.count(), []
    while waiting or answers:
        while waiting and len(answers) < limit.value:
            waiting -= 1
            busy = len(answers) + 1 > server.most
            seconds = 0.05 if busy else server.seconds(len(answers) + 1, now, dice)
            heapq.heappush(answers, (now + seconds, next(order), now, seconds, busy))
            seen.append(len(answers))
        now, _, started, seconds, busy = heapq.heappop(answers)
        if busy:
            refused += 1
            waiting += 1
            limit.failed(started, now)
        else:
            limit.succeeded(started, seconds)
    return Outcome(now, refused, seen)


class Fixed:
    """What the adaptive limit has to measure itself by."""

    def __init__(self, value):
        self.value = value

    def succeeded(self, *_):
        pass

    def failed(self, *_):
        pass


def best(server):
    return min(transfer(server, limit=Fixed(count)).seconds for count in (1, 2, 3, 4, 6, 8, 12, 16, 24, 32))


@pytest.mark.parametrize("knee", [1, 2, 4, 8, 16, 64])
@pytest.mark.parametrize("noise", [0, 0.1, 0.4])
def test_it_is_nearly_as_fast_as_the_best_fixed_number(knee, noise):
    server = Server(knee, noise=noise)
    assert transfer(server).seconds < 1.6 * best(server)


@pytest.mark.parametrize("knee", [1, 2, 4, 8])
def test_a_server_is_not_asked_for_much_more_than_it_can_do(knee):
    # The base is learnt with four requests in flight, so about that many stay in the queue of a weak server.
    assert transfer(Server(knee)).usual() < 2 * knee + START


def test_a_server_without_a_knee_is_used_up_to_the_ceiling():
    outcome = transfer(Server(1000), ceiling=16)
    assert outcome.usual() > 14
    assert max(outcome.in_flight) == 16


@pytest.mark.parametrize("most", [1, 2, 5, 10])
def test_a_server_that_refuses_is_soon_left_in_peace(most):
    outcome = transfer(Server(1000, most=most))
    assert outcome.refused < 0.12 * 600
    assert outcome.usual() < most + 1
    assert outcome.seconds < 2 * 600 / most


def test_a_server_that_grows_slow_gets_less():
    outcome = transfer(Server(16, later_knee=2, later_at_s=40), tiles=1500)
    before = outcome.in_flight[300:500]
    assert sum(before) / len(before) > 10
    assert outcome.usual(0.8) < 7


def test_a_server_that_recovers_gets_more_again():
    outcome = transfer(Server(2, later_knee=16, later_at_s=100), tiles=3000)
    assert outcome.usual(0.9) > 8


def test_one_refusal_in_a_round_trip_counts_once():
    limit = AdaptiveLimit(32)
    for count in range(40):
        limit.succeeded(count, 0.5)
    before = limit.value
    for _ in range(10):  # ten requests of the same moment are refused
        limit.failed(41.0, 41.5)
    assert limit.value == max(1, int(before * 0.85))


@given(
    st.integers(1, 64),
    st.lists(st.tuples(st.booleans(), st.floats(0, 1000), st.floats(0, 300)), max_size=200),
)
def test_whatever_happens_it_stays_between_one_and_the_ceiling(ceiling, events):
    limit = AdaptiveLimit(ceiling)
    for refused, started, seconds in events:
        if refused:
            limit.failed(started, started + seconds)
        else:
            limit.succeeded(started, seconds)
        assert 1 <= limit.value <= limit.highest <= ceiling
