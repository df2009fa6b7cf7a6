# SPDX-License-Identifier: GPL-2.0-or-later
"""What the library may say is read from its code, whole, and the list that the plugin ships is that of the code."""

from __future__ import annotations

import ast
import re

import i18n
import pytest
from house_project import Project, read_project
from library_texts import read_templates

PROJECT = read_project()
TEMPLATES = read_templates(PROJECT)


def said(*lines, path="core/a.py"):
    """What a file of these lines may say, with the kinds of the places."""
    return {each.text: each.kinds for each in read_templates(Project({path: "\n".join(lines)}))}


def test_the_list_that_is_shipped_is_that_of_the_library():
    """`make i18n` brings it up to date."""
    assert i18n.LIBRARY.read_text(encoding="utf-8") == i18n.as_library(PROJECT)
    assert len(TEMPLATES) > 300


def test_every_error_of_the_library_with_words_of_its_own_is_in_the_list():
    """The first words of every `raise SomeError(f"...")`, found by another way than by syntax trees."""
    errors = r"(?:\w+Error|SignInRequired|AccessDenied|NotFound|ServerBusy|BadRequest)"
    texts = [re.sub(r"\{\d+\}", "", each.text) for each in TEMPLATES]
    found = 0
    for path, text in PROJECT.files.items():
        if path.startswith("core/") and path.endswith(".py") and path != "core/transport.py":
            for words in re.findall(rf"raise (?!ValueError|OSError|\w*EncodingError){errors}\(\s*f?\"([^\"]+)\"", text):
                pieces = sorted(re.split(r"\{[^{}]*\}", words), key=len)
                if len(pieces[-1].split()) > 1:
                    found += 1
                    assert any(pieces[-1].strip() in each for each in texts), (path, words)
    assert found > 150


def test_values_are_places_and_numbers_are_known_as_such():
    lines = ["def f(path, count):", '    raise PlanError(f"“{path.name}” has {count:,} cells in {len(path)} parts.")']
    assert said(*lines) == {"“{1}” has {2} cells in {3} parts.": "vnn"}


def test_choices_between_texts_are_written_out():
    lines = [
        "def f(count, name):",
        '    what = "one band is" if count == 1 else f"{count:,} bands are"',
        '    hint = ""',
        "    if name:",
        '        hint = f" Ask {name}."',
        '    raise PlanError(f"Only {what} here.{hint}")',
    ]
    assert said(*lines) == {
        "Only one band is here.": "",
        "Only one band is here. Ask {1}.": "v",
        "Only {1} bands are here.": "n",
        "Only {1} bands are here. Ask {2}.": "nv",
    }


def test_texts_that_callers_give_are_followed_within_the_file():
    lines = [
        "class Sink:",
        "    def write(self):",
        '        raise self._failed("cannot be written")',
        "    def _failed(self, what):",
        '        return OutputError(f"“{self.path}” {what}: {self.reason}.")',
    ]
    assert said(*lines) == {"“{1}” cannot be written: {2}.": "vw"}


def test_what_is_put_at_the_end_is_told_with_and_without():
    lines = [
        "def words(done, left):",
        '    text = f"Fetched {done:,} tiles so far"',
        "    if left:",
        '        text += f", {left:.0f} s left"',
        "    return text",
    ]
    assert said(*lines) == {"Fetched {1} tiles so far": "n", "Fetched {1} tiles so far, {2} s left": "nn"}


def test_only_what_was_assigned_before_counts():
    lines = [
        "def f(a):",
        "    if a:",
        '        text = "The first of"',
        '        note(f"{text} {a}.")',
        "    else:",
        '        text = "The other."',
        "        note(text)",
    ]
    assert said(*lines) == {"The first of {1}.": "v", "The other.": ""}


def test_texts_for_programs_are_left_out():
    lines = [
        '"""Of the module, in a sentence."""',
        'PATTERN = re.compile("two words")',
        "def f(text):",
        '    """Do it, in a sentence."""',
        '    if "not found" in text:',
        '        raise ValueError("No sentence for people.")',
        '    return session.json(f"{text}/rest/info")',
    ]
    assert said(*lines) == {}


def test_no_window_shows_the_words_of_an_error_untranslated():
    """They go through `sentence` or `in_own_words`."""
    windows = [source for source in PROJECT.shipped if source.folder == "ui"]
    shown = [
        source.at(node, "")
        for source in windows
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Attribute) and node.attr == "message"
    ]
    assert (len(windows) > 50, shown) == (True, [])


@pytest.mark.parametrize("path", ["plugin/a.py", "ui/a.py", "tests/a.py"])
def test_only_the_library_and_the_network_that_stands_in_for_it_are_read(path):
    assert said('x = "Two words."', path=path) == {}
    assert said('x = "Two words."', path="plugin/network/a.py") == {"Two words.": ""}
