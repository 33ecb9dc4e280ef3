# SPDX-License-Identifier: GPL-3.0-or-later
"""What every page and sheet is given: words, looks, the workspace, the clock, the choices."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from evidence_kit.clock import Clock
from evidence_kit.domain.ids import ExhibitId
from evidence_kit.gui.theme.look import Look
from evidence_kit.gui.workspace import Workspace
from evidence_kit.i18n import Texts
from evidence_kit.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """Made again when the language or the look changes; pages are then built anew."""

    t: Texts
    """Sentences of the window."""
    words: Texts
    """Sentences that all front ends share (evidence_kit.wording)."""
    look: Look
    workspace: Workspace
    clock: Clock
    settings: Settings
    choose_settings: Callable[[Settings], None]
    """Takes the person's choices, and keeps them in the vault that is open."""
    hide: Callable[[], None]
    """Hides everything at once."""
    start_folder: str
    """Where a file dialog opens first."""
    vault_path: str
    """Vault named on the command line; empty when none was."""
    system_tells: bool = False
    """Whether the system says beforehand that it sleeps or locks its screen."""

    @property
    def window_title(self) -> str:
        """What stands in the title bar and the task bar: never what this program is."""
        t = self.t
        titles = {
            "documents": t("Documents"),
            "notes": t("My notes"),
            "household": t("Household"),
            "recipes": t("Recipes"),
        }
        return titles[self.settings.window_title]


class PageName(Enum):
    """The pages of the window."""

    START = "start"
    NOW = "now"
    SAFETY = "safety"
    CREATE = "create"
    UNLOCK = "unlock"
    CHECK = "check"
    OVERVIEW = "overview"
    ADD = "add"
    FILES = "files"
    REGISTERED = "registered"
    CONVERSATIONS = "conversations"
    CONVERSATION = "conversation"
    OVERLAPS = "overlaps"
    TIMELINE = "timeline"
    IDENTIFIERS = "identifiers"
    DOSSIER = "dossier"
    LOG = "log"
    VAULT = "vault"
    KEYS = "keys"
    VAULT_CHECK = "vault_check"
    BACKUP = "backup"
    STAMP = "stamp"
    RESTORE = "restore"
    HELP = "help"
    SETTINGS = "settings"


@dataclass(frozen=True, slots=True, kw_only=True)
class Destination:
    """Where to go, and what to show there."""

    page: PageName
    exhibit: ExhibitId | None = None
    conversation: int | None = None
    n: int | None = None
    paths: tuple[str, ...] = ()
    """Files to add, for ADD; the vault to open, for UNLOCK."""
    takes_up: bool = False
    """Go on with files that were left, for ADD."""
