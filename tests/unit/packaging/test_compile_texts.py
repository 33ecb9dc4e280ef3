# SPDX-License-Identifier: GPL-3.0-or-later
import gettext
import os
from pathlib import Path

import pytest

import compile_texts

PO = """\
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Language: nl\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

msgid "Good morning"
msgstr "Goedemorgen"
"""


@pytest.fixture
def po(tmp_path: Path) -> Path:
    path = tmp_path / "nl" / "cli.po"
    path.parent.mkdir()
    path.write_text(PO, encoding="utf-8")
    return path


def test_a_text_never_compiled_is_stale(po: Path) -> None:
    assert list(compile_texts.stale(po.parents[1])) == [po]


def test_a_compiled_text_is_read_by_gettext(po: Path) -> None:
    compile_texts.compile_all(po.parents[1])
    assert list(compile_texts.stale(po.parents[1])) == []
    with po.with_suffix(".mo").open("rb") as stream:
        assert gettext.GNUTranslations(stream).gettext("Good morning") == "Goedemorgen"


def test_a_text_changed_after_compiling_is_stale_again(po: Path) -> None:
    compile_texts.compile_all(po.parents[1])
    compiled = po.with_suffix(".mo").stat().st_mtime_ns
    os.utime(po, ns=(compiled + 1, compiled + 1))
    assert list(compile_texts.stale(po.parents[1])) == [po]


def test_a_compiled_text_without_its_source_is_removed(po: Path) -> None:
    compile_texts.compile_all(po.parents[1])
    po.unlink()
    assert list(compile_texts.orphans(po.parents[1])) == [po.with_suffix(".mo")]
    compile_texts.compile_all(po.parents[1])
    assert not po.with_suffix(".mo").exists()
