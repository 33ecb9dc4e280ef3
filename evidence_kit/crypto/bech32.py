# SPDX-License-Identifier: GPL-3.0-or-later
"""Bech32 as age uses it: BIP-173 without the length limit."""

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
    """Return prefix and bytes.

    Raises:
        ValueError: wrong form, letters or checksum.
    """
    if untrusted not in {untrusted.lower(), untrusted.upper()}:
        msg = "mixed case"
        raise ValueError(msg)
    low = untrusted.lower()
    split = low.rfind("1")
    if split < 1 or split + 1 + _CHECKSUM > len(low):
        msg = "no prefix or too short"
        raise ValueError(msg)
    prefix = low[:split]
    if not all("!" <= c <= "~" for c in prefix):
        msg = "prefix letters"
        raise ValueError(msg)
    values = [_ALPHABET.index(c) for c in low[split + 1 :]]
    if _polymod(_expand(prefix) + values) != 1:
        msg = "checksum"
        raise ValueError(msg)
    return untrusted[:split], bytes(_regroup(values[:-_CHECKSUM], 5, 8, pad=False))


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
        msg = "padding"
        raise ValueError(msg)
    return out
