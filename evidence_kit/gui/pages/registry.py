# SPDX-License-Identifier: GPL-3.0-or-later
"""Which page belongs to which name; an explicit list."""

from collections.abc import Mapping

from evidence_kit.gui.pages.add import AddPage
from evidence_kit.gui.pages.backup import BackupPage
from evidence_kit.gui.pages.check import CheckPage
from evidence_kit.gui.pages.conversation import ConversationPage
from evidence_kit.gui.pages.conversations import ConversationsPage
from evidence_kit.gui.pages.create import CreatePage
from evidence_kit.gui.pages.custody_log import LogPage
from evidence_kit.gui.pages.dossier import DossierPage
from evidence_kit.gui.pages.files import FilesPage
from evidence_kit.gui.pages.identifiers import IdentifiersPage
from evidence_kit.gui.pages.keys import KeysPage
from evidence_kit.gui.pages.now import NowPage
from evidence_kit.gui.pages.overlaps import OverlapsPage
from evidence_kit.gui.pages.overview import OverviewPage
from evidence_kit.gui.pages.page import Page
from evidence_kit.gui.pages.reading import HelpPage, SafetyPage
from evidence_kit.gui.pages.registered import RegisteredPage
from evidence_kit.gui.pages.restore import RestorePage
from evidence_kit.gui.pages.settings import SettingsPage
from evidence_kit.gui.pages.stamp import StampPage
from evidence_kit.gui.pages.start import StartPage
from evidence_kit.gui.pages.timeline import TimelinePage
from evidence_kit.gui.pages.unlock import UnlockPage
from evidence_kit.gui.pages.vault import VaultPage
from evidence_kit.gui.pages.vault_check import VaultCheckPage
from evidence_kit.gui.surroundings import PageName

_ALL: tuple[type[Page], ...] = (
    StartPage,
    NowPage,
    SafetyPage,
    CreatePage,
    UnlockPage,
    CheckPage,
    OverviewPage,
    AddPage,
    FilesPage,
    RegisteredPage,
    ConversationsPage,
    ConversationPage,
    OverlapsPage,
    TimelinePage,
    IdentifiersPage,
    DossierPage,
    LogPage,
    VaultPage,
    KeysPage,
    VaultCheckPage,
    BackupPage,
    StampPage,
    RestorePage,
    HelpPage,
    SettingsPage,
)
PAGES: Mapping[PageName, type[Page]] = {page.name: page for page in _ALL}
WITHOUT_VAULT = frozenset(
    {
        PageName.START,
        PageName.NOW,
        PageName.SAFETY,
        PageName.CREATE,
        PageName.UNLOCK,
        PageName.CHECK,
        PageName.RESTORE,
        PageName.HELP,
        PageName.SETTINGS,
    }
)
