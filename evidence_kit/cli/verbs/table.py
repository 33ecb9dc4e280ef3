# SPDX-License-Identifier: GPL-3.0-or-later
"""All verbs, in the order of `--help`."""

from typing import Final

from evidence_kit.cli.verb import Verb
from evidence_kit.cli.verbs import (
    add,
    apply,
    backup,
    backups,
    columns,
    demo,
    dossier,
    export,
    handover,
    identifiers,
    init,
    keys,
    list,  # noqa: A004 -- the verb's name
    log,
    mark,
    migrate,
    overlaps,
    read,
    recover,
    register,
    remove,
    remove_vault,
    restore,
    show,
    stamp,
    verify,
)

VERBS: Final[tuple[Verb, ...]] = (
    init.VERB,
    keys.VERB,
    add.VERB,
    register.VERB,
    remove.VERB,
    remove_vault.VERB,
    list.VERB,
    show.VERB,
    columns.VERB,
    read.VERB,
    mark.VERB,
    apply.VERB,
    log.VERB,
    identifiers.VERB,
    overlaps.VERB,
    dossier.VERB,
    handover.VERB,
    export.VERB,
    recover.VERB,
    verify.VERB,
    stamp.VERB,
    migrate.VERB,
    backup.VERB,
    backups.VERB,
    restore.VERB,
    demo.VERB,
)
