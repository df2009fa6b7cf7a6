# SPDX-License-Identifier: GPL-2.0-or-later
"""Where clauses against what Python makes of the same condition, for conditions of any shape."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.sql import SqlError, parse

FIELDS = {"a": "esriFieldTypeInteger", "b": "esriFieldTypeDouble", "c": "esriFieldTypeString"}
SIGNS = {"=": "__eq__", "<>": "__ne__", "<": "__lt__", "<=": "__le__", ">": "__gt__", ">=": "__ge__"}
rows = st.fixed_dictionaries(
    {
        "a": st.none() | st.integers(-5, 5),
        "b": st.none() | st.integers(-5, 5).map(lambda n: n / 2),
        "c": st.none() | st.text("ab'%_", max_size=3),
    }
)


def quoted(text):
    return "'" + text.replace("'", "''") + "'"


@st.composite
def comparisons(draw):
    """Return a clause with the function that it means: True, False or None."""
    field = draw(st.sampled_from("ab"))
    sign, number = draw(st.sampled_from(sorted(SIGNS))), draw(st.integers(-5, 5))
    return (
        f"{field} {sign} {number}",
        lambda row: None if row[field] is None else getattr(float(row[field]), SIGNS[sign])(number),
    )


@st.composite
def texts(draw):
    options = draw(st.lists(st.text("ab'%_", max_size=3), min_size=1, max_size=3))
    return f"c IN ({', '.join(map(quoted, options))})", lambda row: None if row["c"] is None else row["c"] in options


nulls = st.sampled_from("abc").map(lambda field: (f"{field} IS NULL", lambda row: row[field] is None))


def joined(children):
    def both(pair):
        (one, f), (other, g) = pair

        def value(row):
            results = {f(row), g(row)}
            return False if False in results else None if None in results else True

        return f"({one}) AND {other}", value

    def either(pair):
        (one, f), (other, g) = pair

        def value(row):
            results = {f(row), g(row)}
            return True if True in results else None if None in results else False

        return f"({one} OR ({other}))", value

    def negated(child):
        clause, f = child
        return f"NOT ({clause})", lambda row: None if f(row) is None else not f(row)

    pairs = st.tuples(children, children)
    return pairs.map(both) | pairs.map(either) | children.map(negated)


@given(st.recursive(comparisons() | texts() | nulls, joined, max_leaves=8), rows)
def test_a_clause_means_what_sql_means(condition, row):
    clause, expected = condition
    assert parse(clause, FIELDS)(row) is expected(row)


@given(st.text(max_size=60))
def test_any_text_is_a_clause_or_an_sql_error(text):
    try:
        condition = parse(text, FIELDS)
    except SqlError:
        return
    with contextlib.suppress(SqlError):
        assert condition({"a": 1, "b": 0.5, "c": "x"}) in (True, False, None)


@given(st.text("ab%_.*'", max_size=6))
def test_like_knows_no_other_wild_cards(text):
    assert parse(f"c LIKE {quoted(text)}", FIELDS)({"c": text}) is True


def test_a_clause_may_not_be_endless():
    with pytest.raises(SqlError, match="too long"):
        parse("a = 1 OR " * 5000 + "a = 1", FIELDS)
    with pytest.raises(SqlError, match="nested"):
        parse("a = " + "(" * 300 + "1" + ")" * 300, FIELDS)
