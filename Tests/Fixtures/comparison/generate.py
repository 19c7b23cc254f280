"""Writes the reference values of EvidenceTests: two models on the same clips, several clips a recording.

    python generate.py          (in this folder; overwrites pair.json)

Made with Python 3.11, NumPy 2.4.6, SciPy 1.17.1, statsmodels 0.15.0.
"""

import json

import numpy as np
import scipy.special
import scipy.stats
from statsmodels.stats.contingency_tables import mcnemar
from statsmodels.stats.multitest import multipletests

CLASSES = ["anser", "buteo", "corvus", "dendrocopos"]
random = np.random.default_rng(4)


def recording_scores(logits, recordings, names):
    """Sum of squared softmax probabilities over a recording's clips, one example each."""
    squares = scipy.special.softmax(logits.astype(np.float64), axis=1) ** 2
    return np.array([squares[recordings == name].sum(axis=0) for name in names])


def bca(statistic, count):
    result = scipy.stats.bootstrap(
        (np.arange(count),), statistic, n_resamples=20000, method="BCa", vectorized=False, rng=random)
    return {"estimate": float(statistic(np.arange(count))), "lower": float(result.confidence_interval.low),
            "upper": float(result.confidence_interval.high)}


recordings, labels = [], []
for number in range(48):
    for _ in range(random.integers(1, 4)):
        recordings.append(f"r{number:02d}")
        labels.append(number % len(CLASSES))
recordings, labels = np.array(recordings), np.array(labels)
names = np.array(sorted(set(recordings)))
true = np.eye(len(CLASSES))[labels]
noise = random.normal(size=(2, len(labels), len(CLASSES)))
first = np.round(1.3 * true + noise[0], 3).astype(np.float32)
second = np.round(2.2 * true + noise[1], 3).astype(np.float32)

right = [logits.argmax(axis=1) == labels for logits in (first, second)]
groups = [np.flatnonzero(recordings == name) for name in names]
rows = np.array([len(group) for group in groups])
hits = [np.array([r[group].sum() for group in groups]) for r in right]
recording_labels = np.array([labels[group[0]] for group in groups])
recording_right = [
    recording_scores(logits, recordings, names).argmax(axis=1) == recording_labels for logits in (first, second)]


def table(mask):
    a, b = recording_right[0][mask], recording_right[1][mask]
    return [[int((a & b).sum()), int((a & ~b).sum())], [int((~a & b).sum()), int((~a & ~b).sum())]]


def p_value(mask):
    return float(mcnemar(table(mask), exact=True).pvalue)


masks = [recording_labels == index for index in range(len(CLASSES))]
adjusted = multipletests([p_value(mask) for mask in masks], method="holm")[1]
everything = np.ones(len(names), dtype=bool)
content = {
    "classes": CLASSES,
    "recordings": recordings.tolist(),
    "labels": labels.tolist(),
    "first": [float(value) for value in first.ravel()],
    "second": [float(value) for value in second.ravel()],
    "accuracy": bca(lambda draw: hits[0][draw].sum() / rows[draw].sum(), len(names)),
    "difference": bca(lambda draw: (hits[1][draw].sum() - hits[0][draw].sum()) / rows[draw].sum(), len(names)),
    "gained": table(everything)[1][0],
    "lost": table(everything)[0][1],
    "p_value": p_value(everything),
    "by_class": [
        {"gained": table(mask)[1][0], "lost": table(mask)[0][1], "adjusted": float(p)}
        for mask, p in zip(masks, adjusted)],
    "changed_clips": np.flatnonzero(right[0] != right[1]).tolist(),
}
for key in ("first", "second"):
    content[key] = [round(value, 3) for value in content[key]]
with open("pair.json", "w") as file:
    json.dump(content, file)
    file.write("\n")
print({key: content[key] for key in ("accuracy", "difference", "gained", "lost", "p_value")})
