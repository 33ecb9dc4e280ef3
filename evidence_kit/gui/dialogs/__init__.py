# SPDX-License-Identifier: GPL-3.0-or-later
"""Sheets over a page: one question, one answer."""
