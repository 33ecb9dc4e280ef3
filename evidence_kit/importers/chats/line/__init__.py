# SPDX-License-Identifier: GPL-3.0-or-later
"""LINE: the text that its app makes of one chat."""
