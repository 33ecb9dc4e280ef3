# SPDX-License-Identifier: GPL-3.0-or-later
"""What `evidence-kit --help` says."""

from collections.abc import Sequence

from evidence_kit.cli.verb import Verb
from evidence_kit.i18n import Texts


def overview(t: Texts, verbs: Sequence[Verb]) -> str:
    """Return the list of verbs, the options of the program and its exit codes."""
    widest = max(len(verb.name) for verb in verbs)
    lines = [
        t("Keeps evidence of online abuse, offline, and lets anyone check it."),
        "",
        t("Usage:") + " evidence-kit [--lang nl|en] [VERB ...]",
        "",
        t("Without a verb the window opens; with a folder, on the vault in it."),
        "",
        t("Verbs:"),
        *(f"  {verb.name:<{widest}}  {verb.summary(t)}" for verb in verbs),
        "",
        t("Options:"),
        "  --lang nl|en   " + t("language of what is printed here"),
        "  --version      " + t("print the version and stop"),
        "  -h, --help     " + t("show this and stop; after a verb, what that verb takes"),
        "",
        t("Exit codes:"),
        *(f"  {code:>3}  {meaning}" for code, meaning in _codes(t)),
    ]
    return "\n".join(lines)


def _codes(t: Texts) -> tuple[tuple[int, str], ...]:
    return (
        (0, t("done; for verify: matches")),
        (1, t("verify: does not match")),
        (2, t("verify: cannot be judged")),
        (3, t("an input was refused; the rest was done")),
        (4, t("wrong passphrase or recovery key")),
        (5, t("something is damaged")),
        (6, t("made by a newer version")),
        (64, t("the command is not complete or not correct")),
        (70, t("a fault inside the program")),
        (74, t("reading or writing failed, or the disk is full")),
        (75, t("the vault is in use")),
        (130, t("stopped, as asked")),
    )
