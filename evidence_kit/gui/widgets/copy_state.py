# SPDX-License-Identifier: GPL-3.0-or-later
"""How a copy stands to the vault, and what one can do about it."""

from PySide6.QtWidgets import QWidget

from evidence_kit import wording
from evidence_kit.domain.backup import CopyComparison, CopyState
from evidence_kit.gui import said
from evidence_kit.gui.surroundings import Surroundings
from evidence_kit.gui.widgets.note_box import note_box

_SENTENCES = {
    CopyState.ABSENT: ("There is no copy here yet.",),
    CopyState.UNFINISHED: (
        "A copy was begun here and not finished.",
        "Make the backup again. It goes on where it stopped.",
    ),
    CopyState.SAME: ("The copy and the vault are the same.",),
    CopyState.NEWER: (
        "The copy is newer than this vault.",
        "Someone went on working in the copy.",
        "Go on with the copy, or restore it to a new place.",
    ),
    CopyState.UNREADABLE: (
        "The copy is damaged. It cannot be compared.",
        "Leave it as it is, and make a new backup in another place.",
    ),
    CopyState.OTHER_VAULT: ("This is a copy of another vault.", "Choose another folder."),
    CopyState.NOT_A_COPY: ("This folder is not a backup.", "Choose an empty folder."),
}
_CALM = frozenset({CopyState.SAME, CopyState.OLDER, CopyState.ABSENT})


def state_note(s: Surroundings, found: CopyComparison) -> QWidget:
    """Say it on a ground of its own."""
    ground = "soft" if found.state in _CALM else "warn"
    return note_box(s, *state_words(s, found), ground=ground)


def state_words(s: Surroundings, found: CopyComparison) -> tuple[str, ...]:
    """Return what the comparison showed, then what one can do."""
    if found.state is CopyState.OLDER:
        return (s.t("The copy is older than the vault."), _behind(s, found))
    if found.state is CopyState.DIVERGED:
        return _diverged(s, found)
    return tuple(s.t(sentence) for sentence in _SENTENCES[found.state])


def _behind(s: Surroundings, found: CopyComparison) -> str:
    count = found.vault_size - found.copy_size
    shown = wording.number(s.words, count)
    return s.t.n(
        "{shown} line of the custody log is missing there. Bring it up to date.",
        "{shown} lines of the custody log are missing there. Bring it up to date.",
        count,
        shown=shown,
    )


def _diverged(s: Surroundings, found: CopyComparison) -> tuple[str, ...]:
    t = s.t
    words = [t("The copy and the vault each went their own way.")]
    if found.common_time:
        zone = s.clock.read().zone_minutes
        when = said.logged(s, found.common_time, zone, short=True)
        words.append(t("They are the same up to: {when}", when=when))
    return (
        *words,
        t("Nothing is lost. Nothing is put together by itself."),
        t("Keep both. Choose one to go on with."),
        t("Make the backup of this vault in another, empty folder."),
    )
