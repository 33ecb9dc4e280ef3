# SPDX-License-Identifier: GPL-3.0-or-later
"""How the arguments of a verb are taken apart."""

import pytest

from evidence_kit.cli.arguments import Declaration, HelpAsked
from evidence_kit.errors import UsageFault
from evidence_kit.i18n import Texts


@pytest.fixture
def declaration() -> Declaration:
    found = Declaration("add", "keep files", Texts("en", "cli"))
    found.argument("VAULT", "a folder")
    found.argument("PATH", "files", several=True)
    found.option("--pictures", "answer", choices=("copy", "register"))
    found.option("--reason", "why", metavar="TEXT")
    found.flag("--json", "for programs")
    return found


@pytest.mark.parametrize(
    "arguments",
    [
        ["V", "a", "b", "--pictures", "copy"],
        ["--pictures", "copy", "V", "a", "b"],
        ["V", "--pictures=copy", "a", "b"],
        ["V", "a", "--pictures", "copy", "b"],
        ["V", "a", "--pictures", "copy", "--", "b"],
    ],
)
def test_options_may_stand_anywhere(declaration: Declaration, arguments: list[str]) -> None:
    found = declaration.parse(arguments)
    assert (found.vault, found.path, found.pictures) == ("V", ("a", "b"), "copy")


def test_after_two_dashes_everything_is_a_name(declaration: Declaration) -> None:
    found = declaration.parse(["--", "V", "-x", "--json"])
    assert (found.vault, found.path, found.json) == ("V", ("-x", "--json"), False)


def test_a_single_dash_is_a_name(declaration: Declaration) -> None:
    assert declaration.parse(["V", "-"]).path == ("-",)


@pytest.mark.parametrize(
    ("arguments", "reason", "argument"),
    [
        ([], "missing", "VAULT"),
        (["V"], "missing", "PATH"),
        (["V", "a", "--picture", "copy"], "unknown", "--picture"),
        (["V", "a", "-q"], "unknown", "-q"),
        (["V", "a", "--pictures", "paint"], "value", "--pictures"),
        (["V", "a", "--pictures"], "value", "--pictures"),
    ],
)
def test_what_is_off_is_named(
    declaration: Declaration, arguments: list[str], reason: str, argument: str
) -> None:
    with pytest.raises(UsageFault) as caught:
        declaration.parse(arguments)
    assert caught.value.fields == {"reason": reason, "argument": argument}


def test_one_argument_too_many_is_named() -> None:
    declaration = Declaration("demo", "a case", Texts("en", "cli"))
    declaration.argument("DIR", "a folder")
    with pytest.raises(UsageFault) as caught:
        declaration.parse(["a", "b"])
    assert caught.value.fields == {"reason": "unknown", "argument": "b"}


def test_a_required_option_is_missed_by_name() -> None:
    declaration = Declaration("remove", "take away", Texts("en", "cli"))
    declaration.option("--reason", "why", metavar="TEXT", required=True)
    with pytest.raises(UsageFault) as caught:
        declaration.parse([])
    assert caught.value.fields == {"reason": "missing", "argument": "--reason"}


@pytest.mark.parametrize("arguments", [["-h"], ["V", "--help"], ["--nonsense", "-h"]])
def test_help_comes_before_any_complaint(declaration: Declaration, arguments: list[str]) -> None:
    with pytest.raises(HelpAsked) as asked:
        declaration.parse(arguments)
    assert asked.value.text.startswith("Usage: evidence-kit add")
    assert "VAULT PATH [PATH ...]" in asked.value.text


def test_help_speaks_dutch_when_asked() -> None:
    declaration = Declaration("add", "bewaar", Texts("nl", "cli"))
    with pytest.raises(HelpAsked) as asked:
        declaration.parse(["--help"])
    assert asked.value.text.startswith("Gebruik: evidence-kit add")
    assert "Opties" in asked.value.text
    assert "usage" not in asked.value.text
