# SPDX-License-Identifier: GPL-3.0-or-later
"""The words of the field as frozen values; no input or output here."""
