# SPDX-License-Identifier: GPL-3.0-or-later
"""From pages to the file: content streams, structure, links, bookmarks."""
