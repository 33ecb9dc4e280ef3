# SPDX-License-Identifier: GPL-3.0-or-later
"""Compiles resources/locale/<language>/<domain>.po to the .mo beside it.

Only the .po files are committed. `stale` needs nothing but the standard library, so that
dev.py can ask it before there is anything to do; compiling itself needs polib.
"""

from collections.abc import Iterator
from pathlib import Path

LOCALE = Path(__file__).resolve().parent.parent / "resources" / "locale"


def stale(locale: Path = LOCALE) -> Iterator[Path]:
    """The .po files without a .mo at least as new."""
    for po in sorted(locale.glob("*/*.po")):
        mo = po.with_suffix(".mo")
        if not mo.exists() or mo.stat().st_mtime_ns < po.stat().st_mtime_ns:
            yield po


def orphans(locale: Path = LOCALE) -> Iterator[Path]:
    """The .mo files whose .po is gone; gettext would still find them."""
    for mo in sorted(locale.glob("*/*.mo")):
        if not mo.with_suffix(".po").exists():
            yield mo


def compile_all(locale: Path = LOCALE) -> None:
    """Compile what is stale and remove what is left over."""
    # dev.py imports this module before polib is there.
    import polib  # noqa: PLC0415

    for mo in orphans(locale):
        mo.unlink()
    for po in stale(locale):
        half_written = po.with_suffix(".mo.part")
        # Fuzzy entries are left out.
        polib.pofile(str(po), check_for_duplicates=True).save_as_mofile(str(half_written))
        half_written.replace(po.with_suffix(".mo"))


if __name__ == "__main__":
    compile_all()
