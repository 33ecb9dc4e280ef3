# SPDX-License-Identifier: GPL-3.0-or-later
"""The pinned wheels hold what the dossier counts on, and what no font has prints as its number."""

import subprocess
import sys

import pytest

from evidence_kit.dossier.text.font_files import FontFile, path_of
from evidence_kit.dossier.text.type_case import Cut, TypeCase
from evidence_kit.dossier.text.typesetter import Typesetter
from evidence_kit.errors import Damaged

SCRIPTS = {
    "Latin": "aëőșİğ€",
    "Greek": "αβγ",
    "Cyrillic": "знаю",
    "Arabic": "سأنشرپچ",
    "Hebrew": "עברית",
    "Devanagari": "हिन्दी",
    "Bengali": "বাংলা",
    "Tamil": "தமிழ்",
    "Thai": "ภาษาไทย",
    "Khmer": "ខ្មែរ",
    "Ethiopic": "አማርኛ",
    "Armenian": "հայ",
    "Georgian": "ქართ",
    "Chinese": "你以为我",
    "Japanese": "写真を公開",
    "Korean": "사진을",
    "Fancy letters": "𝓫𝓸𝓸𝓼𝕱𝔯𝕒𝗸",
    "Symbols": "→☠★Ⓐ█",
}


@pytest.mark.parametrize("cut", list(Cut))
@pytest.mark.parametrize("script", SCRIPTS)
def test_every_cut_sets_every_script_without_a_tag(script: str, cut: Cut) -> None:
    case = TypeCase()
    typesetter = Typesetter(case)
    face = case.typeface(cut)
    for character in SCRIPTS[script]:
        assert any(one.has(character) for one in face.faces("zh")), (script, character)
    assert typesetter.word(face, SCRIPTS[script])


def test_what_no_font_has_prints_as_its_code_point() -> None:
    case = TypeCase()
    face = case.typeface(Cut.SANS)
    unknown = "\U00013080"
    assert not any(one.has(unknown) for one in face.faces("zh"))
    tagged = Typesetter(case).word(face, unknown)
    plain = Typesetter(case).word(face, "[U+13080]")
    assert [f.fragment for f in tagged] == [f.fragment for f in plain]


def test_a_missing_font_is_named() -> None:
    with pytest.raises(Damaged) as caught:
        path_of(FontFile(package="no_such_package_here", file="a.ttf"))
    assert caught.value.fields == {"item": "no_such_package_here", "why": "missing"}


def test_reading_a_font_runs_no_code_of_its_package() -> None:
    code = (
        "import sys; from evidence_kit.dossier.text import font_files as f; "
        "f.path_of(f.MATHEMATICS); print('ziamath' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "False"


def test_ideographs_follow_the_script_beside_them() -> None:
    case = TypeCase()
    typesetter = Typesetter(case)
    face = case.typeface(Cut.SANS)
    chinese = typesetter.word(face, "直", hint="zh")[0].fragment.font
    japanese = typesetter.word(face, "直", hint="ja")[0].fragment.font
    assert chinese is not japanese
