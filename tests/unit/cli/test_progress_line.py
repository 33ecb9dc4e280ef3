# SPDX-License-Identifier: GPL-3.0-or-later
"""Progress is for a person at a terminal."""

import io

from evidence_kit.cli.console import Console
from evidence_kit.cli.progress_line import ProgressLine
from evidence_kit.domain.progress import Progress
from evidence_kit.i18n import Texts


def shown(*reports: Progress, terminal: bool) -> str:
    stderr = io.BytesIO()
    console = Console(
        stdin=io.BytesIO(), stdout=io.BytesIO(), stderr=stderr, shows_progress=terminal
    )
    line = ProgressLine(console, Texts("en", "cli"))
    for report in reports:
        line(report)
    return stderr.getvalue().decode()


HALF = Progress(stage="secure", done=50, total=100, unit="bytes", name="holiday.mp4")


def test_elsewhere_nothing_is_written() -> None:
    assert shown(HALF, terminal=False) == ""


def test_it_names_the_stage_the_share_and_the_file() -> None:
    assert shown(HALF, terminal=True).endswith("Securing 50% holiday.mp4")


def test_the_line_is_gone_when_the_work_is_done() -> None:
    done = Progress(stage="secure", done=100, total=100, unit="bytes")
    assert shown(HALF, done, terminal=True).endswith("\r\x1b[K")


def test_a_name_cannot_steer_the_terminal() -> None:
    report = Progress(stage="secure", done=1, total=2, unit="bytes", name="a\x1b[2Jb")
    assert "\x1b[2J" not in shown(report, terminal=True)


def test_a_long_name_is_clipped_visibly() -> None:
    report = Progress(stage="secure", done=1, total=2, unit="bytes", name="n" * 300)
    text = shown(report, terminal=True)
    assert len(text) < 80
    assert text.endswith("…")
