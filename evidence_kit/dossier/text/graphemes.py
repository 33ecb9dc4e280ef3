# SPDX-License-Identifier: GPL-3.0-or-later
"""What a reader calls a character: UAX #29 grapheme clusters."""

import re
from collections.abc import Iterator

from uniseg.graphemecluster import grapheme_clusters

# One code point is one cluster in these ranges: Latin, Greek and Cyrillic letters without
# combining marks, punctuation, kana and ideographs. Their text needs no table look-ups.
_PLAIN = re.compile(
    "[\x20-\x7e\u00a0-\u02ff\u0370-\u0482\u048a-\u0590\u2010-\u2027\u2030-\u205e\u20a0-\u20cf"
    "\u3001-\u3029\u3041-\u3096\u30a1-\u30ff\u4e00-\u9fff]*"
)
CLUSTER_MAX = 40
"""Code points kept in one cluster; a longer pile of marks is cut and goes on in the next."""


def graphemes(text: str) -> list[str]:
    """Cut text into grapheme clusters; joined again they are the text."""
    if _PLAIN.fullmatch(text):
        return list(text)
    return [piece for cluster in grapheme_clusters(text) for piece in _pieces(cluster)]


def _pieces(cluster: str) -> Iterator[str]:
    for start in range(0, len(cluster), CLUSTER_MAX):
        yield cluster[start : start + CLUSTER_MAX]
