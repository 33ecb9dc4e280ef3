# SPDX-License-Identifier: GPL-3.0-or-later
"""Tinder and Hinge: what their own downloads hold, which is one side of each conversation."""
