# SPDX-License-Identifier: GPL-3.0-or-later
"""Which function sets which block."""

from collections.abc import Callable
from typing import Any

from evidence_kit.dossier.document import (
    Block,
    ChatTable,
    Chronology,
    ColumnSet,
    ContentsList,
    DataTable,
    ExhibitSheet,
    FigureRow,
    HashBlock,
    Heading,
    ItemList,
    KeepTogether,
    KeyGroups,
    KeyValueTable,
    Notice,
    PageBreak,
    Paragraph,
    PictureRow,
    QrCode,
    SignatureLines,
    Verbatim,
)
from evidence_kit.dossier.layout.boxes import put_columns, put_notice, put_together
from evidence_kit.dossier.layout.chat import put_chat
from evidence_kit.dossier.layout.chronology import put_chronology
from evidence_kit.dossier.layout.context import Context
from evidence_kit.dossier.layout.flow import Flow
from evidence_kit.dossier.layout.hashes import put_hash, put_key, put_qr
from evidence_kit.dossier.layout.prose import (
    put_heading,
    put_list,
    put_paragraph,
    put_signatures,
    put_verbatim,
)
from evidence_kit.dossier.layout.sheets import put_pictures, put_sheet
from evidence_kit.dossier.layout.tables import put_contents, put_facts, put_figures, put_table


def _put_page_break(_ctx: Context, flow: Flow, _block: PageBreak) -> None:
    if not flow.fresh:
        flow.new_page()


# The block's own type is known to its function; the table cannot say so.
_SETTERS: dict[type, Callable[[Context, Flow, Any], None]] = {
    ChatTable: put_chat,
    Chronology: put_chronology,
    ColumnSet: put_columns,
    ContentsList: put_contents,
    DataTable: put_table,
    ExhibitSheet: put_sheet,
    FigureRow: put_figures,
    HashBlock: put_hash,
    Heading: put_heading,
    ItemList: put_list,
    KeepTogether: put_together,
    KeyGroups: put_key,
    KeyValueTable: put_facts,
    Notice: put_notice,
    PageBreak: _put_page_break,
    Paragraph: put_paragraph,
    PictureRow: put_pictures,
    QrCode: put_qr,
    SignatureLines: put_signatures,
    Verbatim: put_verbatim,
}


def put_block(ctx: Context, flow: Flow, block: Block) -> None:
    """Set a block at the cursor."""
    _SETTERS[type(block)](ctx, flow, block)
