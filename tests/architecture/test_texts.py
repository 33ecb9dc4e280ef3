# SPDX-License-Identifier: GPL-3.0-or-later
"""Every sentence the program says has its translation, with the same blanks to fill in.

English sentences are the message ids. A call of a Texts value (named `t`, `_t` or `texts`, also
as an attribute) with a literal sentence belongs to the domain of its package.
"""

import ast
import string
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import polib
import pytest

from builders.source_files import PACKAGE, PROGRAM, ROOT, calls, name_of, strings

DOMAINS = ("wording", "gui", "dossier", "cli", "handover")
TEXTS_NAMES = {"t", "_t", "texts", "_texts"}
LOCALE = ROOT / "resources" / "locale"
CATALOGUES = sorted(LOCALE.glob("*/*.po"))
SENTENCES_OF = {"": 1, "n": 2, "c": 2}  # method of Texts -> literal arguments it starts with


class Sentence(NamedTuple):
    """A literal call of a Texts value."""

    where: str
    domain: str
    message: str
    plural: str | None
    context: str | None
    filled: frozenset[str] | None
    """Names of the fields the call gives; None when it passes a mapping on."""


def blanks(message: str) -> frozenset[str]:
    """The named fields of a sentence."""
    return frozenset(
        name.split(".")[0].split("[")[0]
        for _, name, _, _ in string.Formatter().parse(message)
        if name is not None
    )


def sentences(path: Path) -> Iterator[Sentence]:
    """Every literal sentence a module says."""
    domain = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
    for call in calls(path):
        method = _method_of_texts(call.func)
        if method is None:
            continue
        literals = [
            argument.value
            for argument in call.args[: SENTENCES_OF[method]]
            if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
        ]
        if len(literals) != SENTENCES_OF[method]:
            continue
        names = [keyword.arg for keyword in call.keywords]
        yield Sentence(
            where=f"{name_of(path)}:{call.lineno}",
            domain=domain,
            message=literals[1] if method == "c" else literals[0],
            plural=literals[1] if method == "n" else None,
            context=literals[0] if method == "c" else None,
            filled=None if None in names else frozenset(name for name in names if name),
        )


def _method_of_texts(func: ast.expr) -> str | None:
    if isinstance(func, ast.Attribute) and func.attr in ("n", "c") and _is_texts(func.value):
        return func.attr
    return "" if _is_texts(func) else None


def _is_texts(node: ast.expr) -> bool:
    if isinstance(node, ast.Name):
        return node.id in TEXTS_NAMES
    return isinstance(node, ast.Attribute) and node.attr in TEXTS_NAMES


SAID = [sentence for path in PROGRAM for sentence in sentences(path)]


def test_sentences_are_said_only_at_the_edges() -> None:
    assert not [said.where for said in SAID if said.domain not in DOMAINS]


def test_a_call_fills_in_every_blank() -> None:
    wrong = []
    for said in SAID:
        given_by_the_call = {"n"} if said.plural is not None else set()
        expected = blanks(said.message) | blanks(said.plural or "")
        if said.filled is not None and expected - said.filled - given_by_the_call:
            wrong.append(f"{said.where} {said.message!r}")
    assert not wrong


@pytest.mark.parametrize("domain", DOMAINS)
def test_every_sentence_has_its_dutch(domain: str) -> None:
    said_here = [said for said in SAID if said.domain == domain]
    if not said_here:
        return
    entries = {
        (entry.msgctxt, entry.msgid, entry.msgid_plural or None): entry
        for entry in polib.pofile(str(LOCALE / "nl" / f"{domain}.po"))
    }
    missing = []
    for said in said_here:
        entry = entries.get((said.context, said.message, said.plural))
        if entry is None or not entry.translated():
            missing.append(f"{said.where} {said.message!r}")
    assert not missing


@pytest.mark.parametrize("path", CATALOGUES, ids=name_of)
def test_a_catalogue_says_what_it_is(path: Path) -> None:
    catalogue = polib.pofile(str(path), check_for_duplicates=True)
    assert path.stem in DOMAINS
    assert catalogue.metadata["Content-Type"].lower() == "text/plain; charset=utf-8"
    assert catalogue.metadata["Language"] == path.parent.name
    assert catalogue.metadata["Plural-Forms"] == "nplurals=2; plural=(n != 1);"


@pytest.mark.parametrize("path", CATALOGUES, ids=name_of)
def test_no_translation_is_doubtful_or_missing(path: Path) -> None:
    catalogue = polib.pofile(str(path))
    doubtful = [entry.msgid for entry in catalogue if entry.fuzzy or not entry.translated()]
    assert not doubtful
    assert not catalogue.obsolete_entries()


@pytest.mark.parametrize("path", CATALOGUES, ids=name_of)
def test_a_translation_has_the_same_blanks(path: Path) -> None:
    # "{n} message" may become "one message": a plural may leave its number out.
    wrong = []
    for entry in polib.pofile(str(path)):
        if entry.msgid_plural:
            expected = blanks(entry.msgid) | blanks(entry.msgid_plural) | {"n"}
            same = all(blanks(text) | {"n"} == expected for text in entry.msgstr_plural.values())
        else:
            same = blanks(entry.msgstr) == blanks(entry.msgid)
        if not same:
            wrong.append(entry.msgid)
    assert not wrong


@pytest.mark.parametrize("path", CATALOGUES, ids=name_of)
def test_no_entry_is_left_over(path: Path) -> None:
    # Sentences kept in a table are found too: any string of the package counts.
    in_use = {
        str(node.value)
        for module in PROGRAM
        if module.relative_to(PACKAGE).parts[0].removesuffix(".py") == path.stem
        for node in strings(module)
    }
    assert not [entry.msgid for entry in polib.pofile(str(path)) if entry.msgid not in in_use]
