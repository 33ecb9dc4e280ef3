# SPDX-License-Identifier: GPL-3.0-or-later
"""What decoders throw at damaged or hostile input, listed once."""

import struct
import zlib

DECODER_FAULTS: tuple[type[Exception], ...] = (
    ArithmeticError,
    AttributeError,
    EOFError,
    LookupError,
    MemoryError,
    OSError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
    struct.error,
    zlib.error,
)
"""Pillow and pdfium document none of these as the only one; a fault inside them is a fact about
the file, not about the program."""
