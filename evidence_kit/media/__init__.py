# SPDX-License-Identifier: GPL-3.0-or-later
"""Decoders of pictures and pages; used in the reader process only."""
