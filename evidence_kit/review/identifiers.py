# SPDX-License-Identifier: GPL-3.0-or-later
"""Names, numbers and accounts that stand in the material of a vault: unmasked, with their places."""

from typing import Final

from evidence_kit.domain.annotation import AnnotationKind
from evidence_kit.domain.exhibit import Exhibit
from evidence_kit.domain.identifier import IdentifierRow, Occurrence, Use
from evidence_kit.domain.record import Fact, Message
from evidence_kit.review.identifier_rows import IdentifierGatherer
from evidence_kit.review.records import is_readable, messages_of
from evidence_kit.vault.vault import Vault

_HEADER: Final = "header."
_MESSAGE_IDS: Final = frozenset({"message-id", "references", "in-reply-to", "content-id"})
"""Headers whose values look like an address and are none (RFC 5322 3.6.4)."""


def identifiers(vault: Vault, at: int | None = None) -> tuple[IdentifierRow, ...]:
    """Return what was found in texts, labels and technical e-mail data as of log size `at`.

    Candidates only: whether two of them belong to one person is for others to say.
    """
    gatherer = IdentifierGatherer()
    for exhibit in vault.exhibits(at):
        if not is_readable(exhibit):
            continue
        head = vault.source_head(exhibit)
        for fact in head.facts if head is not None else ():
            _look_at_header(gatherer, exhibit, fact)
        for message in messages_of(vault, exhibit):
            look_at_message(gatherer, exhibit, message)
    decisions = (
        annotation
        for annotation in vault.annotations(at)
        if annotation.kind is AnnotationKind.IDENTIFIER
    )
    return gatherer.rows(decisions)


def look_at_message(gatherer: IdentifierGatherer, exhibit: Exhibit, message: Message) -> None:
    """Look at the label and the text of one record."""
    place = Occurrence(
        exhibit=exhibit.id,
        exhibit_number=exhibit.number,
        conversation=message.conversation,
        n=message.n,
        use=Use.AS_SENDER,
        by=message.sender,
        as_written="",
        moment=message.moment,
    )
    gatherer.label(place)
    if message.text:
        gatherer.text(message.text, _as_mention(place))


def _as_mention(place: Occurrence) -> Occurrence:
    return Occurrence(
        exhibit=place.exhibit,
        exhibit_number=place.exhibit_number,
        conversation=place.conversation,
        n=place.n,
        use=Use.MENTIONED,
        by=place.by,
        as_written="",
        moment=place.moment,
    )


def _look_at_header(gatherer: IdentifierGatherer, exhibit: Exhibit, fact: Fact) -> None:
    if not fact.name.startswith(_HEADER):
        return
    name = fact.name.removeprefix(_HEADER)
    # "from.address" and the like are derived from a line that is looked at itself.
    if name in _MESSAGE_IDS or "." in name:
        return
    place = Occurrence(
        exhibit=exhibit.id,
        exhibit_number=exhibit.number,
        conversation=None,
        n=None,
        use=Use.IN_HEADER,
        by=name,
        as_written="",
        moment=fact.moment,
        line=fact.value,
    )
    gatherer.text(fact.value, place)
