# SPDX-License-Identifier: GPL-3.0-or-later
"""What was dropped, listed before a byte of it is copied.

The members of an export are listed in the reader process, so that the question of people.md 2 can be
asked by place in the conversation. Nothing is sealed, decoded or written here.
"""

import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from evidence_kit.domain.exhibit import MediaKind
from evidence_kit.domain.found_text import FoundText, from_bytes, from_file_name
from evidence_kit.domain.ids import new_id
from evidence_kit.domain.progress import CancelToken, Progress, Report, silent
from evidence_kit.domain.reading import MemberInfo, MemberSurvey
from evidence_kit.domain.survey import Problem, Survey, SurveyItem
from evidence_kit.errors import InputRefused, NotUnderstood, ReaderFailed
from evidence_kit.intake.local_file import LocalFile, file_time
from evidence_kit.reader.client import Reader

ASKING = frozenset({MediaKind.PICTURE, MediaKind.VIDEO})
"""Loose files of these kinds are asked about; so is every member the reader says asks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drop:
    """A survey with what is needed to take its items: stays in the process that made it."""

    survey: Survey
    paths: dict[str, Path]
    """By key, for files."""
    members: dict[str, MemberInfo]
    """By key, for members."""


def look(
    paths: Sequence[Path],
    reader: Reader,
    *,
    vault_path: Path | None = None,
    listing_only: bool = False,
    report: Report = silent,
    cancel: CancelToken | None = None,
) -> Drop:
    """List what stands under the paths, following no links.

    Args:
        paths: files and folders as dropped.
        reader: lists the members of exports.
        vault_path: files inside the vault itself are not taken.
        listing_only: look at names alone; not one byte is read.
        report: told the number of files seen.
        cancel: stops the walk.

    Raises:
        Cancelled: the person stopped it.
    """
    inside = vault_path.resolve() if vault_path else None
    listing = _Listing(reader=None if listing_only else reader, inside=inside)
    for path in paths:
        for found, problem in _walk(path):
            if cancel is not None:
                cancel.check()
            listing.add(found, problem)
            report(Progress(stage="survey", done=len(listing.paths), total=0, unit="files"))
    survey = Survey(id=new_id(), items=tuple(listing.items), findings=tuple(listing.findings))
    return Drop(survey=survey, paths=listing.paths, members=listing.members)


class _Listing:
    def __init__(self, *, reader: Reader | None, inside: Path | None) -> None:
        self._reader = reader
        self._inside = inside
        self.items: list[SurveyItem] = []
        self.paths: dict[str, Path] = {}
        self.members: dict[str, MemberInfo] = {}
        self.findings: list[tuple[str, str]] = []

    def add(self, path: Path, problem: Problem | None) -> None:
        key = str(len(self.paths) + 1)
        self.paths[key] = path
        if problem is None and self._inside is not None and _within(path, self._inside):
            problem = Problem.INSIDE_VAULT
        if problem is not None:
            self.items.append(self._item(key, path, None, problem))
            return
        try:
            with LocalFile(path) as file:
                survey = self._ask_reader(key, file, from_file_name(path.name))
        except InputRefused as error:
            self.items.append(self._item(key, path, None, Problem(str(error.fields["reason"]))))
            return
        self.items.append(self._item(key, path, survey, None))
        self._add_members(key, survey)

    def _ask_reader(self, key: str, file: LocalFile, name: FoundText) -> MemberSurvey | None:
        if self._reader is None:
            return None
        try:
            return self._reader.survey(file, name)
        except (NotUnderstood, ReaderFailed) as error:
            # Unknown to us is still an exhibit; what it might show is asked, to be safe.
            self.findings.append((key, error.code))
            return None

    def _add_members(self, key: str, survey: MemberSurvey | None) -> None:
        if survey is None:
            return
        self.findings.extend((key, finding) for finding in survey.findings)
        for number, member in enumerate(survey.members, start=1):
            member_key = f"{key}/{number}"
            self.members[member_key] = member
            self.items.append(
                SurveyItem(
                    key=member_key,
                    parent=key,
                    name=member.path,
                    folder="",
                    size=member.size,
                    modified=member.modified,
                    media=member.media,
                    asks=member.asks,
                    context=member.context,
                    encoding=member.encoding,
                )
            )

    def _item(
        self, key: str, path: Path, survey: MemberSurvey | None, problem: Problem | None
    ) -> SurveyItem:
        try:
            state = path.lstat()
        except OSError:
            state = None
        media = survey.kind if survey is not None else MediaKind.OTHER
        return SurveyItem(
            key=key,
            parent=None,
            name=from_file_name(path.name),
            folder=from_bytes(os.fsencode(path.parent.absolute())).text,
            size=state.st_size if state else 0,
            modified=file_time(state.st_mtime_ns) if state else None,
            media=media,
            asks=problem is None and (survey is None or media in ASKING),
            problem=problem,
        )


def _walk(top: Path) -> Iterator[tuple[Path, Problem | None]]:
    waiting = [top]
    while waiting:
        path = waiting.pop()
        problem = _kind_problem(path)
        if problem is not None or not path.is_dir():
            yield path, problem
            continue
        try:
            inside = sorted(path.iterdir(), key=lambda child: os.fsencode(child.name))
        except OSError:
            yield path, Problem.UNREADABLE
            continue
        if not inside:
            yield path, Problem.EMPTY_FOLDER
        waiting.extend(reversed(inside))


def _kind_problem(path: Path) -> Problem | None:
    try:
        mode = path.lstat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        return Problem.VANISHED
    except OSError:
        return Problem.UNREADABLE
    if stat.S_ISLNK(mode):
        return Problem.LINK
    return None if stat.S_ISDIR(mode) or stat.S_ISREG(mode) else Problem.DEVICE


def _within(path: Path, folder: Path) -> bool:
    return path.resolve().is_relative_to(folder)
