# SPDX-License-Identifier: GPL-3.0-or-later
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence_kit.domain.locator import Locator
from evidence_kit.domain.moment import Moment, MomentFlag, Precision, ZoneBasis
from evidence_kit.domain.record import (
    Attachment,
    AttachmentStatus,
    Certainty,
    Conversation,
    Fact,
    FactBasis,
    Message,
    Note,
    Record,
    RecordKind,
    SenderBasis,
    SourceHead,
    Summary,
)
from evidence_kit.errors import Damaged
from evidence_kit.formats.records import from_line, from_line_with_raw, to_line

TEXT = st.text(st.characters(codec="utf-8"), max_size=30)
NUMBER = st.integers(0, 2**40)
FLAGS = st.lists(TEXT, max_size=3).map(tuple)
MOMENT = st.builds(
    Moment,
    text=TEXT,
    local=st.none() | TEXT,
    local_other=st.none() | TEXT,
    utc=st.none() | TEXT,
    zone=st.none() | TEXT,
    basis=st.sampled_from(ZoneBasis),
    precision=st.sampled_from(Precision),
    flags=st.lists(st.sampled_from(MomentFlag), max_size=3).map(tuple),
)
LOCATOR = st.builds(
    Locator, member=st.none() | TEXT, start=NUMBER, end=NUMBER, pointer=st.none() | TEXT
)
ATTACHMENT = st.builds(
    Attachment, name=TEXT, status=st.sampled_from(AttachmentStatus), member=st.none() | TEXT
)
MESSAGE = st.builds(
    Message,
    conversation=NUMBER,
    n=NUMBER,
    kind=st.sampled_from(RecordKind),
    sender=st.none() | TEXT,
    sender_basis=st.sampled_from(SenderBasis),
    text=TEXT,
    moment=st.none() | MOMENT,
    attachments=st.lists(ATTACHMENT, max_size=2).map(tuple),
    locator=LOCATOR,
    flags=FLAGS,
)
FACT = st.builds(
    Fact, name=TEXT, value=TEXT, basis=st.sampled_from(FactBasis), moment=st.none() | MOMENT
)
RECORD = st.one_of(
    MESSAGE,
    st.builds(
        SourceHead,
        name=TEXT,
        sha256=TEXT,
        size=NUMBER,
        importer=TEXT,
        importer_version=NUMBER,
        certainty=st.sampled_from(Certainty),
        why=TEXT,
        facts=st.lists(FACT, max_size=2).map(tuple),
    ),
    st.builds(
        Conversation, id=NUMBER, title=TEXT, participants=st.lists(TEXT, max_size=3).map(tuple)
    ),
    st.builds(Note, kind=TEXT, locator=st.none() | LOCATOR, detail=TEXT),
    st.builds(
        Summary,
        records=NUMBER,
        by_kind=st.dictionaries(TEXT, NUMBER, max_size=3).map(lambda kinds: tuple(kinds.items())),
        notes=NUMBER,
        lines_total=NUMBER,
        lines_accounted=NUMBER,
        conversations=NUMBER,
        complete=st.booleans(),
    ),
)


@given(RECORD, st.none() | TEXT)
def test_a_record_comes_back_as_it_was(record: Record, raw_sha256: str | None) -> None:
    line = to_line(record, raw_sha256)
    assert b"\n" not in line
    expected = raw_sha256 if isinstance(record, Message) else None
    assert from_line_with_raw(line) == (record, expected)


def test_a_message_has_the_keys_of_the_published_interface_in_order() -> None:
    message = Message(
        conversation=1,
        n=1,
        kind=RecordKind.MESSAGE,
        sender="Rico",
        sender_basis=SenderBasis.STATED,
        text="betaal",
        moment=Moment(
            text="18-03-2022 14:56",
            local="2022-03-18T14:56:00",
            basis=ZoneBasis.DEVICE_LOCAL_UNKNOWN,
            precision=Precision.MINUTE,
        ),
        locator=Locator(member=None, start=0, end=26),
    )
    value = json.loads(to_line(message, "a" * 64))
    assert list(value) == [
        "type", "conversation", "n", "kind", "sender", "sender_basis", "text", "moment",
        "attachments", "locator", "flags", "raw_sha256",
    ]  # fmt: skip
    assert list(value["moment"]) == [
        "text", "local", "local_other", "utc", "zone", "basis", "precision", "flags",
    ]  # fmt: skip
    assert list(value["locator"]) == ["member", "start", "end"]


@given(st.binary(max_size=80))
def test_a_line_that_is_none_of_ours_is_damaged(data: bytes) -> None:
    with pytest.raises(Damaged):
        from_line(data)


@pytest.mark.parametrize(
    "line",
    [
        b"[]",
        b"{}",
        b'{"type":"message"}',
        b'{"type":"note","kind":"x","locator":{"start":0,"end":-1},"detail":""}',
        b'{"type":"summary","records":true}',
        b"[" * 100_000,
    ],
)
def test_a_line_with_wrong_fields_is_damaged(line: bytes) -> None:
    with pytest.raises(Damaged):
        from_line(line)
