# SPDX-License-Identifier: GPL-3.0-or-later
from evidence_kit.crypto.secret import Secret
from evidence_kit.formats import index_file

KEY = index_file.tag_key(Secret(b"s" * 32))
FILE = index_file.encode(KEY, "catalogue.age", b"content")


def test_what_a_holder_of_the_key_made_is_believed() -> None:
    assert index_file.decode(KEY, "catalogue.age", FILE) == b"content"


def test_another_name_another_key_and_another_content_are_not() -> None:
    other = index_file.tag_key(Secret(b"t" * 32))
    assert index_file.decode(KEY, "other.age", FILE) is None
    assert index_file.decode(other, "catalogue.age", FILE) is None
    assert index_file.decode(KEY, "catalogue.age", FILE + b"!") is None
    assert index_file.decode(KEY, "catalogue.age", b"") is None
