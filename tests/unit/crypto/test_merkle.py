# SPDX-License-Identifier: GPL-3.0-or-later
"""The tree against the reference roots of RFC 6962, and every proof of every small tree."""

import pytest

from evidence_kit.crypto.merkle import (
    EMPTY_ROOT,
    Frontier,
    consistency_proof,
    derive_salt,
    inclusion_proof,
    leaf_hash,
    root,
    salted_leaf,
    verify_consistency,
    verify_inclusion,
)

# Inputs and roots of the reference implementation (certificate-transparency, RFC 6962).
DATA = [
    "",
    "00",
    "10",
    "2021",
    "3031",
    "40414243",
    "5051525354555657",
    "606162636465666768696a6b6c6d6e6f",
]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
LEAVES = [leaf_hash(bytes([i])) for i in range(33)]


@pytest.mark.parametrize("size", range(1, 9))
def test_reference_roots(size: int) -> None:
    leaves = [leaf_hash(bytes.fromhex(text)) for text in DATA[:size]]
    assert root(leaves).hex() == ROOTS[size - 1]


def test_the_empty_tree_has_the_hash_of_nothing() -> None:
    assert Frontier().root() == EMPTY_ROOT == root([])


@pytest.mark.parametrize("size", range(1, 34))
def test_every_leaf_is_proven_and_no_other(size: int) -> None:
    leaves, head = LEAVES[:size], root(LEAVES[:size])
    for index in range(size):
        proof = inclusion_proof(index, leaves)
        assert verify_inclusion(leaves[index], index, size, proof, head)
        assert not verify_inclusion(leaf_hash(b"other"), index, size, proof, head)
        assert not verify_inclusion(leaves[index], index, size, proof, leaf_hash(head))
        assert not verify_inclusion(leaves[index], size, size, proof, head)
        for cut in range(len(proof)):
            assert not verify_inclusion(leaves[index], index, size, proof[:cut], head)


@pytest.mark.parametrize("size", range(1, 34))
def test_every_earlier_tree_is_proven_a_prefix(size: int) -> None:
    head = root(LEAVES[:size])
    for earlier in range(1, size + 1):
        proof = consistency_proof(earlier, LEAVES[:size])
        before = root(LEAVES[:earlier])
        assert verify_consistency((earlier, size), (before, head), proof)
        assert not verify_consistency((earlier, size), (leaf_hash(before), head), proof)
        assert not verify_consistency((earlier, size), (before, leaf_hash(head)), proof)


@pytest.mark.parametrize("size", range(34))
def test_a_frontier_comes_back_from_its_state(size: int) -> None:
    frontier = Frontier()
    for leaf in LEAVES[:size]:
        frontier.append(leaf)
    twin = Frontier.from_hex(*frontier.to_hex())
    assert twin.root() == frontier.root() == root(LEAVES[:size])
    twin.append(leaf_hash(b"more"))
    assert frontier.root() == root(LEAVES[:size])


def test_a_salt_hides_a_short_entry() -> None:
    key = bytes(32)
    assert salted_leaf(derive_salt(key, 0), b"ja") != salted_leaf(derive_salt(key, 1), b"ja")
    assert len(derive_salt(key, 7)) == 16
