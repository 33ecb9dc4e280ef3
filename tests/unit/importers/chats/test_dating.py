# SPDX-License-Identifier: GPL-3.0-or-later
import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from builders.reading import messages, notes, read_bytes
from evidence_kit.domain.reading import Choices

VALUES = st.recursive(
    st.none() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "messages",
                    "match_id",
                    "from",
                    "message",
                    "sent_date",
                    "chats",
                    "body",
                    "timestamp",
                ]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


def tinder(*matches: Any) -> bytes:
    return json.dumps({"Messages": [{"match_id": "Match 1"}, *matches]}).encode()


def hinge(*matches: Any) -> bytes:
    return json.dumps(
        [{"chats": [{"body": "a", "timestamp": "2026-07-14 20:00:00"}]}, *matches]
    ).encode()


def test_it_is_said_that_only_one_side_is_there() -> None:
    for data in (tinder(), hinge()):
        assert "one_sided" in notes(read_bytes(data, "x.json"))


def test_tinder_writes_times_in_two_ways() -> None:
    said = [
        {"from": "You", "message": "a", "sent_date": "Wed, 14 Jan 2026 21:06:22 GMT"},
        {"from": "You", "message": "b", "sent_date": "2026-01-14T21:06:22.000Z"},
    ]
    found = messages(read_bytes(tinder({"match_id": "Match 2", "messages": said}), "data.json"))
    assert [line["moment"]["utc"][:19] for line in found] == ["2026-01-14T21:06:22"] * 2
    assert {line["sender_basis"] for line in found} == {"owner_flag"}


def test_times_of_hinge_are_read_by_the_chosen_zone() -> None:
    (found,) = messages(read_bytes(hinge(), "matches.json"))
    assert found["moment"]["utc"] is None
    (found,) = messages(read_bytes(hinge(), "matches.json", Choices(zone="Europe/Amsterdam")))
    assert found["moment"]["utc"] == "2026-07-14T18:00:00Z"


@given(st.lists(VALUES, max_size=3))
def test_matches_of_any_shape_are_read_to_their_end(values: list[Any]) -> None:
    for data in (tinder(*values), hinge(*values)):
        found = read_bytes(data, "x.json")
        assert found[0]["importer"] in ("tinder", "hinge")
        assert found[-1]["complete"]
