# SPDX-License-Identifier: GPL-3.0-or-later
"""The tree against published values, and every proof of every small tree."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence_kit.crypto.merkle import (
    EMPTY_ROOT,
    Frontier,
    Tree,
    consistency_proof,
    derive_salt,
    inclusion_proof,
    leaf_hash,
    node_hash,
    root,
    salted_leaf,
    verify_consistency,
    verify_inclusion,
)

FOLDER = Path(__file__).parents[2] / "vectors" / "merkle"
RFC: dict[str, Any] = json.loads((FOLDER / "rfc6962.json").read_text())
SALTED: dict[str, Any] = json.loads((FOLDER / "salted.json").read_text())
RFC_LEAVES = [leaf_hash(bytes.fromhex(text)) for text in RFC["leaves"]]
LEAVES = [leaf_hash(bytes([i])) for i in range(40)]
OTHER = leaf_hash(b"other")
SIZES = range(1, len(LEAVES) + 1)


def unhex(proof: list[str]) -> tuple[bytes, ...]:
    return tuple(bytes.fromhex(text) for text in proof)


def changed(proof: tuple[bytes, ...]) -> list[tuple[bytes, ...]]:
    """Every way to shorten, lengthen, reorder or spoil a proof."""
    spoilt = [(*proof[:i], OTHER, *proof[i + 1 :]) for i in range(len(proof))]
    cut = [proof[:i] + proof[i + 1 :] for i in range(len(proof))]
    swapped = [(*proof[:i], proof[i + 1], proof[i], *proof[i + 2 :]) for i in range(len(proof) - 1)]
    return [*spoilt, *cut, *swapped, (*proof, OTHER), (OTHER, *proof)]


@pytest.mark.parametrize("size", range(1, 9))
def test_reference_roots(size: int) -> None:
    assert root(RFC_LEAVES[:size]).hex() == RFC["roots"][size - 1]


@pytest.mark.parametrize("case", RFC["inclusion"])
def test_reference_inclusion_proofs(case: dict[str, Any]) -> None:
    leaves, proof = RFC_LEAVES[: case["size"]], unhex(case["proof"])
    assert inclusion_proof(case["index"], leaves) == proof
    head = bytes.fromhex(RFC["roots"][case["size"] - 1])
    assert verify_inclusion(leaves[case["index"]], case["index"], case["size"], proof, head)


@pytest.mark.parametrize("case", RFC["consistency"])
def test_reference_consistency_proofs(case: dict[str, Any]) -> None:
    first, size, proof = case["first"], case["size"], unhex(case["proof"])
    assert consistency_proof(first, RFC_LEAVES[:size]) == proof
    heads = (bytes.fromhex(RFC["roots"][first - 1]), bytes.fromhex(RFC["roots"][size - 1]))
    assert verify_consistency((first, size), heads, proof)


def test_the_empty_tree_has_the_hash_of_nothing() -> None:
    assert Frontier().root() == Tree([]).root() == root([]) == EMPTY_ROOT
    assert EMPTY_ROOT.hex() == RFC["empty_root"]


@pytest.mark.parametrize("case", SALTED["leaves"])
def test_salted_leaves_are_what_openssl_makes(case: dict[str, Any]) -> None:
    salt = derive_salt(bytes.fromhex(SALTED["key"]), case["index"])
    assert salt.hex() == case["salt"]
    assert salted_leaf(salt, bytes.fromhex(case["data"])).hex() == case["leaf"]


def test_a_salt_of_another_length_is_refused() -> None:
    with pytest.raises(ValueError, match="16 bytes"):
        salted_leaf(bytes(17), b"entry")


@pytest.mark.parametrize("size", SIZES)
def test_every_leaf_is_proven_and_no_other(size: int) -> None:
    head = root(LEAVES[:size])
    for index in range(size):
        proof = inclusion_proof(index, LEAVES[:size])
        assert verify_inclusion(LEAVES[index], index, size, proof, head)
        assert not verify_inclusion(OTHER, index, size, proof, head)
        assert not verify_inclusion(LEAVES[index], index, size, proof, OTHER)
        for place in range(size):
            assert verify_inclusion(LEAVES[index], place, size, proof, head) is (place == index)


@pytest.mark.parametrize("size", SIZES)
def test_a_changed_inclusion_proof_fails(size: int) -> None:
    head = root(LEAVES[:size])
    for index in range(size):
        for proof in changed(inclusion_proof(index, LEAVES[:size])):
            assert not verify_inclusion(LEAVES[index], index, size, proof, head)


@pytest.mark.parametrize(("index", "size"), [(-1, 5), (5, 5), (0, 0), (6, 5)])
def test_a_leaf_outside_the_tree_is_not_proven(index: int, size: int) -> None:
    assert not verify_inclusion(OTHER, index, size, (), OTHER)
    with pytest.raises(ValueError, match="no such leaf"):
        inclusion_proof(index, LEAVES[:size])


@pytest.mark.parametrize("size", SIZES)
def test_every_earlier_tree_is_proven_a_beginning(size: int) -> None:
    head = root(LEAVES[:size])
    for earlier in range(1, size + 1):
        proof = consistency_proof(earlier, LEAVES[:size])
        before = root(LEAVES[:earlier])
        assert verify_consistency((earlier, size), (before, head), proof)
        assert not verify_consistency((earlier, size), (OTHER, head), proof)
        assert not verify_consistency((earlier, size), (before, OTHER), proof)
        assert not verify_consistency((size + 1, size), (before, head), proof)
        assert not verify_consistency((earlier, 4 * size), (before, head), proof)


@pytest.mark.parametrize("size", SIZES)
def test_a_changed_consistency_proof_fails(size: int) -> None:
    head = root(LEAVES[:size])
    for earlier in range(1, size + 1):
        before = root(LEAVES[:earlier])
        for proof in changed(consistency_proof(earlier, LEAVES[:size])):
            assert not verify_consistency((earlier, size), (before, head), proof)


def test_the_empty_tree_begins_every_tree() -> None:
    head = root(LEAVES)
    assert verify_consistency((0, len(LEAVES)), (EMPTY_ROOT, head), ())
    assert not verify_consistency((0, len(LEAVES)), (OTHER, head), ())
    assert not verify_consistency((0, len(LEAVES)), (EMPTY_ROOT, head), (OTHER,))


def test_a_rewritten_entry_shows_in_the_consistency_proof() -> None:
    before = root(LEAVES[:7])
    rewritten = [*LEAVES[:3], OTHER, *LEAVES[4:12]]
    proof = consistency_proof(7, rewritten)
    assert not verify_consistency((7, 12), (before, root(rewritten)), proof)


@pytest.mark.parametrize("size", range(len(LEAVES)))
def test_one_tree_proves_as_of_every_size(size: int) -> None:
    tree = Tree(LEAVES)
    assert tree.root(size) == root(LEAVES[:size])
    for index in range(size):
        assert tree.inclusion_proof(index, size) == inclusion_proof(index, LEAVES[:size])
        expected = consistency_proof(index + 1, LEAVES[:size])
        assert tree.consistency_proof(index + 1, size) == expected


@given(st.lists(st.binary(max_size=3), max_size=300))
def test_the_growing_tree_and_the_finished_one_agree(data: list[bytes]) -> None:
    leaves = [leaf_hash(item) for item in data]
    assert root(leaves) == Tree(leaves).root() == by_definition(leaves)


def by_definition(leaves: list[bytes]) -> bytes:
    """MTH of RFC 9162 section 2.1.1, word for word."""
    if not leaves:
        return EMPTY_ROOT
    if len(leaves) == 1:
        return leaves[0]
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return node_hash(by_definition(leaves[:k]), by_definition(leaves[k:]))


@pytest.mark.parametrize("size", range(34))
def test_a_frontier_comes_back_from_its_state(size: int) -> None:
    frontier = Frontier()
    for leaf in LEAVES[:size]:
        frontier.append(leaf)
    twin = Frontier.from_hex(*frontier.to_hex())
    assert twin.root() == frontier.root() == root(LEAVES[:size])
    copy = frontier.copy()
    twin.append(OTHER)
    copy.append(OTHER)
    assert frontier.root() == root(LEAVES[:size])
    assert twin.root() == copy.root() == root([*LEAVES[:size], OTHER])


@pytest.mark.parametrize(
    ("size", "peaks"),
    [(3, ["00" * 32]), (1, ["00" * 31]), (1, ["zz" * 32]), (0, ["00" * 32]), (-1, ["00" * 32])],
)
def test_a_state_that_cannot_be_is_refused(size: int, peaks: list[str]) -> None:
    with pytest.raises(ValueError, match=r"peaks|32 bytes|hex"):
        Frontier.from_hex(size, peaks)


def test_what_is_no_hash_is_no_leaf() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        Frontier().append(b"an entry itself")
