#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Checks an exported log with SHA-256 and nothing else: tiles, leaves, root, growth, a receipt and what it opens. Signatures are
not looked at here. Ends with 1 where anything is wrong.

usage: by_hand.py FOLDER VKEY OLD_NOTE CONSISTENCY LEAF RECEIPT
"""
import base64, hashlib, hmac, sys
from pathlib import Path


def sha(data):
    return hashlib.sha256(data).digest()


def node(left, right):
    return sha(b"\x01" + left + right)


def split(n):
    """The largest power of two below n."""
    return 1 << (n - 1).bit_length() - 1


def root(hashes):
    if len(hashes) < 2:
        return hashes[0] if hashes else sha(b"")
    k = split(len(hashes))
    return node(root(hashes[:k]), root(hashes[k:]))


def root_by_path(index, size, leaf_hash, path):
    """RFC 6962, 2.1.1, read backwards: the root that a leaf and its siblings lead to."""
    if size == 1:
        assert not path
        return leaf_hash
    k = split(size)
    if index < k:
        return node(root_by_path(index, k, leaf_hash, path[:-1]), path[-1])
    return node(path[-1], root_by_path(index - k, size - k, leaf_hash, path[:-1]))


def roots_by_growth(old, size, proof, old_root, whole=True):
    """RFC 6962, 2.1.2, read backwards: the old and the new root that the proof leads to."""
    if old == size:
        assert len(proof) == (0 if whole else 1)
        return (old_root, old_root) if whole else (proof[0], proof[0])
    k = split(size)
    if old <= k:
        before, after = roots_by_growth(old, k, proof[:-1], old_root, whole)
        return before, node(after, proof[-1])
    before, after = roots_by_growth(old - k, size - k, proof[:-1], old_root, False)
    return node(proof[-1], before), node(proof[-1], after)


def checkpoint(note):
    origin, size, digest = note.split("\n\n")[0].split("\n")[:3]
    return int(size), base64.b64decode(digest, validate=True)


def path_of(number, width):
    path = f"{number % 1000:03}"
    return path if width == 256 else f"{path}.p/{width}"


def row(folder, kind, count):
    """The files of one row of tiles, joined, of `count` hashes or leaves."""
    return [(folder / "tile" / kind / path_of(at // 256, min(256, count - at))).read_bytes() for at in range(0, count, 256)]


def main(folder, old_note, consistency, leaf, receipt):
    size, wanted = checkpoint((folder / "checkpoint").read_text())
    leaves = []
    for bundle in row(folder, "entries", size):
        while bundle:
            length = int.from_bytes(bundle[:2], "big")
            leaves.append(bundle[2 : 2 + length])
            bundle = bundle[2 + length :]
    hashes = [sha(b"\x00" + one) for one in leaves]
    assert len(leaves) == size and root(hashes) == wanted, "the root is another"
    for number, one in enumerate(leaves):
        assert one.split(b"\n")[1] == b"seq %d" % number, "a leaf has another number"
    level, row_hashes = 0, hashes
    while row_hashes:
        assert b"".join(row(folder, str(level), len(row_hashes))) == b"".join(row_hashes), "a tile is wrong"
        row_hashes = [root(row_hashes[at : at + 256]) for at in range(0, len(row_hashes) - 255, 256)]
        level += 1

    old, old_root = checkpoint(old_note.read_text())
    proof = [base64.b64decode(line, validate=True) for line in consistency.read_text().split()]
    assert roots_by_growth(old, size, proof, old_root) == (old_root, wanted), "the log has not grown from the old one"

    head, note = receipt.read_text().split("\n\n", 1)
    name, extra, index, *path = head.split("\n")
    assert name == "c2sp.org/tlog-proof@v1" and extra.startswith("extra ") and index.startswith("index ")
    signed, signed_root = checkpoint(note)
    found = root_by_path(int(index[6:]), signed, sha(b"\x00" + leaf.read_bytes()), [base64.b64decode(line, validate=True) for line in path])
    assert found == signed_root, "the leaf is not in the log"
    opening = base64.b64decode(extra[6:], validate=True)
    commitment = hmac.new(opening[:32], opening[32:], hashlib.sha256).hexdigest()
    assert leaf.read_text().split("\n")[5] == f"body {commitment}", "the body is another"


if __name__ == "__main__":
    folder, _, old_note, consistency, leaf, receipt = map(Path, sys.argv[1:])
    try:
        main(folder, old_note, consistency, leaf, receipt)
    except (AssertionError, ValueError, IndexError, OSError) as wrong:
        sys.exit(f"refused: {wrong}")
