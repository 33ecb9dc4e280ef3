# SPDX-License-Identifier: GPL-3.0-or-later
"""Every end of the program has output of one form and a code."""

import io
from typing import NoReturn

import pytest

from builders.command_line import Program
from evidence_kit import __version__
from evidence_kit.cli.complaints import two_lines
from evidence_kit.cli.console import Console
from evidence_kit.cli.main import main
from evidence_kit.cli.verb_names import VERB_NAMES
from evidence_kit.cli.verbs.table import VERBS
from evidence_kit.errors import NAMED_ERRORS, EvidenceKitError
from evidence_kit.i18n import LANGUAGES, Texts
from evidence_kit.service.session import Session

_KEYS = ["schema", "verb", "outcome", "items", "error"]


def test_the_names_known_early_are_the_verbs_there_are() -> None:
    assert tuple(verb.name for verb in VERBS) == VERB_NAMES


def test_the_version_is_said(program: Program) -> None:
    said = program("--version")
    assert (said.code, said.out) == (0, f"evidence-kit {__version__}\n")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_overview_names_every_verb(program: Program, language: str) -> None:
    said = program("--lang", language, "--help")
    assert said.code == 0
    for name in VERB_NAMES:
        assert f"  {name} " in said.out


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("verb", VERB_NAMES)
def test_every_verb_explains_itself(program: Program, verb: str, language: str) -> None:
    said = program("--lang", language, verb, "--help")
    assert said.code == 0
    assert f"evidence-kit {verb}" in said.out
    assert "--json" in said.out


@pytest.mark.parametrize(
    "arguments",
    [("bogus",), ("list",), ("list", "V", "--bad"), ("--lang", "fr", "list"), ("--bad",), ()],
)
def test_a_wrong_call_is_two_lines_and_64(program: Program, arguments: tuple[str, ...]) -> None:
    said = program(*arguments)
    assert (said.code, said.out, len(said.complaint)) == (64, "", 2)


def test_a_failure_is_an_object_too(program: Program) -> None:
    said = program("list", "--json")
    assert list(said.object) == _KEYS
    assert said.object["error"] == {
        "code": "usage",
        "fields": {"reason": "missing", "argument": "VAULT"},
    }
    assert said.object["outcome"] == "failed"


def test_a_success_is_one_object(program: Program, vault: str, key_file: str) -> None:
    said = program("list", vault, "--passphrase-file", key_file, "--json")
    assert list(said.object) == _KEYS
    assert said.object == {
        "schema": 1,
        "verb": "list",
        "outcome": "done",
        "items": [],
        "error": None,
    }


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", NAMED_ERRORS, ids=lambda kind: str(kind.code))
def test_every_failure_is_two_lines(kind: type[EvidenceKitError], language: str) -> None:
    happened, advice = two_lines(Texts(language, "cli"), Texts(language, "wording"), kind())
    assert happened
    assert advice
    assert happened != advice


def _console() -> Console:
    return Console(stdin=io.BytesIO(), stdout=io.BytesIO(), stderr=io.BytesIO())


def _text(stream: object) -> str:
    assert isinstance(stream, io.BytesIO)
    return stream.getvalue().decode()


def test_an_unforeseen_failure_shows_no_traceback_and_no_content(vault: str, key_file: str) -> None:
    def broken() -> Session:
        raise RuntimeError("a secret from the vault")

    console = _console()
    arguments = ("list", vault, "--passphrase-file", key_file)
    assert main(arguments, console=console, start=broken) == 70
    said = _text(console.stderr)
    assert len(said.splitlines()) == 2
    assert "secret" not in said
    assert "Traceback" not in said


def test_an_interrupt_at_a_question_is_130(vault: str, key_file: str) -> None:
    def interrupted() -> NoReturn:
        raise KeyboardInterrupt

    arguments = ("list", vault, "--passphrase-file", key_file, "--json")
    console = _console()
    assert main(arguments, console=console, start=interrupted) == 130
    assert '"outcome":"cancelled"' in _text(console.stdout)


def test_secrets_do_not_show_in_a_representation() -> None:
    from evidence_kit.cli.passphrases import Key  # noqa: PLC0415 -- only this test needs it

    assert "hush" not in repr(Key(passphrase="hush"))
