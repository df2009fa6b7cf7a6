# SPDX-License-Identifier: GPL-2.0-or-later
"""The texts of the code that are to be translated.

They are read from the syntax trees, since Qt's own ``pylupdate`` knows neither functions like ``tr`` of a module nor
contexts that are inherited.
"""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass, field

from house_project import Project, Source, last_name

APPLICATIONS = {"QCoreApplication", "QgsApplication"}

Key = tuple[str, str, str]


@dataclass(frozen=True)
class Message:
    """A text to be translated. Two with the same key are one; ``note`` tells apart what English calls by one word."""

    context: str
    text: str
    note: str = ""
    is_plural: bool = False
    path: str = field(default="", compare=False)

    @property
    def key(self) -> Key:
        """Return what Qt looks the translation up by."""
        return self.context, self.text, self.note


def read_messages(project: Project) -> tuple[list[Message], list[str]]:
    """Return the texts of the shipped code, and findings: calls that no translation can ever answer."""
    sources = [source for source in project.shipped if source.folder in {"plugin", "ui"}]
    functions = _translating_functions(sources)
    heirs = _heirs(sources)
    found: dict[Key, Message] = {}
    findings: list[str] = []
    for source in sources:
        reader = _Reader(source, functions[source.path], heirs)
        reader.visit(source.tree)
        findings += reader.findings
        for message in reader.messages:
            known = found.setdefault(message.key, message)
            if known.is_plural != message.is_plural:
                findings.append(f"{source.path}: “{message.text}” is translated with a number here, without one there")
    return sorted(found.values(), key=lambda message: message.context), findings


def _translating_functions(sources: list[Source]) -> dict[str, dict[str, str]]:
    """Return, for every file, its functions like ``tr`` and their contexts, with those it imports from another."""
    own: dict[str, dict[str, str]] = {}
    for source in sources:
        contexts = {node.name: _wrapped_context(node) for node in source.tree.body if isinstance(node, ast.FunctionDef)}
        own[source.path] = {name: context for name, context in contexts.items() if context}
    return {source.path: {**_imported(source, own), **own[source.path]} for source in sources}


def _imported(source: Source, own: dict[str, dict[str, str]]) -> dict[str, str]:
    found = {}
    for item in source.imports:
        module, _, name = item.target.rpartition(".")
        path = module.replace(".", "/")
        context = own.get(f"{path}.py", {}).get(name) or own.get(f"{path}/__init__.py", {}).get(name)
        if context:
            found[name] = context
    return found


def _wrapped_context(function: ast.FunctionDef) -> str:
    """Return the context of a function that does nothing but translate its argument, or an empty text."""
    last = function.body[-1]
    if isinstance(last, ast.Return) and isinstance(last.value, ast.Call) and last_name(last.value.func) == "translate":
        context, text = [*last.value.args, None, None][:2]
        arguments = {argument.arg for argument in function.args.args}
        if isinstance(text, ast.Name) and text.id in arguments and context is not None:
            return _literal(context) or ""
    return ""


def _heirs(sources: list[Source]) -> dict[str, set[str]]:
    """Return, for every class, itself and all that derive from it: ``self.tr`` asks for the name of the last one."""
    bases = {
        node.name: {last_name(base) for base in node.bases}
        for source in sources
        for node in ast.walk(source.tree)
        if isinstance(node, ast.ClassDef)
    }

    def derives(name: str, ancestor: str) -> bool:
        return name == ancestor or any(derives(base, ancestor) for base in bases.get(name, set()) - {name})

    return {ancestor: {name for name in bases if derives(name, ancestor)} for ancestor in bases}


def _literal(node: ast.AST) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def _is_of_qt(function: ast.expr) -> bool:
    """Tell Qt's ``translate``, which the code may have given a short name, from the method of texts."""
    return isinstance(function, ast.Name) or last_name(getattr(function, "value", function)) in APPLICATIONS


class _Reader(ast.NodeVisitor):
    """Collects what one file has translated."""

    def __init__(self, source: Source, functions: dict[str, str], heirs: dict[str, set[str]]) -> None:
        self.messages: list[Message] = []
        self.findings: list[str] = []
        self._source = source
        self._functions = functions
        self._heirs = heirs
        self._class = ""
        self._depth = 0

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        outer, self._class = self._class, node.name
        self.generic_visit(node)
        self._class = outer

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        if node.name in self._functions and _wrapped_context(node):
            return
        for default in [*node.args.defaults, *node.args.kw_defaults, *node.decorator_list]:
            if default is not None:
                self.visit(default)
        self._depth += 1
        for statement in node.body:
            self.visit(statement)
        self._depth -= 1

    def visit_Lambda(self, node: ast.Lambda) -> None:
        self._depth += 1
        self.generic_visit(node)
        self._depth -= 1

    def visit_Call(self, node: ast.Call) -> None:
        name = last_name(node.func)
        if name == "translate" and _is_of_qt(node.func):
            context = _literal(node.args[0]) if node.args else None
            self._add(node, [context] if context else [], node.args[1:])
        elif name == "tr" and isinstance(node.func, ast.Attribute):
            self._add(node, sorted(self._heirs.get(self._class, ())), node.args)
        elif name in self._functions and isinstance(node.func, ast.Name):
            self._add(node, [self._functions[name]], node.args)
        self.generic_visit(node)

    def _add(self, node: ast.Call, contexts: list[str], arguments: list[ast.expr]) -> None:
        """Keep the text of a call; its arguments after the context are the text, a note and a number."""
        text = _literal(arguments[0]) if arguments else None
        note = _literal(arguments[1]) if len(arguments) > 1 else None
        is_plural = len(arguments) > 2 or any(word.arg == "n" for word in node.keywords)
        if not text or not contexts:
            self.findings.append(self._source.at(node, "translates what is no literal text, in no literal context"))
        elif not self._depth:
            self.findings.append(self._source.at(node, f"translates “{text}” before a translation can be loaded"))
        elif is_plural != bool(re.search("%L?n", text)):
            self.findings.append(self._source.at(node, f"gives “{text}” no number, or a number and no %n"))
        else:
            path = self._source.path
            self.messages += [Message(context, text, note or "", is_plural, path) for context in contexts]
