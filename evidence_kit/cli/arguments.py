# SPDX-License-Identifier: GPL-3.0-or-later
"""Arguments of one verb: argparse reads the options and lays out the help.

What must stand there is counted here. argparse's own way to let options stand between the others
(parse_intermixed_args) loses `--`, after which a name may begin with a dash.
"""

import argparse
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NoReturn

from evidence_kit.errors import UsageFault
from evidence_kit.i18n import Texts

PROGRAM: Final = "evidence-kit"
_END_OF_OPTIONS: Final = "--"


class HelpAsked(Exception):
    """Somebody asked how a verb works; `text` says it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    name: str
    several: bool


class Declaration:
    """Collects what a verb takes, in the language of `t`."""

    def __init__(self, verb: str, what: str, t: Texts) -> None:
        self.t = t
        self._places: list[_Place] = []
        self._help = _Parser(verb, what, t)
        self._places_help = self._help.add_argument_group(t("What it needs"))
        self._options_help = self._help.add_argument_group(t("Options"))
        self._options = _Parser(verb, what, t)
        self.flag("-h", t("show this and stop"), "--help")

    def argument(self, name: str, what: str, *, several: bool = False) -> None:
        """Add something that must stand there, such as VAULT; `several` only for the last."""
        self._places.append(_Place(name=name, several=several))
        self._places_help.add_argument(
            name.lower(), metavar=name, help=what, nargs="+" if several else None
        )

    def option(
        self,
        name: str,
        what: str,
        *,
        metavar: str | None = None,
        choices: Iterable[str] | None = None,
        several: bool = False,
        required: bool = False,
    ) -> None:
        """Add an option that takes a value."""
        allowed = None if choices is None else tuple(choices)
        for parser in (self._options_help, self._options):
            parser.add_argument(
                name,
                help=what,
                metavar=metavar,
                choices=allowed,
                required=required,
                action="extend" if several else "store",
                nargs="+" if several else None,
            )

    def flag(self, name: str, what: str, *more: str) -> None:
        """Add an option that is there or not."""
        for parser in (self._options_help, self._options):
            parser.add_argument(name, *more, help=what, action="store_true")

    def parse(self, arguments: Sequence[str]) -> argparse.Namespace:
        """Take arguments apart; options may stand anywhere before `--`.

        Raises:
            UsageFault: reason is missing, unknown or value; argument says which.
            HelpAsked: nothing is to be done.
        """
        before, after = _at_end_of_options(arguments)
        if not {"-h", "--help"}.isdisjoint(before):
            raise HelpAsked(self._help.format_help())
        try:
            found, left = self._options.parse_known_args(before)
        except argparse.ArgumentError as error:
            raise UsageFault(reason="value", argument=error.argument_name) from error
        for text in left:
            if text.startswith("-") and text != "-":
                raise UsageFault(reason="unknown", argument=text)
        for name, value in self._filled((*left, *after)):
            setattr(found, name, value)
        return found

    def _filled(self, given: Sequence[str]) -> Iterator[tuple[str, str | tuple[str, ...]]]:
        rest = list(given)
        for place in self._places:
            if not rest:
                raise UsageFault(reason="missing", argument=place.name)
            yield place.name.lower(), tuple(rest) if place.several else rest.pop(0)
            if place.several:
                rest.clear()
        if rest:
            raise UsageFault(reason="unknown", argument=rest[0])


class _Parser(argparse.ArgumentParser):
    def __init__(self, verb: str, what: str, t: Texts) -> None:
        super().__init__(
            prog=f"{PROGRAM} {verb}",
            description=what,
            add_help=False,
            allow_abbrev=False,
            exit_on_error=False,
        )
        self.t = t

    def error(self, message: str) -> NoReturn:
        # The one way argparse ends up here: "the following arguments are required: ...".
        raise UsageFault(reason="missing", argument=message.rpartition(": ")[2])

    def format_help(self) -> str:
        # argparse's own word for it follows the locale of the system, not the choice made here.
        return self.t("Usage:") + super().format_help().partition(":")[2]


def _at_end_of_options(arguments: Sequence[str]) -> tuple[list[str], list[str]]:
    whole = list(arguments)
    if _END_OF_OPTIONS not in whole:
        return whole, []
    cut = whole.index(_END_OF_OPTIONS)
    return whole[:cut], whole[cut + 1 :]
