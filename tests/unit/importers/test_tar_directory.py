# SPDX-License-Identifier: GPL-3.0-or-later
"""Members of a tar: what the standard library wrote is found, at its place in the bytes."""

import io
import tarfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders.clock import FixedClock
from builders.reading import read_bytes
from builders.session import open_session
from evidence_kit.domain.exhibit import Answer, Holding
from evidence_kit.domain.survey import Answered
from evidence_kit.errors import NotUnderstood
from evidence_kit.importers.package import chunks, open_package
from evidence_kit.importers.source import MemorySource
from evidence_kit.importers.tar_directory import read_tar
from evidence_kit.service import taking_in
from evidence_kit.service.task import Task

FORMATS = {"ustar": tarfile.USTAR_FORMAT, "gnu": tarfile.GNU_FORMAT, "pax": tarfile.PAX_FORMAT}
NAMES = st.text(
    st.characters(categories=["Ll", "Nd"], include_characters="é _"), min_size=1, max_size=90
)


def tar(members: dict[str, bytes], form: str = "gnu") -> bytes:
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode="w", format=FORMATS[form]) as archive:
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.size, info.mtime = len(content), 1_768_424_400
            archive.addfile(info, io.BytesIO(content))
    return held.getvalue()


@given(
    st.dictionaries(NAMES, st.binary(max_size=1500), max_size=5), st.sampled_from(sorted(FORMATS))
)
def test_what_was_written_is_read(members: dict[str, bytes], form: str) -> None:
    if not members:
        return
    data = tar(members, form)
    found = open_package(MemorySource(data))
    assert {one.name.text: b"".join(chunks(one)) for one in found.members} == members
    for one in found.members:
        start = one.entry.data_at or 0
        assert data[start : start + one.entry.size] == members[one.name.text]
    assert found.findings == ()


@pytest.mark.parametrize("form", ["gnu", "pax"])
def test_a_long_name_is_whole(form: str) -> None:
    name = "map/" + "x" * 300 + ".jpg"
    (member,) = open_package(MemorySource(tar({name: b"a"}, form))).members
    assert member.name.text == name


def test_a_folder_and_a_link_are_no_files() -> None:
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode="w") as archive:
        for name, kind in (("map", tarfile.DIRTYPE), ("link", tarfile.SYMTYPE)):
            info = tarfile.TarInfo(name)
            info.type, info.linkname = kind, "/etc/passwd"
            archive.addfile(info)
    found = open_package(MemorySource(held.getvalue()))
    assert [(one.name.text, one.is_folder) for one in found.members] == [("map/", True)]
    assert found.codes() == ("tar_other_members",)


def test_a_tar_that_ends_early_gives_what_there_is() -> None:
    data = tar({"a": b"x" * 600, "b": b"y" * 600})
    found = open_package(MemorySource(data[: 512 + 1024 + 512 + 100]))
    assert [one.entry.size for one in found.members] == [600, 100]
    assert "tar_truncated" in found.codes()


def test_another_file_is_no_tar() -> None:
    with pytest.raises(NotUnderstood):
        read_tar(MemorySource(b"\0" * 257 + b"ustar" + b"\0" * 2000))


@given(st.binary(max_size=900), st.integers(0, 1500))
def test_any_bytes_in_a_tar_are_read_to_their_end(junk: bytes, at: int) -> None:
    data = bytearray(tar({"a.txt": b"hoi\n" * 100, "b.jpg": b"\xff\xd8\xff"}))
    data[at : at + len(junk)] = junk
    assert read_bytes(bytes(data), "x.tar")[-1]["type"] == "summary"


def test_a_member_that_must_not_be_copied_is_cut_out(tmp_path: Path, clock: FixedClock) -> None:
    photo = b"\xff\xd8\xff" + b"geheim" * 200
    path = tmp_path / "export.tar"
    path.write_bytes(tar({"messages.txt": b"hoi", "media/foto.jpg": photo}))
    with open_session(tmp_path, clock) as session:
        survey = taking_in.survey(session, Task(), paths=(str(path),))
        asked = [item for item in survey.items if item.asks]
        assert [item.name.text for item in asked] == ["media/foto.jpg"]
        answers = tuple(Answered(key=item.key, answer=Answer.REGISTER) for item in asked)
        taking_in.add(session, Task(), survey_id=survey.id, answers=answers)
        exhibit = session.vault.exhibit(1)
        assert exhibit.holding is Holding.WITH_HOLES
        with session.vault.open_original(exhibit) as original:
            kept = original.read_at(0, original.size)
    assert b"geheim" not in kept
    assert b"hoi" in kept
    assert len(kept) == path.stat().st_size
