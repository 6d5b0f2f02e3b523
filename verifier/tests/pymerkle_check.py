"""Holds roots and proofs of ours against pymerkle, which somebody else wrote after RFC 9162.

Reads one JSON object from standard input: `leaves` (hex of the bytes that are hashed), `roots` ({size: hex}), `inclusion`
([[index, size, [hex]]], the index from zero) and `consistency` ([[old, new]]). Prints how many agreed, or fails.

Its proofs of inclusion are the same hashes as ours. Its proofs of consistency take another way through the same tree, so
they are held against our roots and not against our hashes.
"""

import json
import sys

from pymerkle import InmemoryTree, verify_consistency, verify_inclusion


def hexes(digests):
    return [digest.hex() for digest in digests]


def main():
    asked = json.load(sys.stdin)
    tree = InmemoryTree(algorithm="sha256")
    for leaf in asked["leaves"]:
        tree.append_entry(bytes.fromhex(leaf))
    agreed = 0
    for size, root in asked["roots"].items():
        theirs = tree.get_root(int(size)).hex()
        assert theirs == root, f"root of {size}: {theirs} and not {root}"
        agreed += 1
    for index, size, path in asked["inclusion"]:
        proof = tree.prove_inclusion(index + 1, size)
        assert hexes(proof.path[1:]) == path, f"entry {index} of {size}"
        proof.path[1:] = [bytes.fromhex(digest) for digest in path]
        verify_inclusion(tree.get_leaf(index + 1), tree.get_root(size), proof)
        agreed += 1
    for old, new in asked["consistency"]:
        proof = tree.prove_consistency(old, new)
        before, after = (bytes.fromhex(asked["roots"][str(size)]) for size in (old, new))
        verify_consistency(before, after, proof, prior_size=old, later_size=new)
        agreed += 1
    print(agreed)


main()
