# SPDX-License-Identifier: GPL-3.0-or-later
"""Lays documents out into pages, without any PDF."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from builders import sample_document as sample
from evidence_kit.dossier.document import Block, Document
from evidence_kit.dossier.layout.blocks import put_block
from evidence_kit.dossier.layout.context import Context
from evidence_kit.dossier.layout.display import Page
from evidence_kit.dossier.layout.pages import PageMaker
from evidence_kit.dossier.layout.spans import Speaker
from evidence_kit.dossier.layout.styles import Stylesheet
from evidence_kit.dossier.text.paragraph import Compositor
from evidence_kit.dossier.text.type_case import TypeCase
from evidence_kit.dossier.text.typesetter import Typesetter

Laid = Callable[..., list[Page]]


@pytest.fixture(scope="session")
def lay_document() -> Callable[[Document], list[Page]]:
    """Return a function that lays a document out."""
    case = TypeCase()
    compositor = Compositor(Typesetter(case))

    def laid(document: Document) -> list[Page]:
        numbers: dict[str, int] = {}
        styles = Stylesheet(case)
        ctx = Context(
            compositor=compositor,
            styles=styles,
            speaker=Speaker(styles, document.words, numbers),
            words=document.words,
            pictures=sample.pictures,
            place=put_block,
        )
        pages: list[Page] = []
        PageMaker(document, ctx, numbers, pages.append).run()
        return pages

    return laid


@pytest.fixture(scope="session")
def lay(lay_document: Callable[[Document], list[Page]]) -> Callable[..., list[Page]]:
    """Return a function that lays blocks out behind a cover."""

    def laid(*blocks: Block) -> list[Page]:
        whole = sample.document()
        assert whole.cover is not None
        cover = replace(whole.cover, body=(), foot=())
        part = replace(whole.parts[0], blocks=blocks)
        return lay_document(replace(whole, cover=cover, parts=(part,)))[1:]

    return laid
