# SPDX-License-Identifier: GPL-3.0-or-later
"""Hands evidence over: a folder that anybody can check without this program."""
