# SPDX-License-Identifier: GPL-3.0-or-later
"""A compositor with real fonts, and the text of what it sets."""

import pytest

from evidence_kit.dossier.text.lines import TextStyle
from evidence_kit.dossier.text.paragraph import Compositor
from evidence_kit.dossier.text.type_case import Cut, TypeCase
from evidence_kit.dossier.text.typesetter import Typesetter


@pytest.fixture(name="case")
def a_type_case() -> TypeCase:
    return TypeCase()


@pytest.fixture
def compositor(case: TypeCase) -> Compositor:
    return Compositor(Typesetter(case))


@pytest.fixture
def style(case: TypeCase) -> TextStyle:
    return TextStyle(typeface=case.typeface(Cut.SANS), size=10.0, leading=14.0, ink="0 0 0")
