# SPDX-License-Identifier: GPL-3.0-or-later
"""Library primitives joined to published formats; the only place that imports `cryptography`."""
