# SPDX-License-Identifier: GPL-3.0-or-later
"""Values cross between processes unchanged, and nothing else comes in."""

import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence_kit.codec.faults import fault_from_plain, fault_to_plain
from evidence_kit.codec.frames import FrameKind, parse_json, read_frame, write_frame, write_json
from evidence_kit.codec.values import Plain, from_plain, to_plain, wire_types
from evidence_kit.domain.found_text import FoundText, TextFlag
from evidence_kit.domain.locator import Locator
from evidence_kit.domain.moment import Moment, MomentFlag, Precision, ZoneBasis
from evidence_kit.domain.progress import Progress
from evidence_kit.errors import NAMED_ERRORS, EvidenceKitError, ReaderFailed

MOMENTS = st.builds(
    Moment,
    text=st.text(),
    local=st.none() | st.text(),
    utc=st.none() | st.text(),
    basis=st.sampled_from(ZoneBasis),
    precision=st.sampled_from(Precision),
    flags=st.lists(st.sampled_from(MomentFlag)).map(tuple),
)
VALUES = st.one_of(
    MOMENTS,
    st.builds(FoundText, text=st.text(), flags=st.lists(st.sampled_from(TextFlag)).map(tuple)),
    st.builds(Locator, member=st.none() | st.text(), start=st.integers(), end=st.integers()),
    st.builds(Progress, stage=st.text(), done=st.integers(), total=st.integers(), unit=st.text()),
    st.binary(),
    st.lists(MOMENTS).map(tuple),
    st.dictionaries(st.text(), st.integers()),
)


@given(VALUES)
def test_a_value_comes_back_as_it_went(value: object) -> None:
    assert from_plain(json.loads(json.dumps(to_plain(value)))) == value


def test_only_named_types_cross() -> None:
    with pytest.raises(TypeError):
        to_plain(object())
    with pytest.raises(ReaderFailed):
        from_plain({"@": "Popen", "args": "rm"})
    assert "Exhibit" in wire_types()


def test_a_field_of_another_type_is_refused() -> None:
    good = to_plain(Locator(member=None, start=0, end=1))
    assert isinstance(good, dict)
    wrongs: tuple[Plain, ...] = ("0", None, True, 1.5, [0])
    for wrong in wrongs:
        with pytest.raises(ReaderFailed):
            from_plain({**good, "start": wrong})
    with pytest.raises(ReaderFailed):
        from_plain({**good, "extra": 1})


def test_deep_nesting_is_refused() -> None:
    deep: list[object] = []
    for _ in range(200):
        deep = [deep]
    with pytest.raises(ReaderFailed):
        from_plain(deep)  # type: ignore[arg-type]  # hostile on purpose


@pytest.mark.parametrize("kind", NAMED_ERRORS)
def test_a_named_error_keeps_its_type_and_fields(kind: type[EvidenceKitError]) -> None:
    sent = kind(name="a", value=3, why=None)
    found = fault_from_plain(fault_to_plain(sent))
    assert (type(found), found.fields) == (kind, sent.fields)


def test_nonsense_in_place_of_an_error_is_an_internal_fault() -> None:
    assert type(fault_from_plain(["no"])) is EvidenceKitError
    assert type(fault_from_plain({"code": "unheard_of"})) is EvidenceKitError


@given(st.binary(max_size=5000))
def test_a_frame_comes_back(body: bytes) -> None:
    pipe = io.BytesIO()
    write_frame(pipe, FrameKind.BINARY, body)
    write_json(pipe, {"a": 1})
    pipe.seek(0)
    assert read_frame(pipe) == (FrameKind.BINARY, body)
    frame = read_frame(pipe)
    assert frame is not None
    assert parse_json(frame[1]) == {"a": 1}
    assert read_frame(pipe) is None


@pytest.mark.parametrize(
    "broken", [b"j", b"j\x00\x00\x00\x05abc", b"x\x00\x00\x00\x00", b"j\xff\xff\xff\xff"]
)
def test_a_broken_frame_is_refused(broken: bytes) -> None:
    with pytest.raises(ReaderFailed):
        read_frame(io.BytesIO(broken))


@given(st.binary(max_size=50))
def test_no_json_is_refused(body: bytes) -> None:
    try:
        json.loads(body)
    except ValueError:
        with pytest.raises(ReaderFailed):
            parse_json(body)
