# SPDX-License-Identifier: GPL-3.0-or-later
"""The window. It asks the vault process for values and shows them; it holds no key and reads no file."""
