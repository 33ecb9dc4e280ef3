# SPDX-License-Identifier: GPL-3.0-or-later
"""What the window and the command line may ask of the core, and the process that answers."""
