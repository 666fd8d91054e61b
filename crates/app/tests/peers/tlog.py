"""Checks a Khiên transparency log with code that is not Khiên's.

The tree is that of pymerkle, the signature is checked by cryptography; tiles, bundles and notes are read here
after c2sp.org/tlog-tiles and c2sp.org/signed-note. Arguments: address of the log, then sizes of earlier trees.
Prints "ok SIZE" or fails.
"""

import base64
import hashlib
import json
import sys
import urllib.request
import warnings

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from pymerkle import InmemoryTree, MerkleProof, verify_inclusion

warnings.simplefilter("ignore")
BASE = sys.argv[1]


def fetch(path):
    with urllib.request.urlopen(f"{BASE}/{path}") as answer:
        return answer.read()


def place(index, width):
    parts = [f"{index % 1000:03}"]
    while index >= 1000:
        index //= 1000
        parts.insert(0, f"x{index % 1000:03}")
    return "/".join(parts) + ("" if width == 256 else f".p/{width}")


def open_note(note):
    name, key_hash, key = fetch("key").decode().strip().split("+", 2)
    key = base64.b64decode(key)
    assert key[0] == 1 and hashlib.sha256(name.encode() + b"\n" + key).hexdigest()[:8] == key_hash
    text, signatures = note.rsplit("\n\n", 1)
    text += "\n"
    dash, signer, signature = signatures.split("\n")[0].split(" ")
    signature = base64.b64decode(signature)
    assert dash == "—" and signer == name and signature[:4].hex() == key_hash
    Ed25519PublicKey.from_public_bytes(key[1:]).verify(signature[4:], text.encode())
    origin, size, root = text.split("\n")[:3]
    assert origin == name
    return int(size), base64.b64decode(root)


def read_entries(size):
    entries = []
    for index in range((size + 255) // 256):
        width = min(256, size - index * 256)
        bundle = fetch("tile/entries/" + place(index, width))
        tile = fetch("tile/0/" + place(index, width))
        at, read = 0, []
        while at < len(bundle):
            length = int.from_bytes(bundle[at : at + 2], "big")
            read.append(bundle[at + 2 : at + 2 + length])
            at += 2 + length
        assert len(read) == width
        assert tile == b"".join(hashlib.sha256(b"\0" + entry).digest() for entry in read)
        entries += read
    return entries


def check_proof(index, entry, tree):
    """The file that the page of a listing shows, against pymerkle's own proof and verifier."""
    text = fetch(f"proof/{index + 1}").decode()
    head, note = text.split("\n\n", 1)
    lines = head.split("\n")
    assert lines[0] == "c2sp.org/tlog-proof@v1" and lines[1] == f"index {index}"
    size, root = open_note(note)
    path = [base64.b64decode(line) for line in lines[2:]]
    own = tree.prove_inclusion(index + 1, size)
    leaf = hashlib.sha256(b"\0" + entry).digest()
    assert set(own.path) == {leaf, *path}, "the same hashes as pymerkle's proof"
    verify_inclusion(leaf, root, own)


size, root = open_note(fetch("checkpoint").decode())
entries = read_entries(size)
tree = InmemoryTree(algorithm="sha256")
for serial, entry in enumerate(entries, 1):
    tree.append_entry(entry)
    value = json.loads(entry)
    assert value["serial"] == serial
    assert not {"proposed_by", "approved_by", "evidence", "ground"} & value.keys()
    personal = {"phone", "email", "social_account", "bank_account", "crypto_wallet"}
    named = value.get("indicator", "").split(":")[0]
    assert named not in personal and (named or value["kind"] in personal), value
assert tree.get_root(size) == root, "pymerkle's root"
# A tile of the next level holds the roots of full tiles.
if size >= 256:
    upper = fetch("tile/1/" + place(0, size // 256))
    lower = InmemoryTree(algorithm="sha256")
    for entry in entries[:256]:
        lower.append_entry(entry)
    assert upper[:32] == lower.get_root(256)
for index in {0, 1, size // 3, size // 2, size - 2, size - 1}:
    check_proof(index, entries[index], tree)
for earlier in sys.argv[2:]:
    earlier_size, earlier_root = earlier.split(":")
    assert tree.get_root(int(earlier_size)).hex() == earlier_root, "an earlier root is still the root"
print(f"ok {size}")
