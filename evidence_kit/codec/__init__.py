# SPDX-License-Identifier: GPL-3.0-or-later
"""Values between our own processes: length-prefixed JSON plus binary frames, no pickle."""
