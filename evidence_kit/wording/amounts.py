# SPDX-License-Identifier: GPL-3.0-or-later
"""Numbers and sizes as people write them."""

from evidence_kit.i18n import Texts

_UNITS = ("kB", "MB", "GB", "TB")
_STEP = 1024
_TENTHS_BELOW = 10
"""From ten up, a tenth of a unit says nothing more."""


def number(t: Texts, value: int) -> str:
    """Return a whole number with its thousands set apart: 134.287 or 134,287."""
    plain = f"{value:,}"
    return plain.replace(",", ".") if t.lang == "nl" else plain


def size(t: Texts, count: int) -> str:
    """Return a size: "134.287 bytes (131 kB)"; a kB is 1,024 bytes."""
    exact = t.n("{shown} byte", "{shown} bytes", count, shown=number(t, count))
    rough = rough_size(t, count)
    return exact if count < _STEP else f"{exact} ({rough})"


def rough_size(t: Texts, count: int) -> str:
    """Return a size in its largest unit: "131 kB"."""
    if count < _STEP:
        return t.n("{shown} byte", "{shown} bytes", count, shown=number(t, count))
    amount, steps = count / _STEP, 0
    while round(amount) >= _STEP and steps < len(_UNITS) - 1:
        amount, steps = amount / _STEP, steps + 1
    unit = _UNITS[steps]
    if amount >= _TENTHS_BELOW:
        return f"{number(t, round(amount))} {unit}"
    tenths = f"{amount:.1f}"
    return f"{tenths.replace('.', ',') if t.lang == 'nl' else tenths} {unit}"
