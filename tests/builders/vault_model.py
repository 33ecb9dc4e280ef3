# SPDX-License-Identifier: GPL-3.0-or-later
"""A vault as plain lists: what it must say, whatever is done to it in whatever order."""

from dataclasses import dataclass, field, replace

from evidence_kit.formats.key_slot import PASSPHRASE_SLOT, RECOVERY_SLOT


@dataclass(frozen=True, slots=True)
class Held:
    """One exhibit as it must be."""

    number: int
    sha256: str
    content: bytes | None
    """None when it was registered without a copy, or removed."""
    texts: tuple[str, ...] = ()
    removed: bool = False


@dataclass(frozen=True, slots=True)
class Model:
    """All that a vault must say; each change gives a new one."""

    exhibits: tuple[Held, ...] = ()
    notes: tuple[tuple[str, str], ...] = ()
    """Id and text, oldest first."""
    slots: tuple[tuple[str, str], ...] = ()
    """File of each passphrase slot and its passphrase, in the order of vault.json."""
    gone: frozenset[str] = frozenset()
    """Files of slots that were removed."""
    recovery: str = ""

    def passphrase(self, file: str) -> str:
        return dict(self.slots)[file]

    def with_exhibit(self, held: Held) -> "Model":
        return replace(self, exhibits=(*self.exhibits, held))

    def with_texts(self, number: int, texts: tuple[str, ...]) -> "Model":
        read = tuple(
            replace(one, texts=texts) if one.number == number else one for one in self.exhibits
        )
        return replace(self, exhibits=read)

    def without_content(self, number: int) -> "Model":
        left = tuple(
            replace(one, content=None, texts=(), removed=True) if one.number == number else one
            for one in self.exhibits
        )
        return replace(self, exhibits=left)

    def with_note(self, name: str, text: str, instead: str | None = None) -> "Model":
        kept = tuple(one for one in self.notes if one[0] != instead)
        return replace(self, notes=(*kept, (name, text)))

    def without_note(self, name: str) -> "Model":
        return replace(self, notes=tuple(one for one in self.notes if one[0] != name))

    def with_passphrase(self, file: str, passphrase: str) -> "Model":
        slots = dict(self.slots)
        slots[file] = passphrase
        return replace(self, slots=tuple(slots.items()))

    def without_slot(self, file: str) -> "Model":
        left = tuple(one for one in self.slots if one[0] != file)
        return replace(self, slots=left, gone=self.gone | {file})

    def free_slot(self) -> str:
        used = {PASSPHRASE_SLOT, RECOVERY_SLOT, *dict(self.slots), *self.gone}
        number = 2
        while f"identity-{number}.age" in used:
            number += 1
        return f"identity-{number}.age"


@dataclass(slots=True)
class Past:
    """What was true at each log size, for looking back."""

    models: dict[int, Model] = field(default_factory=dict)
    roots: dict[int, str] = field(default_factory=dict)

    def note(self, size: int, root: str, model: Model) -> None:
        self.models[size] = model
        self.roots[size] = root
