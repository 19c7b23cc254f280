"""Answers as `jx query` does, from the `decision.json` that lies with every export: an example for services, NumPy alone."""

import numpy as np

LEAST = 2.0**-24  # how near probabilities may come to 0 and 1 before their logarithms are taken


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def log_odds(p):
    p = np.clip(p, LEAST, 1 - LEAST)
    return np.log(p) - np.log1p(-p)


def activate(logits, activation):
    if activation == "sigmoid":
        return sigmoid(logits)
    powers = np.exp(logits - logits.max(-1, keepdims=True))
    return powers / powers.sum(-1, keepdims=True)


def aggregate(p, name):
    """One score a class from the probabilities of a recording's examples, [n, classes]."""
    if name.startswith("top_"):
        return np.sort(p, axis=0)[::-1][: int(name.split("_")[1])].mean(0)
    return {
        "sum_of_squares": lambda: (p**2).sum(0),
        "mean": lambda: p.mean(0),
        "max": lambda: p.max(0),
        "noisy_or": lambda: 1 - (1 - p).prod(0),
        "log_odds_mean": lambda: sigmoid(log_odds(p).mean(0)),
    }[name]()


def confidences(mean_logits, decision):
    calibration, activation = decision["calibration"], decision["activation"]
    if calibration["method"] == "temperature":
        return activate(mean_logits / calibration["temperature"], activation)
    p = activate(mean_logits, activation)
    if calibration["method"] == "none":
        return p
    lines = zip(calibration["slopes"], calibration["offsets"], log_odds(p))
    return np.array([sigmoid(x if slope is None else slope * x + offset) for slope, offset, x in lines])


def answer(decision, examples, logits):
    """The classes of one recording as (name, score, confidence), best first, and the one that is said, or None.

    `examples` are its log-mel examples [n, 96, 64], `logits` what the network says of them, [n, classes].
    """
    if examples.max() <= decision["silence"]:
        return [], None
    logits = logits.astype(np.float64)
    scores = aggregate(activate(logits, decision["activation"]), decision["aggregation"])
    sure = confidences(logits.mean(0), decision)
    order = np.argsort(-scores, kind="stable")
    ranking = [(decision["classes"][k], scores[k], sure[k]) for k in order]
    for k in order:
        if decision["classes"][k] in decision["noise_classes"]:
            return ranking, None
        if "thresholds" not in decision:
            return ranking, decision["classes"][k]
        threshold = decision["thresholds"][k]
        if threshold is not None and sure[k] >= threshold:
            return ranking, decision["classes"][k]
    return ranking, None
