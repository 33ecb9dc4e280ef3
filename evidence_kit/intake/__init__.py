# SPDX-License-Identifier: GPL-3.0-or-later
"""From a dropped file to a secured, logged and read exhibit."""
