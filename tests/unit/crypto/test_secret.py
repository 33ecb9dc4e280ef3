# SPDX-License-Identifier: GPL-3.0-or-later
"""A secret stays one."""

import copy
import json
import pickle
import traceback

import pytest

from evidence_kit.crypto.errors import KeyMalformed, SecretWiped
from evidence_kit.crypto.secret import Secret

WORDS = "drie lampen op tafel"


def test_a_secret_does_not_show_itself() -> None:
    secret = Secret.from_text(WORDS)
    shown = f"{secret!r} {secret} {secret!s:>40} {[secret]} {dir(secret)}"
    assert "lampen" not in shown
    assert not hasattr(secret, "__dict__")


@pytest.mark.parametrize("leave", [pickle.dumps, copy.copy, copy.deepcopy, json.dumps])
def test_a_secret_does_not_leave_its_process(leave: object) -> None:
    assert callable(leave)
    with pytest.raises(TypeError):
        leave(Secret.from_text(WORDS))


def test_both_normal_forms_are_one_passphrase() -> None:
    composed, decomposed = Secret.from_text("caf\u00e9"), Secret.from_text("cafe\u0301")
    assert composed == decomposed
    assert composed.reveal() == b"caf\xc3\xa9"


def test_half_a_character_is_refused_without_repeating_the_text() -> None:
    with pytest.raises(KeyMalformed) as caught:
        Secret.from_text(WORDS + "\ud800")
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__
    assert "lampen" not in "".join(traceback.format_exception(caught.value, chain=False)[-1:])


def test_a_wiped_secret_gives_nothing_that_could_pass_for_a_key() -> None:
    secret = Secret.from_text(WORDS)
    assert secret
    with secret as held:
        assert held.reveal() == WORDS.encode()
    assert not secret
    with pytest.raises(SecretWiped):
        secret.reveal()


def test_wiping_overwrites_our_copy_in_place() -> None:
    secret = Secret(b"x" * 4096)
    view = memoryview(secret._bytes)
    with pytest.raises(BufferError):
        secret.wipe()  # a view on it keeps the memory, so we can look
    assert bytes(view) == bytes(4096)


def test_secrets_compare_by_content_and_only_with_secrets() -> None:
    assert Secret(b"a") == Secret.from_bytes(b"a")
    assert Secret(b"a") != Secret(b"b")
    assert Secret(b"a") != b"a"
    with pytest.raises(TypeError):
        hash(Secret(b"a"))
