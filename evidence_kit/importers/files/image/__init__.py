# SPDX-License-Identifier: GPL-3.0-or-later
"""What a picture says about itself, read from its structure; no pixel is decoded here."""
