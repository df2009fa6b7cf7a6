# SPDX-License-Identifier: GPL-2.0-or-later
"""The sentences of the library, read from its syntax trees as templates: ``The folder “{1}” does not exist.``

The library knows nothing of translation, and speaks finished sentences. What it may say is found here: every text of
two words or more, with numbered places where values go in. A value that is itself chosen among a few texts is written
out, one template for each. The plugin's network stands in for the library's own, and is read as well.
"""

from __future__ import annotations

import ast
import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, product
from typing import Union

from house_project import Project, Source, last_name

CONTEXT = "Library"
# A value that is one of more texts than these is a place like another.
MOST_VARIANTS = 16
DEEPEST = 6
# Kinds of places: a number, words that may be another template, and a value that is shown as it is.
NUMBER, WORDS, VALUE = "n", "w", "v"
# What holds words of the library, wherever it stands.
WORDY = {"message", "reason", "warning", "words", "text"}
# What an argument is called that is no sentence.
VALUES = {"code", "folder", "host", "name", "path", "root", "url", "value"}
# Methods that leave the words of a text alone.
POLISH = {"strip", "lstrip", "rstrip", "replace", "format", "removesuffix", "removeprefix"}
# Calls whose texts nobody reads but programs, or those who develop this.
UNREAD = {"cast", "compile", "debug", "get", "pack", "startswith", "endswith", "json", "act", "fetch", "call"}
UNREAD_ERRORS = {"ValueError", "IndexError", "AttributeError", "TypeError", "OSError", "AssertionError"}
# Modules whose texts are words of a protocol or of other programs, or which the plugin has its own words for.
UNREAD_FILES = {
    "core/__init__.py",
    "core/filebody.py",
    "core/fingerprint.py",
    "core/heights.py",
    "core/publish_steps.py",
    "core/schedule.py",
    "core/transport.py",
}
# Texts that are words of Esri's, names, or words of a contract with programs.
UNREAD_TEXTS = {
    "Image Service",
    "Image Services for ArcGIS {1}",
    "Image, Metadata",
    "Image, Metadata, TilesOnly",
    "Raster Dataset",
    "Rendering rule",
    "no access",
    "sign-in required",
    "signed in",
    "already exists",
    "match is any or all, not {1}",
    'type:"Image Service"',
}
# Regular expressions, types and XML.
TECHNICAL = re.compile(r"\(\?| \| None|<\?xml")
WORD = re.compile(r"[^\W\d_]{2}")
NAMED_PLACE = re.compile(r"\{[a-z_]+\}")


@dataclass(frozen=True)
class Place:
    """Where a value goes in."""

    kind: str = VALUE


Part = Union[str, Place]
Text = tuple[Part, ...]


@dataclass(frozen=True)
class Template:
    """A sentence, or a part of one; ``kinds`` are those of its places, in their order."""

    text: str
    kinds: str
    path: str


def read_templates(project: Project) -> list[Template]:
    """Return what the library may say, each text once, sorted."""
    found: dict[str, Template] = {}
    for source in project.shipped:
        if source.path in UNREAD_FILES or not source.path.startswith(("core/", "plugin/network/")):
            continue
        for text in _Module(source).texts():
            new = _template(text, source.path)
            words = [word for word in re.sub(r"\{\d+\}", "1", new.text).split() if WORD.search(word)]
            if len(words) > 1 and new.text not in UNREAD_TEXTS and not TECHNICAL.search(new.text):
                old = found.get(new.text, new)
                kinds = "".join(a if a == b else min(a, b, key="wvn".index) for a, b in zip(old.kinds, new.kinds))
                found[new.text] = Template(new.text, kinds, old.path)
    return sorted(found.values(), key=lambda template: template.text)


def _template(text: Text, path: str) -> Template:
    words, kinds = "", ""
    for part in text:
        if isinstance(part, Place):
            kinds += part.kind
            words += f"{{{len(kinds)}}}"
        else:
            words += part
    return Template(words, kinds, path)


def _joined(parts: Iterable[Part]) -> Text:
    """Return a text in which neighbours are one: literal parts, and places without anything between them."""
    found: list[Part] = []
    for part in parts:
        last = found[-1] if found else None
        if isinstance(part, str) and isinstance(last, str):
            found[-1] = last + part
        elif isinstance(part, Place) and isinstance(last, Place):
            found[-1] = Place(WORDS if WORDS in (last.kind, part.kind) else VALUE)
        elif part != "":
            found.append(part)
    return tuple(found)


def _stripped(text: Text) -> Text:
    """Return a text without blanks around it: sentences are put together with them."""
    first, last = text[0], text[-1]
    if isinstance(first, str):
        text = (first.lstrip(), *text[1:])
    if isinstance(last, str):
        text = (*text[:-1], str(text[-1]).rstrip())
    return text


class _Module:
    """Collects the texts of one file, and follows values to where they are chosen, as far as that is within it."""

    def __init__(self, source: Source) -> None:
        self._tree = source.tree
        self._parents = {child: node for node in ast.walk(self._tree) for child in ast.iter_child_nodes(node)}
        # Texts that have become part of others, and need no template of their own.
        self._spent: set[ast.AST] = set()

    def texts(self) -> Iterator[Text]:
        """Yield the texts that people may read, in all their variants."""
        found = {node: self._variants(node, 0) for node in self._outermost()}
        for node, variants in found.items():
            if node not in self._spent:
                yield from (_stripped(text) for text in variants if text)

    def _outermost(self) -> Iterator[ast.expr]:
        """Yield the expressions that are texts, without those within another; for ``a += text``, the name."""
        for node in ast.walk(self._tree):
            parent = self._parents.get(node)
            if isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name) and _is_text(node.value):
                yield node.target
            elif isinstance(node, ast.expr) and _is_text(node) and not self._is_unread(node, parent):
                yield node

    def _is_unread(self, node: ast.expr, parent: ast.AST | None) -> bool:
        """Tell whether a text is a part of another one, or none for people."""
        if isinstance(parent, ast.Call):
            name = last_name(parent.func)
            return name in UNREAD or name in UNREAD_ERRORS or (node is parent.func)
        if isinstance(parent, ast.AugAssign):
            return isinstance(parent.target, ast.Name)
        if isinstance(parent, (ast.Expr, ast.Compare, ast.JoinedStr, ast.FormattedValue, ast.Subscript)):
            return True
        if isinstance(parent, ast.Attribute):
            return parent.attr not in POLISH or not self._is_read_as_whole(parent)
        return parent is None or _is_text(parent)

    def _is_read_as_whole(self, polished: ast.Attribute) -> bool:
        call = self._parents[polished]
        return not isinstance(self._parents[call], (ast.FormattedValue, ast.Compare))

    @cached_property
    def _calls(self) -> dict[str, list[ast.Call]]:
        found: dict[str, list[ast.Call]] = {}
        for node in ast.walk(self._tree):
            if isinstance(node, ast.Call):
                found.setdefault(last_name(node.func), []).append(node)
        return found

    @cached_property
    def _functions(self) -> set[str]:
        return {node.name for node in ast.walk(self._tree) if isinstance(node, ast.FunctionDef)}

    def _variants(self, node: ast.AST, depth: int) -> list[Text]:
        """Return what an expression may say."""
        if depth > DEEPEST:
            return [(Place(),)]
        if depth and _is_text(node):
            self._spent.add(node)
        if isinstance(node, ast.Constant):
            return [_with_places(node.value)] if isinstance(node.value, str) else [(Place(),)]
        if isinstance(node, ast.JoinedStr):
            return self._together(node.values, depth)
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
            return self._together([node.left, node.right], depth)
        if isinstance(node, ast.FormattedValue):
            return self._of_value(node, depth)
        if isinstance(node, ast.IfExp):
            return self._any([node.body, node.orelse], depth)
        if isinstance(node, ast.BoolOp):
            return self._any(node.values, depth)
        if isinstance(node, ast.Name):
            return self._of_name(node, self._function_of(node), depth)
        if isinstance(node, ast.Call):
            return self._of_call(node, depth)
        if isinstance(node, ast.Subscript):
            return [(Place(WORDS),)]
        is_wordy = isinstance(node, ast.Attribute) and node.attr in WORDY
        return [(Place(WORDS if is_wordy else VALUE),)]

    def _of_value(self, node: ast.FormattedValue, depth: int) -> list[Text]:
        if node.format_spec is not None:
            return [(Place(NUMBER),)]
        return [(Place(),)] if node.conversion != -1 else self._variants(node.value, depth)

    def _of_call(self, node: ast.Call, depth: int) -> list[Text]:
        name = last_name(node.func)
        if name == "len":
            return [(Place(NUMBER),)]
        if isinstance(node.func, ast.Attribute) and name in POLISH:
            return self._variants(node.func.value, depth)
        return [(Place(WORDS if name in self._functions else VALUE),)]

    def _any(self, nodes: Sequence[ast.expr], depth: int) -> list[Text]:
        texts = dict.fromkeys(text for node in nodes for text in self._variants(node, depth + 1))
        if any(isinstance(text[0], Place) for text in texts if len(text) == 1):
            texts.pop((), None)  # a place may be empty
        return list(texts)

    def _together(self, nodes: Sequence[ast.expr], depth: int) -> list[Text]:
        """Return every text that the variants of its parts make; a part of too many is a place."""
        options: list[tuple[list[Text], set[ast.AST]]] = []
        for node in nodes:
            before, self._spent = self._spent, set()
            options.append((self._variants(node, depth + 1), self._spent))
            self._spent = before
        while math.prod(len(variants) for variants, _ in options) > MOST_VARIANTS:
            most = max(range(len(options)), key=lambda index: len(options[index][0]))
            options[most] = ([(Place(WORDS),)], set())
        self._spent.update(*(spent for _, spent in options))
        texts = (_joined(chain.from_iterable(parts)) for parts in product(*(variants for variants, _ in options)))
        return list(dict.fromkeys(text if _says_something(text) or not depth else (Place(),) for text in texts))

    def _function_of(self, node: ast.AST) -> ast.AST:
        """Return the function, or the module, that an expression stands in."""
        while node is not self._tree and not isinstance(node, ast.FunctionDef):
            node = self._parents[node]
        return node

    def _of_name(self, node: ast.Name, scope: ast.AST, depth: int) -> list[Text]:
        """Return what a name may stand for: what is assigned to it before, or given to the function."""
        values, more = self._reaching(node, scope)
        if values:
            before, self._spent = self._spent, set()
            texts = self._any(values, depth)
            for value in more:
                longer = (_joined((*text, *end)) for text in texts for end in self._variants(value, depth + 1))
                texts = list(dict.fromkeys([*texts, *longer]))
            self._spent = before if self._is_used_alone(node.id, scope, values) else before | self._spent
            return texts
        if not isinstance(scope, ast.FunctionDef):
            return [(Place(),)]
        own = [argument for argument in (*scope.args.args, *scope.args.kwonlyargs) if argument.arg == node.id]
        if own:
            return self._of_argument(own[0], scope, depth)
        return self._of_name(node, self._function_of(self._parents[scope]), depth)

    def _reaching(self, node: ast.Name, scope: ast.AST) -> tuple[list[ast.expr], list[ast.expr]]:
        """Return the values that a name may have, and those put at the end of it, where the expression stands."""
        values: list[ast.expr] = []
        more: list[ast.expr] = []
        inner: ast.AST = node
        while inner is not scope:
            outer = self._parents[inner]
            for block in _blocks(outer):
                before = block[: block.index(inner) + 1] if inner in block else []
                for statement in reversed(before):
                    found, longer = _assigned(node.id, statement, inner)
                    values += found
                    more += longer
                    if found and isinstance(statement, (ast.Assign, ast.AnnAssign)):
                        return values, more[::-1]
            inner = outer
        return values, more[::-1]

    def _is_used_alone(self, name: str, scope: ast.AST, values: list[ast.expr]) -> bool:
        """Tell whether one of the values of a name is also said without others around it."""
        for node in ast.walk(scope):
            if isinstance(node, ast.Name) and node.id == name and isinstance(node.ctx, ast.Load):
                use = self._parents[node]
                is_part = isinstance(use, (ast.FormattedValue, ast.IfExp, ast.Attribute)) or _is_text(use)
                if not is_part and any(value in values for value in self._reaching(node, scope)[0]):
                    return True
        return False

    def _of_argument(self, argument: ast.arg, function: ast.FunctionDef, depth: int) -> list[Text]:
        """Return what the callers of a function within the file give it; a place where they give no text."""
        names = [each.arg for each in function.args.args if each.arg != "self"]
        given: list[ast.expr] = []
        for call in self._calls.get(function.name, []):
            given += call.args[names.index(argument.arg) :][:1] if argument.arg in names else []
            given += [word.value for word in call.keywords if word.arg == argument.arg]
        if not function.name.startswith("_") or not any(_is_text(part) for node in given for part in ast.walk(node)):
            return [(Place(_kind_of(argument)),)]
        return self._any(given, depth)


def _kind_of(argument: ast.arg) -> str:
    kind = ast.unparse(argument.annotation) if argument.annotation is not None else ""
    return NUMBER if kind in {"int", "float"} else WORDS if kind == "str" and argument.arg not in VALUES else VALUE


def _is_text(node: ast.AST) -> bool:
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return _is_text(node.left) or _is_text(node.right)
    return isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str))


def _with_places(text: str) -> Text:
    """Return a text with the places that ``str.format`` fills."""
    parts: list[Part] = []
    for piece in NAMED_PLACE.split(text):
        parts += [Place(), piece]
    return tuple(part for part in parts[1:] if part != "")


def _says_something(text: Text) -> bool:
    """Tell whether there are words around the places of a text, or no places."""
    literal = [part for part in text if isinstance(part, str)]
    return len(literal) == len(text) or any(WORD.search(part) for part in literal)


def _blocks(node: ast.AST) -> list[list[ast.AST]]:
    fields = (getattr(node, name, None) for name in ("body", "orelse", "finalbody"))
    return [field for field in fields if isinstance(field, list)]


def _pairs(node: ast.Assign) -> Iterator[tuple[ast.expr, ast.expr]]:
    """Yield what an assignment binds to what, of ``a, b = 1, 2`` each on its own."""
    for target in node.targets:
        if isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
            yield from zip(target.elts, node.value.elts)
        else:
            yield target, node.value


def _assigned(name: str, statement: ast.AST, use: ast.AST) -> tuple[list[ast.expr], list[ast.expr]]:
    """Return the values that a statement assigns to a name, and those that it puts at the end of it.

    Of the statement that holds the use itself, only the value of a comparison as in ``if text := …`` counts.
    """
    values: list[ast.expr] = []
    more: list[ast.expr] = []
    for node in ast.walk(statement):
        if isinstance(node, ast.NamedExpr) and node.target.id == name:
            values.append(node.value)
        elif statement is use and (node is not use or not isinstance(node, ast.AugAssign)):
            continue
        elif isinstance(node, ast.Assign):
            values += [value for target, value in _pairs(node) if getattr(target, "id", "") == name]
        elif isinstance(node, ast.AnnAssign) and getattr(node.target, "id", "") == name and node.value is not None:
            values.append(node.value)
        elif isinstance(node, ast.AugAssign) and getattr(node.target, "id", "") == name:
            more.append(node.value)
    return values, more
