# SPDX-License-Identifier: GPL-2.0-or-later
"""Every text of the code can be translated, every file knows all of them, and German is complete."""

from __future__ import annotations

import re
import shutil
import string
import subprocess

import i18n
import pytest
from house_project import Project, read_project
from hypothesis import given
from hypothesis import strategies as st
from translatable import Message, read_messages

TEXTS, FINDINGS = i18n.read_all(read_project())
GERMAN = [
    (key[1], form)
    for key, translation in i18n.read_translations(i18n.file_of("de")).items()
    for form in translation.forms
    if translation.is_finished
]


def read(*lines, path="ui/a.py", **others):
    files = {path: "\n".join(lines), **{name.replace("__", "/") + ".py": text for name, text in others.items()}}
    return read_messages(Project(files))


def keys(*lines, **others):
    texts, findings = read(*lines, **others)
    assert findings == []
    return [text.key for text in texts]


def test_every_text_of_the_code_can_be_translated():
    assert FINDINGS == []
    assert len(TEXTS) > 400


@pytest.mark.parametrize("language", i18n.languages())
def test_every_language_has_the_texts_of_the_code_and_no_others(language):
    """`make i18n` brings the files up to date."""
    texts = {text.key: text for text in i18n.wanted(TEXTS, language)}
    known = i18n.read_translations(i18n.file_of(language))
    assert {"missing": texts.keys() - known.keys(), "obsolete": known.keys() - texts.keys()} == {
        "missing": set(),
        "obsolete": set(),
    }
    for key, translation in known.items():
        assert (len(translation.forms) > 1) == texts[key].is_plural, key


@pytest.mark.parametrize("language", ["de", "en"])
def test_nothing_is_left_to_translate(language):
    known = i18n.read_translations(i18n.file_of(language))
    assert [key for key, translation in known.items() if not translation.is_finished] == []


def fields(text):
    """What is filled in later: names in braces and numbers."""
    return sorted(name for _, name, _, _ in string.Formatter().parse(text) if name is not None)


def shape(text):
    """What a text and its translation have in common."""
    return {
        "fields": fields(text),
        "numbers": re.findall("%L?n", text),
        "filter": re.findall(r"\(\*.*?\)", text),
        "accelerators": len(re.findall("&.", text)),
        "paragraphs": text.count("\n"),
        "outer blanks": (text[0].isspace(), text[-1].isspace()),
        "end": text[-1] if text[-1] in ".?:…" else "",
    }


def test_german_texts_are_built_like_the_english_ones():
    assert [(text, german) for text, german in GERMAN if shape(german) != shape(text)] == []


def is_typeset_as_german(text):
    quotes = re.sub("[^„“]", "", text)
    return not (
        re.search(r"[\"'`”]|\.\.\.|  |\s[,.;:!?…]", text)
        or quotes.replace("„“", "")
        or re.search(r"\b(?:[Dd]u|[Dd]ich|[Dd]ir|[Dd]eine?[mnrs]?)\b", text)
    )


def test_german_texts_are_typeset_as_german():
    assert [german for _, german in GERMAN if not is_typeset_as_german(german)] == []
    for wrong in ("“Name”", "„Name”", "Mehr...", "Name :", "Gib deinen Namen ein."):
        assert not is_typeset_as_german(wrong)


def git(*arguments):
    return subprocess.run(["git", *arguments], cwd=i18n.ROOT, check=False, capture_output=True, text=True)


@pytest.mark.parametrize(
    ("file", "is_packed"), [(i18n.file_of("de"), False), (i18n.file_of("de", ".qm"), True), (i18n.LIBRARY, True)]
)
def test_compiled_files_are_packed_and_source_files_are_not(file, is_packed):
    """All are kept in git, so that packing needs no tools of Qt."""
    path = str(file.relative_to(i18n.ROOT))
    assert git("check-attr", "export-ignore", "--", path).stdout.endswith("unspecified\n") == is_packed
    assert git("check-ignore", "--", path).returncode == 1


def test_a_translation_that_is_in_use_is_replaced_and_not_written_to(tmp_path, monkeypatch):
    """Qt maps it into memory: QGIS would crash."""
    if shutil.which(i18n.compiler()) is None:
        pytest.skip("Qt's compiler of translations is not here: make i18n installs it")
    for suffix in (".ts", ".qm"):
        (tmp_path / i18n.file_of("en", suffix).name).write_bytes(i18n.file_of("en", suffix).read_bytes())
    monkeypatch.setattr(i18n, "FOLDER", tmp_path)
    with i18n.file_of("en", ".qm").open("rb") as used:
        before = used.read()
        i18n.file_of("en").write_text(i18n.file_of("en").read_text(encoding="utf-8").replace("band", "channel"))
        i18n.compile_translations("en")
        used.seek(0)
        assert used.read() == before
    assert i18n.file_of("en", ".qm").read_bytes() != before
    assert sorted(path.suffix for path in tmp_path.iterdir()) == [".qm", ".ts"]


def test_classes_functions_and_plain_calls_are_read():
    lines = [
        'def tr(text): return QCoreApplication.translate("Module", text)',
        "class Box(QWidget):",
        "    def show(self):",
        '        self.setText(self.tr("In a class"))',
        '        self.later(lambda: tr("In a function"))',
        '        translate("Plain", "In a call", "a note")',
        "        return f\"{self.tr('In a text')}!\"",
    ]
    assert keys(*lines) == [
        ("Box", "In a class", ""),
        ("Box", "In a text", ""),
        ("Module", "In a function", ""),
        ("Plain", "In a call", "a note"),
    ]


def test_a_function_of_another_module_is_known():
    own = 'def tr(text, n=-1):\n    """Translate."""\n    return QCoreApplication.translate("Base", text, "", n)'
    lines = ["from .base import tr", 'def title(): return tr("Title")']
    assert keys(*lines, ui__base=own) == [("Base", "Title", "")]


def test_what_is_inherited_is_looked_up_by_the_name_of_the_heir():
    lines = [
        "class Panel(QWidget):",
        '    def show(self): self.tr("Shown")',
        "class Narrow(Panel): pass",
    ]
    assert keys(*lines, ui__b="class Narrower(Narrow): pass") == [
        (name, "Shown", "") for name in ("Narrow", "Narrower", "Panel")
    ]


def test_plural_forms_are_marked():
    texts, findings = read("def a(count):", '    return translate("C", "%n band(s)", n=count)')
    assert (findings, texts[0].is_plural) == ([], True)


def test_only_the_shipped_code_with_qt_is_read():
    assert read('def a(): return translate("C", "Text")', path="core/a.py") == ([], [])


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        (['def a(x): return translate("C", f"Hello {x}")'], "no literal"),
        (['def a(x): return translate("C", "Hello {}".format(x))'], "no literal"),
        (['def a(): return translate("C", TITLE)'], "no literal"),
        (['def a(): return translate(CONTEXT, "Title")'], "no literal"),
        (['def a(widget): return widget.tr("Title")'], "no literal"),
        (['TITLE = translate("C", "Title")'], "before"),
        (["class A:", '    TITLE = translate("C", "Title")'], "before"),
        (['def a(title=translate("C", "Title")): pass'], "before"),
        (['def a(n): return translate("C", "Bands", n=n)'], "no %n"),
        (['def a(n): return translate("C", "%n bands")'], "no number"),
        (['def a(n): return translate("C", "%n", n=n) + translate("C", "%n", "", n)'], ""),
    ],
)
def test_what_no_translation_could_answer_is_found(lines, words):
    _, findings = read(*lines)
    assert len(findings) == bool(words)
    assert all(words in finding and finding.startswith("ui/a.py") for finding in findings)


def test_methods_of_texts_are_no_translations():
    assert read("def a(text): return text.translate({32: 95})") == ([], [])


TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1)


@given(st.lists(st.tuples(TEXT, TEXT, st.booleans()), max_size=8, unique_by=lambda item: item[0]))
def test_files_keep_what_is_written_into_them(items):
    texts = [Message("C", text, is_plural=plural, path="ui/a.py") for text, _, plural in items]
    known = {
        text.key: i18n.Translation((form,) * (2 if text.is_plural else 1), is_finished=True)
        for text, (_, form, _) in zip(texts, items, strict=True)
    }
    assert i18n.parse_translations(i18n.as_ts(texts, known, "de")) == known


def test_a_new_text_takes_over_what_the_same_text_is_called_elsewhere_but_unfinished():
    old, new = Message("A", "Bands"), Message("B", "Bands")
    known = {old.key: i18n.Translation(("Kanäle",), is_finished=True)}
    again = i18n.parse_translations(i18n.as_ts([old, new], known, "de"))
    assert again == {**known, new.key: i18n.Translation(("Kanäle",), is_finished=False)}


def test_english_needs_no_more_than_plural_forms():
    texts = [Message("A", "Bands"), Message("A", "%n band(s)", is_plural=True)]
    assert i18n.wanted(texts, "en") == texts[1:]
    assert i18n.wanted(texts, "de") == texts
