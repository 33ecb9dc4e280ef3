# SPDX-License-Identifier: GPL-3.0-or-later
"""The reader process: its server, and the client that starts, feeds and kills it."""
