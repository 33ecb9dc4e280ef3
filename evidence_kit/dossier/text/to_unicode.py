# SPDX-License-Identifier: GPL-3.0-or-later
"""ToUnicode maps: the text each code of a font stands for (ISO 32000-1, 9.10.3)."""

from collections.abc import Sequence

_HEAD = """\
/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
"""
_FOOT = "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
_ENTRIES_PER_BLOCK = 100
"""The most a bfchar block may hold (Adobe Technical Note 5014)."""


def to_unicode(texts: Sequence[str], *, code_bytes: int) -> bytes:
    """Return the map for codes 0, 1, 2 ...; codes without text are left out."""
    digits = code_bytes * 2
    entries = [
        f"<{code:0{digits}X}> <{text.encode('utf-16-be').hex().upper()}>"
        for code, text in enumerate(texts)
        if text
    ]
    parts = [_HEAD, f"<{'00' * code_bytes}> <{'FF' * code_bytes}>\nendcodespacerange\n"]
    for start in range(0, len(entries), _ENTRIES_PER_BLOCK):
        block = entries[start : start + _ENTRIES_PER_BLOCK]
        parts.append(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar\n")
    return ("".join(parts) + _FOOT).encode("ascii")
