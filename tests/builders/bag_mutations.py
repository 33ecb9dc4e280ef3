# SPDX-License-Identifier: GPL-3.0-or-later
"""Changes that somebody may make to a bag, from clumsy to careful."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

from evidence_kit.crypto.signing import SigningKey
from evidence_kit.formats import bag
from evidence_kit.formats.bag import ManifestLine

Change = Callable[[Path], None]


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def files_of(folder: Path) -> list[str]:
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())


def write_manifests(folder: Path) -> None:
    """Make both manifests fit what is there, as somebody without the key can."""
    paths = files_of(folder)
    inside = [path for path in paths if path.startswith(bag.PAYLOAD)]
    outside = [path for path in paths if not path.startswith((bag.PAYLOAD, "tagmanifest-"))]
    for name, listed in ((bag.MANIFEST, inside), (bag.TAG_MANIFEST, outside)):
        lines = [ManifestLine(digest=sha256(folder / path), path=path) for path in listed]
        (folder / name).write_bytes(bag.encode_manifest(lines))


def sign_with_another_key(folder: Path) -> None:
    """Put another key in, and a signature that fits it."""
    key = SigningKey.from_seed(bytes(range(32)))
    (folder / bag.SIGNING_KEY).write_bytes(key.public_pem())
    write_manifests(folder)
    signature = key.sign((folder / bag.TAG_MANIFEST).read_bytes())
    (folder / bag.SIGNATURE).write_bytes(signature)


def flip(folder: Path, path: str, at: int = 0) -> None:
    """Change one bit."""
    data = bytearray((folder / path).read_bytes())
    data[at] ^= 1
    (folder / path).write_bytes(bytes(data))


def log_lines(folder: Path) -> list[bytes]:
    return (folder / bag.CUSTODY_LOG).read_bytes().splitlines()


def put_log(folder: Path, lines: list[bytes]) -> None:
    """Write the log anew, manifests included."""
    (folder / bag.CUSTODY_LOG).write_bytes(b"".join(line + b"\n" for line in lines))
    write_manifests(folder)


def edit_entry(folder: Path, seq: int, old: str, new: str) -> None:
    """Change what an entry says and write everything around it anew but the signatures."""
    lines = log_lines(folder)
    line = json.loads(lines[seq])
    assert old in line["entry"]
    line["entry"] = line["entry"].replace(old, new)
    lines[seq] = json.dumps(
        line, ensure_ascii=False, sort_keys=True, separators=(",", ":")
    ).encode()
    put_log(folder, lines)
