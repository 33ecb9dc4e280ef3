# SPDX-License-Identifier: GPL-3.0-or-later
"""Signal: the plaintext export of Signal itself, one frame of its backup format a line."""
