# SPDX-License-Identifier: GPL-3.0-or-later
"""A vault of every version of the format was frozen, and opens for ever."""

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from builders.frozen_vault import VAULTS, keys_of, opened, plain, told
from evidence_kit.crypto.hashing import sha256_hex
from evidence_kit.crypto.secret import Secret
from evidence_kit.domain.exhibit import Holding
from evidence_kit.domain.finding import Outcome
from evidence_kit.errors import WrongPassphrase
from evidence_kit.formats.vault_header import VERSION
from evidence_kit.vault.vault import Vault, unlock_keys
from evidence_kit.verification.check_vault import check_vault

FROZEN = sorted(path.name for path in VAULTS.iterdir() if path.is_dir())
DIGESTS = {
    "v1": "fbdc1f75ccdebff912856b28b1f96377ccea76e8cce34ab0317e3f915c34cea0",
}
"""Of all files of a frozen vault: whoever changes one has not frozen it."""


@pytest.fixture(params=FROZEN)
def frozen(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A copy of one, to be opened and written to."""
    return Path(shutil.copytree(VAULTS / request.param, tmp_path / request.param))


def by_recovery(frozen: Path, *, read_only: bool = False) -> Vault:
    key = keys_of(frozen)["recovery"]
    return opened(frozen / "vault", key, with_recovery=True, read_only=read_only)


def golden(frozen: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((frozen / "golden.json").read_text(encoding="utf-8"))
    return found


def assert_says(expected: object, found: object, where: str = "") -> None:
    """What was told then is told now; a later version may tell more beside it."""
    match expected, found:
        case dict(), dict():
            for name, value in expected.items():
                assert name in found, f"{where}/{name}"
                assert_says(value, found[name], f"{where}/{name}")
        case list(), list():
            assert len(expected) == len(found), where
            for number, (one, other) in enumerate(zip(expected, found, strict=True)):
                assert_says(one, other, f"{where}/{number}")
        case _:
            assert expected == found, where


def test_every_version_is_frozen() -> None:
    assert [f"v{version}" for version in range(1, VERSION + 1)] == FROZEN


@pytest.mark.parametrize("name", FROZEN)
def test_a_frozen_vault_is_never_changed(name: str) -> None:
    files = sorted(path for path in (VAULTS / name).rglob("*") if path.is_file())
    lines = [
        f"{sha256_hex(path.read_bytes())} {path.relative_to(VAULTS).as_posix()}" for path in files
    ]
    assert sha256_hex("\n".join(lines).encode()) == DIGESTS[name]


@pytest.mark.slow
@pytest.mark.parametrize("which", ["passphrase", "second"])
def test_it_opens_with_each_passphrase_and_no_other(frozen: Path, which: str) -> None:
    with opened(frozen / "vault", keys_of(frozen)[which], read_only=True) as vault:
        assert_says(golden(frozen), plain(told(vault)))
    with pytest.raises(WrongPassphrase):
        opened(frozen / "vault", keys_of(frozen)[which] + " ")


def test_it_opens_with_the_recovery_key_and_tells_what_it_told(frozen: Path) -> None:
    with by_recovery(frozen) as vault:
        assert vault.findings == ()
        assert_says(golden(frozen), plain(told(vault)))


def test_it_tells_the_same_without_its_index(frozen: Path) -> None:
    shutil.rmtree(frozen / "vault" / "index")
    with by_recovery(frozen) as vault:
        assert vault.findings == ("index_rebuilt",)
        assert_says(golden(frozen), plain(told(vault)))


def test_every_original_comes_back(frozen: Path) -> None:
    with by_recovery(frozen, read_only=True) as vault:
        held = [one for one in vault.exhibits() if one.object is not None]
        kept = [one for one in held if one.holding is not Holding.REMOVED]
        assert len(kept) >= 5
        for exhibit in kept:
            with vault.open_original(exhibit) as original:
                found = sha256_hex(original.read_at(0, original.size))
            assert found == (exhibit.stored_sha256 or exhibit.sha256).hex


def test_it_checks_out(frozen: Path) -> None:
    recovery = Secret.from_text(keys_of(frozen)["recovery"])
    keys = unlock_keys(frozen / "vault", recovery, with_recovery=True)
    report = check_vault(frozen / "vault", keys)
    assert report.outcome is Outcome.MATCHES, report.findings


def test_it_can_be_written_to(frozen: Path) -> None:
    with by_recovery(frozen) as vault:
        size = vault.head().size
        vault.note_recovery_confirmed()
        assert vault.head().size > size
    with by_recovery(frozen) as vault:
        assert vault.recovery_confirmed


def test_looking_at_it_changes_nothing(frozen: Path) -> None:
    before = {path: path.read_bytes() for path in frozen.rglob("*") if path.is_file()}
    with by_recovery(frozen, read_only=True) as vault:
        told(vault)
    now = {path: path.read_bytes() for path in frozen.rglob("*") if path.is_file()}
    assert {path: data for path, data in now.items() if path.name != "lock"} == before


def test_a_changed_answer_would_be_found_out(frozen: Path) -> None:
    expected = golden(frozen)
    expected["exhibits"][2]["conversations"][0]["messages"][0]["text"] += "!"
    with by_recovery(frozen, read_only=True) as vault, pytest.raises(AssertionError):
        assert_says(expected, plain(told(vault)))


def test_stock_age_opens_it(frozen: Path, stock_tool: Callable[[str], Path]) -> None:
    age, vault = stock_tool("age"), frozen / "vault"
    (frozen / "printed.txt").write_text(keys_of(frozen)["recovery"] + "\n", encoding="ascii")

    def decrypt(identity: Path, sealed: Path) -> bytes:
        command = (age, "-d", "-i", identity, sealed)
        return subprocess.run(command, capture_output=True, check=True).stdout

    identity = frozen / "identity.txt"
    identity.write_bytes(decrypt(frozen / "printed.txt", vault / "identity-recovery.age"))
    lines = [
        json.loads(line)
        for segment in sorted((vault / "log").glob("*.age"))
        for line in decrypt(identity, segment).splitlines()[:-1]
    ]
    assert [line["type"] for line in lines] == [entry["type"] for entry in golden(frozen)["log"]]
    removed = {name for line in lines for name in line["body"].get("objects", ())}
    originals = [line["body"] for line in lines if line["type"] == "acquired"]
    for body in originals:
        if body["object"] in removed:
            continue
        name = body["object"]
        content = decrypt(identity, vault / "objects" / name[:2] / f"{name}.age")
        assert sha256_hex(content) == (body["stored_sha256"] or body["sha256"])
