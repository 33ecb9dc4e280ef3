# SPDX-License-Identifier: GPL-3.0-or-later
"""Sealing, hashing, trees and signatures; the only package that imports `cryptography`.

Published formats and library primitives only: age v1 files (`age`), RFC 9162 trees (`merkle`),
ECDSA P-256 (`signing`), HKDF (`derive`). One key has one purpose, by a named label.
"""
