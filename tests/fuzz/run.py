# SPDX-License-Identifier: GPL-3.0-or-later
"""Looks for bytes on which an importer fails: `python3 packaging/dev.py fuzz [IMPORTER] [--seconds N]`.

Without atheris samples are mutated at random; with `--atheris`, where it is installed, it guides the
search by what the code does (https://github.com/google/atheris). Either way the same must hold.
"""

import argparse
import hashlib
import importlib
import random
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE.parent.parent)]

from evidence_kit.importers.protocol import Importer  # noqa: E402 -- found through the line above
from fuzz.checking import ALL, TOO_SLOW, Sample, samples, trouble  # noqa: E402
from fuzz.mutating import mutated, shrunk  # noqa: E402

FOUND = HERE / "found"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Bytes on which an importer fails."""

    importer: str
    what: str
    data: bytes
    name: str


def fuzz(
    importer: Importer, held: Sequence[Sample], seed: int, go_on: Callable[[int], bool]
) -> Finding | None:
    """Try mutated samples until one fails, or until it is enough.

    Args:
        importer: what is tried.
        held: all samples; those of this importer are mutated, the others lend pieces.
        seed: of the chances.
        go_on: asked before each try, with how many there were.
    """
    chance = random.Random(seed)  # noqa: S311 -- no secret
    own = [sample for sample in held if sample.importer == importer.name] or list(held)
    others = tuple(sample.data for sample in held)
    count = 0
    while go_on(count):
        count += 1
        found = _try(importer, chance.choice(own), others, chance)
        if found is not None:
            return found
    return None


def _try(
    importer: Importer, sample: Sample, others: tuple[bytes, ...], chance: random.Random
) -> Finding | None:
    data = mutated(sample.data, others, chance)
    what = trouble(data, sample.name, importer)
    if what is None:
        return None
    if what != TOO_SLOW:  # each try would take as long again
        data = shrunk(data, lambda tried: trouble(tried, sample.name, importer) == what)
    return Finding(importer=importer.name, what=what, data=data, name=sample.name)


def main(arguments: Sequence[str] | None = None) -> int:
    """Try one importer, or all of them one after another."""
    parser = argparse.ArgumentParser(prog="fuzz", description=__doc__)
    parser.add_argument("importer", nargs="?", choices=sorted(one.name for one in ALL))
    parser.add_argument("--seconds", type=float, default=30.0, help="for each importer")
    parser.add_argument("--seed", type=int, default=None)
    parser.add_argument("--atheris", action="store_true")
    given = parser.parse_args(arguments)
    wanted = [one for one in ALL if given.importer in (None, one.name)]
    if given.atheris:
        return _with_atheris(wanted[0])
    seed = random.SystemRandom().randrange(1 << 32) if given.seed is None else given.seed
    held = samples()
    print(f"seed {seed}", flush=True)
    failed = 0
    for importer in wanted:
        end, counts = time.monotonic() + given.seconds, [0]

        def go_on(count: int, end: float = end, counts: list[int] = counts) -> bool:
            counts[0] = count
            return time.monotonic() < end

        found = fuzz(importer, held, seed, go_on)
        said = "nothing found" if found is None else found.what
        print(f"{importer.name}: {counts[0]} tries, {said}", flush=True)
        if found is not None:
            failed += 1
            print(f"  {_keep(found)}")
    return 1 if failed else 0


def _keep(found: Finding) -> Path:
    FOUND.mkdir(exist_ok=True)
    path = FOUND / f"{found.importer}-{hashlib.sha256(found.data).hexdigest()[:12]}"
    path.write_bytes(found.data)
    return path


def _with_atheris(importer: Importer) -> int:
    try:
        atheris = importlib.import_module("atheris")  # not a part of the set-up
    except ImportError:
        print("atheris is not installed: pip install atheris, or leave --atheris out")
        return 2
    name = next((one.name for one in samples() if one.importer == importer.name), "x")

    def one_input(data: bytes) -> None:
        what = trouble(data, name, importer)
        if what is not None:
            raise RuntimeError(what)

    atheris.instrument_all()
    atheris.Setup([sys.argv[0]], one_input)
    atheris.Fuzz()
    return 0


if __name__ == "__main__":
    sys.exit(main())
