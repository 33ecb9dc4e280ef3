# SPDX-License-Identifier: GPL-3.0-or-later
"""All importers, in one explicit tuple, and the choice between them."""

from dataclasses import dataclass, replace

from evidence_kit.domain.record import Certainty
from evidence_kit.errors import Inconsistent
from evidence_kit.importers.chats.dating.hinge import HINGE
from evidence_kit.importers.chats.dating.tinder import TINDER
from evidence_kit.importers.chats.discord.importer import Discord
from evidence_kit.importers.chats.discord.pages import DISCORD_PAGES
from evidence_kit.importers.chats.google_chat.importer import GOOGLE_CHAT
from evidence_kit.importers.chats.line.importer import LINE
from evidence_kit.importers.chats.meta.importer import Meta
from evidence_kit.importers.chats.meta.pages_importer import META_PAGES
from evidence_kit.importers.chats.reddit.importer import REDDIT
from evidence_kit.importers.chats.signal.importer import Signal
from evidence_kit.importers.chats.signal_export.importer import SIGNAL_EXPORT
from evidence_kit.importers.chats.skype.importer import SKYPE
from evidence_kit.importers.chats.sms.importer import Sms
from evidence_kit.importers.chats.snapchat.importer import Snapchat
from evidence_kit.importers.chats.telegram.importer import Telegram
from evidence_kit.importers.chats.telegram.pages_importer import TelegramPages
from evidence_kit.importers.chats.threema.importer import THREEMA
from evidence_kit.importers.chats.tiktok.importer import TikTok
from evidence_kit.importers.chats.whatsapp.importer import WhatsApp
from evidence_kit.importers.chats.x_archive.importer import X_ARCHIVE
from evidence_kit.importers.files.eml.importer import Mail
from evidence_kit.importers.files.image.importer import Image
from evidence_kit.importers.files.opaque import Opaque
from evidence_kit.importers.files.text.importer import PlainText
from evidence_kit.importers.protocol import Importer, Opened, Recognition

IMPORTERS: tuple[Importer, ...] = (
    SIGNAL_EXPORT,  # some of its texts begin as those of WhatsApp in a few countries
    WhatsApp(),
    Meta(),
    META_PAGES,
    Telegram(),
    TelegramPages(),
    Signal(),
    Sms(),
    Snapchat(),
    Discord(),
    DISCORD_PAGES,
    TikTok(),
    X_ARCHIVE,
    GOOGLE_CHAT,
    SKYPE,
    TINDER,
    HINGE,
    REDDIT,
    THREEMA,
    LINE,
    Mail(),
    Image(),
)
SHOWN_AS_TEXT: Importer = PlainText()
"""Asked only when none of IMPORTERS claims a file, however little they are sure."""
FALL_BACK: Importer = Opaque()

_RANK = {
    Certainty.CERTAIN: 3,
    Certainty.LIKELY: 2,
    Certainty.POSSIBLE: 1,
    Certainty.NONE: 0,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognised:
    """The importer that knows a file best."""

    importer: Importer
    recognition: Recognition
    also: tuple[str, ...] = ()
    """Names of other importers that know something in it; members they would read are noted as files."""


def recognise(opened: Opened, importers: tuple[Importer, ...] = IMPORTERS) -> Recognised:
    """Choose the importer for a file."""
    claims = [
        Recognised(importer=importer, recognition=found)
        for importer in importers
        if (found := importer.recognise(opened)) is not None
    ]
    if not claims:
        return _fallen_back(opened)
    best = max(_RANK[claim.recognition.certainty] for claim in claims)
    winners = [claim for claim in claims if _RANK[claim.recognition.certainty] == best]
    # One importer reads a file, the earliest of those that are surest; who else knows something in it
    # is said (docs/decisions/014-several-importers.md).
    chosen = winners[0]
    others = tuple(claim.importer.name for claim in claims if claim is not chosen)
    return replace(chosen, also=others)


def _fallen_back(opened: Opened) -> Recognised:
    for importer in (SHOWN_AS_TEXT, FALL_BACK):
        found = importer.recognise(opened)
        if found is not None:
            return Recognised(importer=importer, recognition=found)
    raise Inconsistent(what="fall_back", expected="opaque", found=None)


def by_columns(opened: Opened) -> Recognised:
    """Read a file as text, because the person pointed out its columns."""
    kind = recognise(opened).recognition.kind
    found = Recognition(kind=kind, certainty=Certainty.POSSIBLE, why="columns_by_person")
    return Recognised(importer=SHOWN_AS_TEXT, recognition=found)


def by_name(name: str) -> Importer:
    """Return an importer by its stable name.

    Raises:
        Inconsistent: there is none of that name.
    """
    for importer in (*IMPORTERS, SHOWN_AS_TEXT, FALL_BACK):
        if importer.name == name:
            return importer
    raise Inconsistent(what="importer", expected=name, found=None)
