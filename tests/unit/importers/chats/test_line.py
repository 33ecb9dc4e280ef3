# SPDX-License-Identifier: GPL-3.0-or-later
from hypothesis import given
from hypothesis import strategies as st

from builders.reading import Line, messages, notes, read_bytes
from evidence_kit.domain.reading import Choices

HEAD = "[LINE] Chat history with Rico\nSaved on: 2026/01/20 10:00\n\n"


def read(text: str, choices: Choices | None = None) -> list[Line]:
    return read_bytes((HEAD + text).encode(), "line.txt", choices)


def test_lines_in_quotes_stay_words() -> None:
    found = messages(
        read(
            '2026.01.14 Wed\n21:06\tRico\t"a\n21:07\tSanne\tnep\n2026.01.15 Thu\nb"\n21:08\tSanne\tc\n'
        )
    )
    assert [line["text"] for line in found] == ["a\n21:07\tSanne\tnep\n2026.01.15 Thu\nb", "c"]


def test_a_date_that_can_be_read_both_ways_keeps_both_until_it_is_chosen() -> None:
    text = "Thu, 02/03/2026\n21:06\tRico\ta\n"
    lines = read(text)
    moment = messages(lines)[0]["moment"]
    assert (moment["local"][:10], moment["local_other"][:10]) == ("2026-03-02", "2026-02-03")
    assert "ambiguous_date" in notes(lines)
    moment = messages(read(text, Choices(day_first=False)))[0]["moment"]
    assert (moment["local"][:10], moment["local_other"]) == ("2026-02-03", None)


def test_a_date_with_a_number_over_twelve_is_not_asked_about() -> None:
    lines = read("Fri, 02/13/2026\n21:06\tRico\ta\n")
    assert messages(lines)[0]["moment"]["local"] == "2026-02-13T21:06:00"
    assert "ambiguous_date" not in notes(lines)


def test_half_days_are_read() -> None:
    text = "2026.01.14 x\n下午10:01\tRico\ta\n午前12:05\tRico\tb\n12:05 PM\tRico\tc\n"
    clocks = [line["moment"]["local"][11:16] for line in messages(read(text))]
    assert clocks == ["22:01", "00:05", "12:05"]


def test_a_line_without_a_name_is_by_the_app() -> None:
    (found,) = messages(read("2026.01.14 x\n21:06\tRico left the group.\n"))
    assert (found["kind"], found["sender"]) == ("system", None)


PARTS = [
    "21:06\tRico\ta",
    "2026.01.14 x",
    "02/03/2026",
    '"',
    "\n",
    "\t",
    "[Photo]",
    "x",
    "99:99\tR\ty",
]


@given(st.lists(st.sampled_from(PARTS), max_size=20))
def test_lines_of_any_form_are_accounted_for(parts: list[str]) -> None:
    summary = read("".join(parts))[-1]
    assert summary["complete"]
    assert summary["lines_total"] == summary["lines_accounted"]


def test_an_open_quote_takes_work_that_grows_with_the_bytes() -> None:
    lines = read('2026.01.14 x\n21:06\tRico\t"' + "\n" * 300_000)
    assert messages(lines)[0]["text"].startswith('"')
