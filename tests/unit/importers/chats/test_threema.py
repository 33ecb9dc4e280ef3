# SPDX-License-Identifier: GPL-3.0-or-later
import pytest

from builders.reading import Line, messages, packed, read_bytes

HEAD = "uid,isoutbox,posted_at,type,body,caption,isstatusmessage\n"


def read(row: str, *more: tuple[str, bytes]) -> Line:
    data = packed([("message_ECHOECHO.csv", (HEAD + row + "\n").encode()), *more])
    (found,) = messages(read_bytes(data, "backup.zip"))
    return found


def test_what_the_owner_sent_rests_on_the_column() -> None:
    found = read("u1,1,1768424782123,TEXT,hoi,,0")
    assert (found["sender"], found["sender_basis"]) == ("isoutbox", "owner_flag")
    assert found["moment"]["utc"] == "2026-01-14T21:06:22.123Z"


def test_the_other_is_called_as_in_the_contacts() -> None:
    contacts = b"identity,publickey,firstname,lastname\nECHOECHO,00,Rico,van Dam\n"
    found = read("u1,0,1,TEXT,hoi,,0", ("contacts.csv", contacts))
    assert (found["sender"], found["sender_basis"]) == ("Rico van Dam (ECHOECHO)", "stated")
    assert read("u1,0,1,TEXT,hoi,,0")["sender"] == "ECHOECHO"


@pytest.mark.parametrize(
    ("sort", "kind"),
    [("IMAGE", "message"), ("VOIP_STATUS", "call"), ("BALLOT", "poll"), ("HOLOGRAM", "unknown")],
)
def test_each_type_is_of_a_kind(sort: str, kind: str) -> None:
    assert read(f"u1,0,1,{sort},x,,0")["kind"] == kind


def test_a_file_stands_under_the_number_of_its_message() -> None:
    found = read("u1,0,1,IMAGE,,kijk,0", ("message_media_u1", b"x"))
    assert found["attachments"] == [
        {"name": "image", "status": "present", "member": "message_media_u1"}
    ]
    assert found["text"] == "kijk"
