# SPDX-License-Identifier: GPL-3.0-or-later
"""One mail as a file (RFC 5322, MIME), with the byte range of every part."""
