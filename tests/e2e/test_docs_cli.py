# SPDX-License-Identifier: GPL-3.0-or-later
"""docs/cli.md and the man page say what the program does.

The examples are run in order, in one folder; `…` stands for what differs each time.
"""

import json
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from builders.clock import FixedClock
from builders.command_line import Said, program_of
from builders.source_files import ROOT
from evidence_kit.cli.arguments import Declaration, HelpAsked
from evidence_kit.cli.exits import Exit
from evidence_kit.cli.verb import Verb
from evidence_kit.cli.verbs.table import VERBS
from evidence_kit.domain.annotation import Why
from evidence_kit.i18n import Texts

PAGE = ROOT / "docs" / "cli.md"
MANUAL = ROOT / "docs" / "man" / "evidence-kit.1"
ANY = "…"

_BLOCK = re.compile(
    r"(?:<!-- (?P<about>file|code): (?P<value>\S+) -->\n)?"
    r"```(?P<kind>text|console)\n(?P<body>.*?)```\n",
    re.DOTALL,
)
_SHARED = ("--passphrase-file", "--recovery-key-file", "--role", "--actor", "--json", "--help")


class Example(NamedTuple):
    """One command with what it prints."""

    command: str
    shown: str
    code: int


def examples(page: str, folder: Path) -> Iterator[Example]:
    """Every command of the page, after the files that stand before it were written."""
    for block in _BLOCK.finditer(page):
        if block["about"] == "file":
            (folder / block["value"]).write_text(block["body"], encoding="utf-8")
        elif block["kind"] == "console":
            code = int(block["value"]) if block["about"] == "code" else 0
            for part in re.split(r"^\$ ", block["body"], flags=re.MULTILINE)[1:]:
                command, _, shown = part.partition("\n")
                yield Example(command, shown, code)


def same_text(expected: str, found: str) -> bool:
    """Say whether two texts are the same but for what differs each time."""
    # A date does not break over two lines; on the page it has a plain space.
    found = found.replace("\u00a0", " ")
    pattern = ".*?".join(re.escape(part) for part in expected.split(ANY))
    return re.fullmatch(pattern, found, re.DOTALL) is not None


def same_value(expected: object, found: object) -> bool:
    """The same for JSON; names and their order count."""
    match expected, found:
        case dict(), dict():
            return list(expected) == list(found) and all(
                same_value(expected[name], found[name]) for name in expected
            )
        case list(), list():
            return len(expected) == len(found) and all(map(same_value, expected, found))
        case _:
            return expected in (ANY, found)


def assert_same(example: Example, said: Said) -> None:
    """Compare what was printed with what the page shows."""
    assert said.code == example.code, said.err
    if "--json" in example.command and not example.command.startswith("evidence-kit read"):
        expected, end = json.JSONDecoder().raw_decode(example.shown)
        assert same_value(expected, said.object), said.out
        assert same_text(example.shown[end:].lstrip("\n"), said.err)
    else:
        assert same_text(example.shown, said.out + said.err), said.out + said.err


@pytest.mark.slow
def test_the_examples_say_what_the_program_says(
    tmp_path: Path, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    program = program_of(clock)
    ran = set()
    for example in examples(PAGE.read_text(encoding="utf-8"), tmp_path):
        name, *arguments = shlex.split(example.command)
        assert name == "evidence-kit"
        assert_same(example, program(*arguments))
        ran.add(arguments[0])
    assert {verb.name for verb in VERBS} - ran <= {"demo"}


@pytest.mark.parametrize(
    ("expected", "found", "same"),
    [
        ("a … c\n", "a b c\n", True),
        ("a … c\n", "a b d\n", False),
        ("a", "a more", False),
    ],
)
def test_the_comparison_can_fail(expected: str, found: str, same: bool) -> None:
    assert same_text(expected, found) is same


def section(verb: Verb) -> str:
    """What the page says of one verb."""
    _, _, rest = PAGE.read_text(encoding="utf-8").partition(f"\n## {verb.name}\n")
    return rest.partition("\n## ")[0]


def options(verb: Verb) -> list[str]:
    """The long options of a verb, as its own help lists them."""
    t = Texts("en", "cli")
    declaration = Declaration(verb.name, verb.summary(t), t)
    verb.declare(declaration)
    with pytest.raises(HelpAsked) as asked:
        declaration.parse(["--help"])
    return sorted(set(re.findall(r"--[a-z-]+", asked.value.text.partition("\n\n")[0])))


@pytest.mark.parametrize("verb", VERBS, ids=lambda verb: verb.name)
def test_every_option_of_a_verb_is_explained(verb: Verb) -> None:
    own = [option for option in options(verb) if option not in _SHARED]
    assert [option for option in own if option not in section(verb)] == []


def test_options_of_all_verbs_are_explained() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert [option for option in _SHARED if f"`{option}" not in text] == []


def test_every_exit_code_is_listed() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert [code for code in Exit if f"\n| {code.value} | " not in text] == []


def test_every_reason_to_point_out_is_listed() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert [why for why in Why if f"`{why.value}`" not in text] == []


def test_links_of_the_page_lead_somewhere() -> None:
    targets = re.findall(r"\]\(([^)#]+)", PAGE.read_text(encoding="utf-8"))
    assert [target for target in targets if not (PAGE.parent / target).exists()] == []


@pytest.mark.parametrize("verb", VERBS, ids=lambda verb: verb.name)
def test_the_man_page_knows_every_verb_and_option(verb: Verb) -> None:
    manual = MANUAL.read_text(encoding="utf-8").replace(r"\-", "-")
    assert f"\n.B {verb.name}" in manual or f"\n.BR {verb.name}" in manual
    assert [option for option in options(verb) if option not in manual] == []


def test_the_man_page_lists_every_exit_code() -> None:
    manual = MANUAL.read_text(encoding="utf-8")
    assert [code for code in Exit if f"\n.B {code.value}\n" not in manual] == []
