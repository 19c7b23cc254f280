"""Writes label_ranking.json: label ranking average precision, two by two tables and figures with a threshold for each class.

Made with Python 3.11, numpy and scikit-learn 1.9:  python generate_label_ranking.py
"""

import json
import pathlib

import numpy as np
from sklearn import metrics

HERE = pathlib.Path(__file__).parent
ROWS, CLASSES = 40, 5


def main():
    chance = np.random.default_rng(11)
    truth = (chance.random((ROWS, CLASSES)) < [0.6, 0.3, 0.3, 0.1, 0.05]).astype(int)
    truth[0], truth[1] = 0, 1
    # Rounded, so that there are ties.
    scores = np.round(np.clip(0.5 * truth + chance.normal(0.3, 0.25, truth.shape), 0, 1), 1)
    thresholds = [0.3, 0.5, 0.4, 0.6, 0.7]
    predicted = (scores >= thresholds).astype(int)
    tables = metrics.multilabel_confusion_matrix(truth, predicted)
    missed, invented = truth * (1 - predicted), predicted * (1 - truth)
    data = {
        "labels": [np.flatnonzero(row).tolist() for row in truth],
        "scores": scores.flatten().tolist(), "thresholds": thresholds,
        "lrap": metrics.label_ranking_average_precision_score(truth, scores),
        "subset_accuracy": metrics.accuracy_score(truth, predicted),
        "hamming_loss": metrics.hamming_loss(truth, predicted),
        "micro_f1": metrics.f1_score(truth, predicted, average="micro"),
        "macro_f1": metrics.f1_score(truth, predicted, average="macro"),
        "tables": [[int(t[1, 1]), int(t[0, 1]), int(t[1, 0]), int(t[0, 0])] for t in tables],
        "together": (truth.T @ truth).flatten().tolist(), "mistaken": (missed.T @ invented).flatten().tolist(),
    }
    (HERE / "label_ranking.json").write_text(json.dumps(data, indent=0) + "\n")


if __name__ == "__main__":
    main()
