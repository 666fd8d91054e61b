"""The baseline that recognition is measured against: TF-IDF of characters and words with logistic regression.

Needs scikit-learn. Usage: python crates/xtask/baseline/tfidf.py OWN_FOLDER DATA_FOLDER

Trains on some sources and tests on another, and prints the area under the curve and recall at 0.1 %, 0.5 % and 1 %
false alarms. With `--speed FILE` it trains on the file, times one of its messages at a time on one core, beside fastText
when its module is there, and prints rows of the table of `cargo xtask bench-recognition`.
"""

import csv
import json
import os
import sys
import tempfile
import time

os.environ.setdefault("OMP_NUM_THREADS", "1")

from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.pipeline import make_pipeline, make_union

HONEST = {"ham", "normal", "legit", "honest"}


def read(folder):
    """Rows (source, provenance, number in the file, unwanted, text) of every file of a folder, or of one file."""
    rows = []
    single = os.path.isfile(folder)
    for path in [folder] if single else [os.path.join(folder, name) for name in sorted(os.listdir(folder))]:
        stem, ending = os.path.splitext(os.path.basename(path))
        if ending == ".jsonl":
            with open(path, encoding="utf-8") as file:
                records = [json.loads(line) for line in file]
        elif ending in (".csv", ".tsv"):
            with open(path, encoding="utf-8", errors="replace", newline="") as file:
                quoting = csv.QUOTE_NONE if ending == ".tsv" else csv.QUOTE_MINIMAL
                records = list(csv.DictReader(file, delimiter="\t" if ending == ".tsv" else ",", quoting=quoting))
        else:
            continue
        for number, record in enumerate(records):
            label = record.get("label") or record.get("v1")
            text = record.get("text") or record.get("v2") or ""
            rows.append((stem, record.get("provenance") or "", number, label not in HONEST, text))
    return rows


def recall(scores, honest, share):
    """Share of scores above the score that this share of honest messages passes."""
    honest = sorted(honest, reverse=True)
    threshold = honest[min(int(share * len(honest)), len(honest) - 1)]
    return sum(score > threshold for score in scores) / len(scores)


def splits(rows):
    """Name, rows to train on, rows to test on: the splits of `cargo xtask evaluate --cross`.

    Nothing is learned from what the press quoted, and no unwanted row that looks synthetic is on the side opposite
    of another one.
    """
    length = {}
    for source, *_ in rows:
        length[source] = length.get(source, 0) + 1

    def real(row):
        return row[0] == "sms_dev" and "real" in row[1]

    def first_half(row):
        return row[2] * 2 < length[row[0]]

    def own(row):
        return row[0] in ("ham", "scam", "spam", "inbox", "told", "phone", "press", "talk", "short", "twins", "press2", "links")

    def synthetic(row):
        if row[0] != "sms_dev":
            return False
        return not first_half(row) if real(row) and not row[3] else not real(row)

    tests = [
        ("synthetic to real", real),
        ("real to synthetic", synthetic),
        ("first inboxes to last", lambda row: real(row) and not first_half(row)),
        ("last inboxes to first", lambda row: real(row) and first_half(row)),
        ("others to English", lambda row: row[0] == "en_uci_sms"),
        ("others to spoken lines", lambda row: row[0] == "call_lines_synthetic"),
        ("others to our own", own),
        ("our own, new methods", lambda row: own(row) and row[2] * 4 >= length[row[0]] * 3),
        ("our own, every fourth", lambda row: own(row) and row[2] % 4 == 3),
        ("all to quoted", lambda row: row[0] == "quoted_dev"),
    ]
    for name, is_test in tests:
        test = [row for row in rows if is_test(row)]
        train = [row for row in rows if not is_test(row) and row[0] != "quoted_dev"]
        yield name, train, test


def model():
    union = make_union(
        TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), min_df=2, sublinear_tf=True, max_features=200_000),
        TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True),
    )
    return make_pipeline(union, LogisticRegression(C=10, class_weight="balanced", max_iter=1000))


def measure(rows):
    print("| trained on → tested on | trained on | unwanted | honest | area | recall at 0.1 % | at 0.5 % | at 1 % |")
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
    for name, train, test in splits(rows):
        fitted = model().fit([row[4] for row in train], [row[3] for row in train])
        scores = fitted.predict_proba([row[4] for row in test])[:, 1]
        unwanted = [score for score, row in zip(scores, test) if row[3]]
        honest = [score for score, row in zip(scores, test) if not row[3]]
        area = roc_auc_score([row[3] for row in test], scores)
        recalls = " | ".join(f"{recall(unwanted, honest, share):.3f}" for share in (0.001, 0.005, 0.01))
        counts = f"{len(train)} | {len(unwanted)} | {len(honest)}"
        print(f"| {name} | {counts} | {area:.3f} | {recalls} |", flush=True)


def speed(rows, rounds):
    texts = [row[4] for row in rows]
    unwanted = [row[3] for row in rows]
    if len(set(unwanted)) < 2 or unwanted.count(True) < 2 or unwanted.count(False) < 2:
        print(f"not timed on {rows[0][0]}: too few labels to train peers on")
        return
    fitted = model().fit(texts, unwanted)
    report(rows[0][0], "scikit-learn", lambda text: fitted.predict_proba([text]), texts, rounds)
    try:
        import fasttext
    except ImportError:
        print("not run: fasttext")
        return
    with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as file:
        for row in rows:
            file.write(f"__label__{int(row[3])} {' '.join(row[4].split())}\n")
        file.flush()
        fast = fasttext.train_supervised(file.name, wordNgrams=2, minn=2, maxn=4, thread=1, verbose=0)
    lines = [" ".join(text.split()) + "\n" for text in texts]
    report(rows[0][0], "fastText", lambda text: fast.f.predict(text, 1, 0.0, "strict"), lines, rounds)


def report(source, name, answer, texts, rounds):
    """Each text is answered a few times and its middle time counts, as ours are."""
    times = []
    for text in texts:
        each = []
        for _ in range(rounds):
            start = time.perf_counter_ns()
            answer(text)
            each.append((time.perf_counter_ns() - start) / 1000)
        times.append(sorted(each)[rounds // 2])
    times.sort()
    each = sum(times) / len(times)
    print(
        f"| {source} ({len(texts)}) | {name} | {1e6 / each:.0f} | {times[len(times) // 2]:.1f} "
        f"| {times[len(times) * 99 // 100]:.1f} | – | – |",
        flush=True,
    )


if __name__ == "__main__":
    arguments = sys.argv[1:]
    counts = 5
    if "--rounds" in arguments:
        place = arguments.index("--rounds")
        counts = int(arguments[place + 1])
        del arguments[place : place + 2]
    all_rows = [row for path in arguments if not path.startswith("--") for row in read(path)]
    if "--speed" in arguments:
        speed(all_rows, counts)
    else:
        measure(all_rows)
