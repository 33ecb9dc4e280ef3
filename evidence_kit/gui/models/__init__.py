# SPDX-License-Identifier: GPL-3.0-or-later
"""What lists show, held as tuples and fetched in pages."""
