# SPDX-License-Identifier: GPL-3.0-or-later
"""Bech32 as age uses it: BIP-173 without the length limit."""

from evidence_kit.crypto.errors import KeyMalformed

_ALPHABET = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_GENERATOR = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
_CHECKSUM = 6


def encode(prefix: str, data: bytes) -> str:
    """Encode bytes under a human-readable prefix; upper case when the prefix is."""
    low = prefix.lower()
    values = _regroup(data, 8, 5, pad=True)
    residue = _polymod(_expand(low) + values + [0] * _CHECKSUM) ^ 1
    checksum = [(residue >> 5 * (5 - i)) & 31 for i in range(_CHECKSUM)]
    text = low + "1" + "".join(_ALPHABET[v] for v in values + checksum)
    return text.upper() if prefix.isupper() else text


def decode(untrusted: str) -> tuple[str, bytes]:
    """Return the prefix as written, and the bytes.

    Errors carry a reason and never the text: it may be a secret key.

    Raises:
        KeyMalformed: wrong form, letters or checksum.
    """
    # ASCII first: U+212A KELVIN SIGN is an upper-case letter whose lower case is an ASCII k.
    if not untrusted.isascii() or untrusted not in {untrusted.lower(), untrusted.upper()}:
        raise KeyMalformed(reason="letters", name="bech32")
    low = untrusted.lower()
    split = low.rfind("1")
    if split < 1 or split + 1 + _CHECKSUM > len(low):
        raise KeyMalformed(reason="no_prefix_or_too_short", name="bech32")
    prefix, letters = low[:split], low[split + 1 :]
    if not all("!" <= c <= "~" for c in prefix) or not set(letters) <= set(_ALPHABET):
        raise KeyMalformed(reason="letters", name="bech32")
    values = [_ALPHABET.index(c) for c in letters]
    if _polymod(_expand(prefix) + values) != 1:
        raise KeyMalformed(reason="checksum", name="bech32")
    return untrusted[:split], bytes(_regroup(values[:-_CHECKSUM], 5, 8, pad=False))


def mistyped_letter(untrusted: str) -> int | None:
    """Return the place of the one letter that was mistyped; None when there is no such letter.

    A letter that stands in no such text is the one. Else each letter is replaced by each other: the
    checksum finds any single wrong letter (BIP-173), and only the place is told, never what would fit.

    Args:
        untrusted: ASCII, all upper or all lower case, with a prefix of the right form.
    """
    low = untrusted.lower()
    split = low.find("1")
    for place, letter in enumerate(low[split + 1 :], start=split + 1):
        if letter not in _ALPHABET:
            return place
    head = _expand(low[:split])
    values = [_ALPHABET.index(letter) for letter in low[split + 1 :]]
    fitting = [place for place in range(len(values)) if _fits_otherwise(head, values, place)]
    return split + 1 + fitting[0] if len(fitting) == 1 else None


def _fits_otherwise(head: list[int], values: list[int], place: int) -> bool:
    return any(
        _polymod([*head, *values[:place], other, *values[place + 1 :]]) == 1
        for other in range(len(_ALPHABET))
        if other != values[place]
    )


def _polymod(values: list[int]) -> int:
    residue = 1
    for value in values:
        top = residue >> 25
        residue = (residue & 0x1FFFFFF) << 5 ^ value
        for i, generator in enumerate(_GENERATOR):
            if top >> i & 1:
                residue ^= generator
    return residue


def _expand(prefix: str) -> list[int]:
    return [ord(c) >> 5 for c in prefix] + [0] + [ord(c) & 31 for c in prefix]


def _regroup(data: bytes | list[int], source: int, target: int, *, pad: bool) -> list[int]:
    accumulator = bits = 0
    out: list[int] = []
    for value in data:
        accumulator = accumulator << source | value
        bits += source
        while bits >= target:
            bits -= target
            out.append(accumulator >> bits & ((1 << target) - 1))
        accumulator &= (1 << bits) - 1
    if pad and bits:
        out.append(accumulator << (target - bits) & ((1 << target) - 1))
    elif not pad and (bits >= source or accumulator):
        raise KeyMalformed(reason="padding", name="bech32")
    return out
