# SPDX-License-Identifier: GPL-3.0-or-later
"""Every ceiling, with its reason. Sizes in bytes unless the name says otherwise."""

COPY_BLOCK = 1 << 20
"""Block read from a file at once: large enough for the disk, small enough for constant memory."""

WIRE_FRAME_MAX = 64 << 20
"""Largest frame between two of our own processes: a 4096 x 4096 RGBA picture fits."""

WIRE_DEPTH_MAX = 32
"""Nesting of a value between processes; ours reach 6."""

NAME_SHOWN_MAX = 255
"""Characters of a file name kept for showing; longer ones keep their exact bytes beside it."""

WHOLE_CONVERSATION_MAX = 500
"""Messages up to which a conversation without marks is printed whole (docs/cli.md)."""

CONTEXT_DEFAULT = 5
"""Messages printed before and after a marked one."""

PASSPHRASE_FILE_MAX = 64 << 10
"""A passphrase file is one short line; more is a mistake, not a passphrase."""

PRINT_PIXELS_MAX = 64_000_000
"""Pixels of a picture made for print: a 1200 x 50,000 capture fits; more is not a derivative."""
