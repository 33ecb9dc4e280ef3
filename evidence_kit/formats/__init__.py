# SPDX-License-Identifier: GPL-3.0-or-later
"""Our own bytes on disk: one module a format, each described in docs/formats."""
