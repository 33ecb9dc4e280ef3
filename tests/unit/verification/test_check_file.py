# SPDX-License-Identifier: GPL-3.0-or-later
"""A single file is judged by the bag around it; anything else is checked as what it is."""

import shutil
from pathlib import Path

import pytest

from builders.bag import MadeBag, make_bag
from builders.bag_mutations import flip, sha256, sign_with_another_key, write_manifests
from evidence_kit.domain.finding import Outcome
from evidence_kit.errors import InputRefused, StorageFailed
from evidence_kit.formats import bag
from evidence_kit.verification.check_any import check_path
from evidence_kit.verification.check_file import check_file

PICTURE = "data/originals/0001_IMG_0471.PNG"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> MadeBag:
    return make_bag(tmp_path_factory.mktemp("made"))


@pytest.fixture
def folder(made: MadeBag, tmp_path: Path) -> Path:
    return shutil.copytree(made.path, tmp_path / "bag")


def judged(path: Path) -> tuple[Outcome, str]:
    (finding,) = check_file(path).findings
    return finding.outcome, finding.why


@pytest.mark.parametrize("name", [PICTURE, bag.DOSSIER, bag.MANIFEST, bag.CHECKER])
def test_a_file_inside_a_bag_matches(folder: Path, name: str) -> None:
    assert judged(folder / name) == (Outcome.MATCHES, "same")


def test_a_changed_file_inside_a_bag_is_named(folder: Path) -> None:
    flip(folder, PICTURE)
    assert judged(folder / PICTURE) == (Outcome.DIFFERS, "changed")


def test_a_file_that_the_list_does_not_name_cannot_be_judged(folder: Path) -> None:
    (folder / "data" / "new.txt").write_text("new")
    assert judged(folder / "data" / "new.txt") == (Outcome.UNJUDGED, "not_listed")


def test_a_list_that_anybody_can_have_written_decides_nothing(folder: Path) -> None:
    flip(folder, PICTURE)
    write_manifests(folder)
    assert judged(folder / PICTURE) == (Outcome.UNJUDGED, "list_not_signed")


def test_a_file_from_elsewhere_cannot_be_judged(tmp_path: Path) -> None:
    path = tmp_path / "foto.jpg"
    path.write_bytes(b"anything")
    (finding,) = check_file(path).findings
    assert (finding.outcome, finding.why) == (Outcome.UNJUDGED, "unknown_file")
    assert finding.found == sha256(path)


def test_a_file_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(StorageFailed):
        check_file(tmp_path / "nothing")


def test_each_path_is_checked_as_what_it_is(made: MadeBag, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"x")
    found = [check_path(path) for path in (made.vault, made.path, tmp_path / "file")]
    assert [report.subject for report in found] == ["vault", "bag", "file"]


def test_another_key_in_a_bag_is_not_a_match(folder: Path) -> None:
    sign_with_another_key(folder)
    assert check_path(folder).outcome is Outcome.DIFFERS


def test_a_path_without_anything_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputRefused):
        check_path(tmp_path / "nothing")


def test_a_link_is_not_followed(made: MadeBag, tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(made.path / PICTURE)
    with pytest.raises(InputRefused):
        check_path(link)


def test_a_folder_that_is_nothing_of_ours_does_not_match(tmp_path: Path) -> None:
    (tmp_path / "foto.jpg").write_bytes(b"x")
    assert check_path(tmp_path).outcome is not Outcome.MATCHES
