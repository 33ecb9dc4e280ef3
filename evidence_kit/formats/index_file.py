# SPDX-License-Identifier: GPL-3.0-or-later
"""Files of the index before they are sealed (docs/formats/index.md): a tag, then the content.

Anybody can seal to a vault's public recipient; only a holder of the seed can make the tag.
"""

import hmac

from evidence_kit.crypto.derive import derive
from evidence_kit.crypto.secret import Secret

TAG_SIZE = 32
TAG_LABEL = "evidence-kit/v1/index-tags"


def tag_key(seed: Secret) -> bytes:
    """Return the key of the tags."""
    return derive(seed, TAG_LABEL)


def encode(key: bytes, name: str, data: bytes) -> bytes:
    """Return the plaintext of an index file; `name` is its file name."""
    return _tag(key, name, data) + data


def decode(key: bytes, name: str, untrusted: bytes) -> bytes | None:
    """Return the content, or None when it was not made by a holder of the key."""
    tag, data = untrusted[:TAG_SIZE], untrusted[TAG_SIZE:]
    return data if hmac.compare_digest(tag, _tag(key, name, data)) else None


def _tag(key: bytes, name: str, data: bytes) -> bytes:
    mac = hmac.new(key, name.encode("utf-8") + b"\x00", "sha256")
    mac.update(data)
    return mac.digest()
