# SPDX-License-Identifier: GPL-3.0-or-later
"""What lives as long as a vault is open: the vault, two readers, the drops not yet answered.

Two reader processes: one works through an import, the other answers the window meanwhile.
"""

import threading
from collections.abc import Sequence
from types import TracebackType
from typing import Self

from evidence_kit.clock import Clock, SystemClock
from evidence_kit.crypto.age import ScryptParams
from evidence_kit.errors import UsageFault
from evidence_kit.intake.batch import Drop
from evidence_kit.intake.first_seen import FirstSeen
from evidence_kit.intake.sealers import Sealers
from evidence_kit.paths import READER_CHILD, own_command
from evidence_kit.reader.client import Reader
from evidence_kit.service.passphrase_cost import cost_here
from evidence_kit.vault.vault import Vault

DROPS_KEPT = 8
"""Surveys waiting for answers; an older one must be made again."""


class Session:
    """State of one open vault; ended by `close`, which is the lock."""

    def __init__(
        self,
        *,
        clock: Clock | None = None,
        key_command: Sequence[str] | None = None,
        reader_command: Sequence[str] | None = None,
        seal_command: Sequence[str] | None = None,
        scrypt: ScryptParams | None = None,
    ) -> None:
        self.clock = clock or SystemClock()
        self.key_command = key_command
        self._scrypt = scrypt
        command = tuple(reader_command or own_command(READER_CHILD))
        self.reader = Reader(command)
        self.viewer = Reader(command)
        self.sealers = Sealers(seal_command)
        self.first_seen = FirstSeen()
        self.recovery_shown: str | None = None
        self.recovery_drawn: str | None = None
        self.preview: bytes | None = None
        self.paper: bytes | None = None
        """A paper on its way to a printer, as PDF."""
        self.anchor_settled = False
        """The state of the log was put on paper, or the person did not want that now."""
        self.ending = False
        """Whether the process ends: a lock stops work, not the person."""
        self._vault: Vault | None = None
        self._drops: dict[str, Drop] = {}
        self._lock = threading.Lock()

    @property
    def scrypt(self) -> ScryptParams:
        """Cost of new passphrases: as given, else measured on this computer at the first need."""
        if self._scrypt is None:
            self._scrypt = cost_here(self.key_command)
        return self._scrypt

    @property
    def vault(self) -> Vault:
        """The open vault.

        Raises:
            UsageFault: none is open.
        """
        if self._vault is None:
            raise UsageFault(reason="no_vault_open")
        return self._vault

    @property
    def is_open(self) -> bool:
        """Whether a vault is open."""
        return self._vault is not None

    def hold(self, vault: Vault) -> None:
        """Take an opened vault; the one before is closed."""
        if self._vault is not None:
            self._vault.close()
        self._vault = vault

    def let_go(self) -> None:
        """Close the vault and forget it; the session goes on."""
        self.sealers.close()
        if self._vault is not None:
            self._vault.close()
            self._vault = None

    def keep_drop(self, drop: Drop) -> None:
        """Remember a survey until it is answered."""
        with self._lock:
            self._drops[drop.survey.id] = drop
            while len(self._drops) > DROPS_KEPT:
                self._drops.pop(next(iter(self._drops)))

    def take_drop(self, survey_id: str) -> Drop:
        """Return a survey and forget it.

        Raises:
            UsageFault: it was never made, answered before, or too old.
        """
        with self._lock:
            drop = self._drops.pop(survey_id, None)
        if drop is None:
            raise UsageFault(reason="unknown_survey", argument=survey_id)
        return drop

    def close(self) -> None:
        """End the readers and close the vault."""
        self.reader.close()
        self.viewer.close()
        self.sealers.close()
        if self._vault is not None:
            self._vault.close()
            self._vault = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
