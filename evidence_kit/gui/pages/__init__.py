# SPDX-License-Identifier: GPL-3.0-or-later
"""One page of the window each; a page talks to the workspace."""
