# SPDX-License-Identifier: GPL-3.0-or-later
"""Logs of any shape, and the changes that somebody who can seal to the vault may make to them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from builders.vault import make_vault
from evidence_kit.crypto.age import open_bytes, seal_bytes
from evidence_kit.domain.custody import EntryType, LogHead
from evidence_kit.domain.finding import Finding, Outcome
from evidence_kit.formats import vault_header
from evidence_kit.formats.key_slot import KeyMaterial
from evidence_kit.verification.check_log import LogReading, check_log
from evidence_kit.verification.vault_folder import VaultFolder, segment_item
from evidence_kit.verification.verdicts import Verdicts

Lines = list[bytes]


@dataclass(frozen=True)
class Log:
    """A vault of which only the log matters."""

    path: Path
    keys: KeyMaterial
    head: LogHead

    def segments(self) -> list[int]:
        """Numbers in the file names."""
        return sorted(int(file.stem) for file in (self.path / "log").iterdir())

    def lines(self, segment: int) -> Lines:
        """The lines of a segment, its head last."""
        sealed = (self.path / segment_item(segment)).read_bytes()
        return open_bytes(sealed, [self.keys.identity]).split(b"\n")[:-1]

    def put(self, segment: int, plain: bytes) -> None:
        """Seal a segment anew."""
        sealed = seal_bytes(plain, [self.keys.identity.recipient])
        (self.path / segment_item(segment)).write_bytes(sealed)

    def change(self, segment: int, change: Callable[[Lines], None]) -> None:
        """Change the lines of a segment and seal it anew."""
        lines = self.lines(segment)
        change(lines)
        self.put(segment, b"".join(line + b"\n" for line in lines))

    def check(self) -> tuple[tuple[Finding, ...], LogReading]:
        """Check the log with the keys."""
        header = vault_header.decode((self.path / vault_header.FILE).read_bytes())
        verdicts = Verdicts()
        reading = check_log(VaultFolder(self.path), header, self.keys, verdicts)
        return verdicts.report("vault").findings, reading


def make_log(path: Path, batches: Sequence[int]) -> Log:
    """A log with one entry of its making, and then these numbers of entries a segment."""
    with make_vault(path).vault as vault:
        for count in batches:
            with vault.batch() as batch:
                for number in range(count):
                    batch.entry(
                        EntryType.CLOCK_STEP,
                        {"after": 0, "wall_ms": number, "same_boot": True, "since_boot_ms": None},
                    )
                batch.commit()
        return Log(path, vault.keys, vault.head())


def off(findings: Sequence[Finding]) -> dict[str, tuple[Outcome, str]]:
    """What does not match, or cannot be judged, by item; the first finding of each."""
    found: dict[str, tuple[Outcome, str]] = {}
    for one in findings:
        if one.outcome is not Outcome.MATCHES:
            found.setdefault(one.item, (one.outcome, one.why))
    return found


def first_named(findings: Sequence[Finding]) -> int | None:
    """The lowest entry that a check says anything against."""
    named: list[int] = []
    for one in findings:
        if one.outcome is Outcome.MATCHES:
            continue
        if one.why.startswith("inserted:"):
            named.append(int(one.why.partition(":")[2]))
        elif one.item.startswith("log entr"):
            named.append(int(one.item.split()[2].partition("-")[0]))
    return min(named, default=None)
