# SPDX-License-Identifier: GPL-3.0-or-later
"""From a plan to a PDF dossier."""
