# SPDX-License-Identifier: GPL-2.0-or-later
"""Where clauses: the part of SQL that standardized queries allow, over one row of attributes.

Nothing is ever handed to an interpreter: the text is cut into tokens, parsed by recursive descent, and evaluated with
SQL's three truth values (None is unknown). Dates are epoch milliseconds; a date field compares with ``DATE '...'`` and
``TIMESTAMP '...'`` only, as ArcGIS's standardized queries want it.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Any

Row = Mapping[str, Any]
Value = Any  # str, float, int, Date or None
Expression = Callable[[Row], Value]
Condition = Callable[[Row], bool | None]

MAX_LENGTH = 10_000
MAX_DEPTH = 100
DATE_TYPE = "esriFieldTypeDate"
_TOKEN = re.compile(
    r"\s*(?:(?P<number>\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+)|(?P<text>'(?:[^']|'')*')|\"(?P<quoted>[^\"]+)\""
    r"|(?P<name>[A-Za-z_][\w.]*)|(?P<sign><>|!=|<=|>=|[=<>(),+\-*/]))"
)
_DATE_FORMATS = ("%Y-%m-%d %H:%M:%S.%f", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d")
_COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "=": lambda a, b: bool(a == b),
    "<>": lambda a, b: bool(a != b),
    "!=": lambda a, b: bool(a != b),
    "<": lambda a, b: bool(a < b),
    "<=": lambda a, b: bool(a <= b),
    ">": lambda a, b: bool(a > b),
    ">=": lambda a, b: bool(a >= b),
}
_ARITHMETIC: dict[str, Callable[[Any, Any], Any]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: a / b if b else None,
}
_FUNCTIONS: dict[str, Callable[[str], Any]] = {"UPPER": str.upper, "LOWER": str.lower, "CHAR_LENGTH": len}


class SqlError(ValueError):
    """A clause that cannot be understood, or that compares what cannot be compared."""


@dataclass(frozen=True, order=True)
class Date:
    """An instant in epoch milliseconds: a type of its own, so that no number is taken for one."""

    milliseconds: float


@dataclass(frozen=True)
class _Token:
    kind: str  # number, text, quoted, name, sign or end
    text: str

    def word(self) -> str:
        """Return a keyword or sign in upper case, nothing for literals."""
        return self.text.upper() if self.kind in ("name", "sign") else ""


def parse(clause: str, fields: Mapping[str, str]) -> Condition:
    """Return the test of a clause; ``fields`` gives the Esri type of every field name. Raises SqlError."""
    if len(clause) > MAX_LENGTH:
        raise SqlError("the clause is too long")
    parser = _Parser(_tokens(clause), {name.lower(): (name, kind) for name, kind in fields.items()})
    condition = parser.disjunction()
    parser.finish()
    return condition


def read_date(text: str) -> Date | None:
    """Read a date or a timestamp in UTC, None where it is neither."""
    for form in _DATE_FORMATS:
        try:
            moment = datetime.strptime(text.strip(), form).replace(tzinfo=timezone.utc)
        except ValueError:
            continue
        return Date(moment.timestamp() * 1000)
    return None


def _tokens(clause: str) -> list[_Token]:
    tokens, place = [], 0
    end = len(clause.rstrip())
    while place < end:
        found = _TOKEN.match(clause, place)
        if found is None or found.lastgroup is None:
            raise SqlError(f"unexpected text at {clause[place : place + 20]!r}")
        tokens.append(_Token(found.lastgroup, found.group(found.lastgroup)))
        place = found.end()
    return [*tokens, _Token("end", "")]


class _Parser:
    """Recursive descent over the tokens; every method returns a function of a row."""

    def __init__(self, tokens: list[_Token], fields: Mapping[str, tuple[str, str]]) -> None:
        self._tokens = tokens
        self._fields = fields
        self._next = 0
        self._depth = 0

    def finish(self) -> None:
        """Raise SqlError when something is left over."""
        if self._peek.kind != "end":
            raise SqlError(f"unexpected {self._peek.text!r}")

    def disjunction(self) -> Condition:
        """Parse ``a OR b``."""
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise SqlError("the clause is nested too deeply")
        left = self._conjunction()
        while self._take("OR"):
            left = _either(left, self._conjunction())
        self._depth -= 1
        return left

    def _conjunction(self) -> Condition:
        left = self._negation()
        while self._take("AND"):
            left = _both(left, self._negation())
        return left

    def _negation(self) -> Condition:
        negative = False
        while self._take("NOT"):
            negative = not negative
        condition = self._predicate()
        return _negated(condition) if negative else condition

    def _predicate(self) -> Condition:
        start = self._next
        if self._take("("):
            # A parenthesis opens a condition, or an expression that a comparison goes on with.
            try:
                condition = self.disjunction()
                self._expect(")")
            except SqlError:
                condition = None
            if condition is not None and self._peek.word() not in {*_COMPARISONS, *_ARITHMETIC, "IN", "IS", "BETWEEN"}:
                return condition
            self._next = start
        return self._comparison(self._expression())

    def _comparison(self, left: Expression) -> Condition:
        if self._take("IS"):
            wanted = not self._take("NOT")
            self._expect("NULL")
            return lambda row: (left(row) is None) is wanted
        negative = self._take("NOT")
        word = self._peek.word()
        if word == "IN":
            condition = self._in(left)
        elif word == "BETWEEN":
            condition = self._between(left)
        elif word == "LIKE":
            condition = self._like(left)
        elif word in _COMPARISONS and not negative:
            self._next += 1
            return _compared(word, left, self._expression())
        else:
            raise SqlError(f"a comparison is missing before {self._peek.text!r}")
        return _negated(condition) if negative else condition

    def _in(self, left: Expression) -> Condition:
        self._expect("IN")
        self._expect("(")
        options = [_compared("=", left, self._expression())]
        while self._take(","):
            options.append(_compared("=", left, self._expression()))
        self._expect(")")
        condition = options[0]
        for option in options[1:]:
            condition = _either(condition, option)
        return condition

    def _between(self, left: Expression) -> Condition:
        self._expect("BETWEEN")
        low = self._expression()
        self._expect("AND")
        return _both(_compared(">=", left, low), _compared("<=", left, self._expression()))

    def _like(self, left: Expression) -> Condition:
        self._expect("LIKE")
        token = self._advance()
        if token.kind != "text":
            raise SqlError("LIKE wants a text")
        wild = {"%": ".*", "_": "."}
        pattern = "".join(wild.get(letter, re.escape(letter)) for letter in _unquoted(token.text))
        compiled = re.compile(pattern, re.DOTALL)

        def condition(row: Row) -> bool | None:
            value = left(row)
            if value is None:
                return None
            if not isinstance(value, str):
                raise SqlError("LIKE compares texts")
            return compiled.fullmatch(value) is not None

        return condition

    def _expression(self) -> Expression:
        left = self._term()
        while self._peek.word() in ("+", "-"):
            left = _computed(self._advance().text, left, self._term())
        return left

    def _term(self) -> Expression:
        left = self._factor()
        while self._peek.word() in ("*", "/"):
            left = _computed(self._advance().text, left, self._factor())
        return left

    def _factor(self) -> Expression:
        token = self._advance()
        word = token.word()
        if word == "-":
            return _computed("-", lambda row: 0, self._factor())
        if word == "(":
            self._depth += 1
            if self._depth > MAX_DEPTH:
                raise SqlError("the clause is nested too deeply")
            inner = self._expression()
            self._depth -= 1
            self._expect(")")
            return inner
        if token.kind == "number":
            return _constant(float(token.text) if not token.text.isdigit() else int(token.text))
        if token.kind == "text":
            return _constant(_unquoted(token.text))
        if word in ("DATE", "TIMESTAMP") and self._peek.kind == "text":
            return self._date()
        if word in ("CURRENT_DATE", "CURRENT_TIMESTAMP"):
            now = time.time() * 1000
            return _constant(Date(now - now % 86_400_000 if word == "CURRENT_DATE" else now))
        if word == "NULL":
            return _constant(None)
        if word in _FUNCTIONS and self._take("("):
            return self._function(word)
        if token.kind in ("name", "quoted"):
            return self._field(token.text)
        raise SqlError(f"unexpected {token.text!r}")

    def _date(self) -> Expression:
        text = _unquoted(self._advance().text)
        value = read_date(text)
        if value is None:
            raise SqlError(f"{text!r} is no date")
        return _constant(value)

    def _function(self, word: str) -> Expression:
        inner = self._expression()
        self._expect(")")
        apply = _FUNCTIONS[word]

        def value(row: Row) -> Value:
            text = inner(row)
            if text is not None and not isinstance(text, str):
                raise SqlError(f"{word} wants a text")
            return None if text is None else apply(text)

        return value

    def _field(self, name: str) -> Expression:
        if name.lower() not in self._fields:
            raise SqlError(f"there is no field {name!r}")
        field, kind = self._fields[name.lower()]
        if kind == DATE_TYPE:
            return lambda row: None if row.get(field) is None else Date(row[field])
        return lambda row: row.get(field)

    @property
    def _peek(self) -> _Token:
        return self._tokens[self._next]

    def _advance(self) -> _Token:
        token = self._tokens[self._next]
        if token.kind == "end":
            raise SqlError("the clause ends too early")
        self._next += 1
        return token

    def _take(self, word: str) -> bool:
        if self._peek.word() != word:
            return False
        self._next += 1
        return True

    def _expect(self, word: str) -> None:
        if not self._take(word):
            raise SqlError(f"{word} is missing before {self._peek.text!r}")


def _constant(value: Value) -> Expression:
    return lambda row: value


def _unquoted(text: str) -> str:
    return text[1:-1].replace("''", "'")


def _kind(value: Value) -> str:
    return "text" if isinstance(value, str) else "date" if isinstance(value, Date) else "number"


def _compared(sign: str, left: Expression, right: Expression) -> Condition:
    compare = _COMPARISONS[sign]

    def condition(row: Row) -> bool | None:
        a, b = left(row), right(row)
        if a is None or b is None:
            return None
        if _kind(a) != _kind(b):
            raise SqlError(f"a {_kind(a)} is compared with a {_kind(b)}")
        return compare(a, b)

    return condition


def _computed(sign: str, left: Expression, right: Expression) -> Expression:
    compute = _ARITHMETIC[sign]

    def value(row: Row) -> Value:
        a, b = left(row), right(row)
        if a is None or b is None:
            return None
        if _kind(a) != "number" or _kind(b) != "number":
            raise SqlError(f"{sign} wants numbers")
        return compute(a, b)

    return value


def _both(left: Condition, right: Condition) -> Condition:
    def condition(row: Row) -> bool | None:
        a, b = left(row), right(row)
        if a is False or b is False:
            return False
        return None if a is None or b is None else True

    return condition


def _either(left: Condition, right: Condition) -> Condition:
    def condition(row: Row) -> bool | None:
        a, b = left(row), right(row)
        if a is True or b is True:
            return True
        return None if a is None or b is None else False

    return condition


def _negated(inner: Condition) -> Condition:
    def condition(row: Row) -> bool | None:
        value = inner(row)
        return None if value is None else not value

    return condition
