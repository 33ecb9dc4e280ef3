# SPDX-License-Identifier: GPL-3.0-or-later
"""Direct messages out of TikTok's data download."""
