# SPDX-License-Identifier: GPL-3.0-or-later
"""A signed hand-over bag out of a real vault; only the dossier in it is no PDF."""

from dataclasses import dataclass
from pathlib import Path

from builders.vault import add_chat, add_original, make_vault, register
from evidence_kit.domain.plan import Plan
from evidence_kit.domain.progress import silent
from evidence_kit.handover.bag_contents import BagContents, write_bag
from evidence_kit.handover.originals import why_none
from evidence_kit.handover.withheld import Cut
from evidence_kit.vault.vault import Vault

TEXTS = ("Hoi", "=1+1", "Ik weet waar je woont", "0412345678", "سلام 👨‍👩‍👧", "+44 7700 900123")


@dataclass(frozen=True, slots=True)
class MadeBag:
    """A bag and where it came from."""

    path: Path
    vault: Path


def contents_of(
    vault: Vault, plan: Plan | None = None, pdf: bytes = b"%PDF-1.7 made up"
) -> BagContents:
    """What would go into a bag now, nothing cut out."""
    head, plan = vault.head(), plan or Plan()
    exhibits = tuple(one for one in vault.exhibits() if one.id not in plan.left_out)
    (last,) = vault.entries(head.size - 1, head.size)
    return BagContents(
        head=head,
        last=last,
        plan=plan,
        exhibits=exhibits,
        cuts={one.number: Cut() for one in exhibits if why_none(one, plan.receiver) is None},
        pdf=pdf,
        pages=1,
    )


def make_bag(folder: Path) -> MadeBag:
    """A picture, a chat that was read, a registered picture and a removed file."""
    made = make_vault(folder / "kluis")
    with made.vault as vault:
        add_original(vault, b"\x89PNG not really", name="IMG_0471.PNG")
        add_chat(vault, TEXTS, name="WhatsApp-chat met Zoë.txt")
        register(vault, b"never copied", name="foto.jpg")
        vault.remove(add_original(vault, b"taken by mistake", name="weg.jpg"), "verkeerd bestand")
        bag = folder / "overdracht"
        bag.mkdir()
        write_bag(bag, vault, contents_of(vault), silent, None)
    return MadeBag(bag, folder / "kluis")
