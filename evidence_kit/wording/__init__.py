# SPDX-License-Identifier: GPL-3.0-or-later
"""Sentences for people: facts in, calm words out, in the language of the Texts given.

Every function takes a Texts of the domain "wording". English message ids stand in tables by code
or enum value; a code without a sentence is shown as it stands, never left out.
"""

from evidence_kit.wording.amounts import number, rough_size, size
from evidence_kit.wording.concerns import concern
from evidence_kit.wording.copies import copy_state, place
from evidence_kit.wording.errors import error, error_details
from evidence_kit.wording.facts import fact, fact_name
from evidence_kit.wording.findings import finding, opening
from evidence_kit.wording.intake import reason, taken
from evidence_kit.wording.moments import (
    clock,
    day,
    instant,
    log_time,
    moment,
    moment_basis,
    period,
    reading,
    short_day,
    zone_words,
)
from evidence_kit.wording.names import capital, held, holding, log_type, media, name, role, why
from evidence_kit.wording.notes import note, note_detail, note_kind
from evidence_kit.wording.overlaps import (
    difference,
    overlap_basis,
    overlap_outcome,
    overlap_summary,
)
from evidence_kit.wording.provenance import question, stated
from evidence_kit.wording.recovery import recovery_tried
from evidence_kit.wording.sample import sampled
from evidence_kit.wording.stamps import stamp_intact, stamp_trusted, stamp_valid

__all__ = [
    "capital",
    "clock",
    "concern",
    "copy_state",
    "day",
    "difference",
    "error",
    "error_details",
    "fact",
    "fact_name",
    "finding",
    "held",
    "holding",
    "instant",
    "log_time",
    "log_type",
    "media",
    "moment",
    "moment_basis",
    "name",
    "note",
    "note_detail",
    "note_kind",
    "number",
    "opening",
    "overlap_basis",
    "overlap_outcome",
    "overlap_summary",
    "period",
    "place",
    "question",
    "reading",
    "reason",
    "recovery_tried",
    "role",
    "rough_size",
    "sampled",
    "short_day",
    "size",
    "stamp_intact",
    "stamp_trusted",
    "stamp_valid",
    "stated",
    "taken",
    "why",
    "zone_words",
]
