"""The baseline that recognition is measured against: TF-IDF of characters and words with logistic regression.

Needs scikit-learn. Usage: python crates/xtask/baseline/tfidf.py OWN_FOLDER DATA_FOLDER

Trains on some sources and tests on another, and prints the area under the curve and recall at 0.1 %, 0.5 % and 1 % false alarms. With `--speed` it also times one message at a
time on one core, beside fastText when its module is there.
"""

import csv
import json
import os
import sys
import time

os.environ.setdefault("OMP_NUM_THREADS", "1")

from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.pipeline import make_pipeline, make_union

HONEST = {"ham", "normal", "legit", "honest"}


def read(folder):
    """Rows (source, provenance, number in the file, unwanted, text) of every file of a folder."""
    rows = []
    for name in sorted(os.listdir(folder)):
        stem, ending = os.path.splitext(name)
        path = os.path.join(folder, name)
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
    """Name, rows to train on, rows to test on."""
    own = [row for row in rows if row[0] in ("ham", "scam", "spam")]
    sms = [row for row in rows if row[0] == "sms_dev"]
    real = [row for row in sms if row[1].startswith("real")]
    rest = [row for row in sms if not row[1].startswith("real")]
    others = [row for row in rows if row[0] == "en_uci_sms"]
    half = len(sms) // 2
    first = [row for row in real if row[2] < half]
    second = [row for row in real if row[2] >= half]
    yield "synthetic to real", own + rest, real
    yield "first half of real to second", own + rest + first, second
    yield "second half of real to first", own + rest + second, first
    yield "Vietnamese to English", own + sms, others
    yield "all of sms_dev to our own", sms, own


def model():
    union = make_union(
        TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), min_df=2, sublinear_tf=True, max_features=200_000),
        TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True),
    )
    return make_pipeline(union, LogisticRegression(C=10, class_weight="balanced", max_iter=1000))


def measure(rows):
    print("| trained on → tested on | area | recall at 0.1 % | at 0.5 % | at 1 % |")
    print("| --- | ---: | ---: | ---: | ---: |")
    for name, train, test in splits(rows):
        fitted = model().fit([row[4] for row in train], [row[3] for row in train])
        scores = fitted.predict_proba([row[4] for row in test])[:, 1]
        unwanted = [score for score, row in zip(scores, test) if row[3]]
        honest = [score for score, row in zip(scores, test) if not row[3]]
        area = roc_auc_score([row[3] for row in test], scores)
        recalls = " | ".join(f"{recall(unwanted, honest, share):.3f}" for share in (0.001, 0.005, 0.01))
        print(f"| {name} | {area:.3f} | {recalls} |", flush=True)


def speed(rows):
    train = [row for row in rows if row[0] == "sms_dev"]
    texts = [row[4] for row in train]
    fitted = model().fit(texts, [row[3] for row in train])
    report("scikit-learn", lambda text: fitted.predict_proba([text]), texts[:500])
    try:
        import fasttext
    except ImportError:
        print("not run: fasttext")
        return
    path = "target/fasttext.txt"
    with open(path, "w", encoding="utf-8") as file:
        for row in train:
            file.write(f"__label__{int(row[3])} {' '.join(row[4].split())}\n")
    fast = fasttext.train_supervised(path, wordNgrams=2, minn=2, maxn=4, thread=1, verbose=0)
    report("fastText", lambda text: fast.f.predict(text + "\n", 1, 0.0, "strict"), [" ".join(t.split()) for t in texts])


def report(name, answer, texts):
    times = []
    for text in texts:
        start = time.perf_counter_ns()
        answer(text)
        times.append((time.perf_counter_ns() - start) / 1000)
    times.sort()
    each = sum(times) / len(times)
    print(
        f"{name}: {1e6 / each:.0f} messages/s, median {times[len(times) // 2]:.1f} µs, "
        f"p99 {times[len(times) * 99 // 100]:.1f} µs"
    )


if __name__ == "__main__":
    folders = [argument for argument in sys.argv[1:] if not argument.startswith("--")]
    all_rows = [row for folder in folders for row in read(folder)]
    if "--speed" in sys.argv:
        speed(all_rows)
    else:
        measure(all_rows)
