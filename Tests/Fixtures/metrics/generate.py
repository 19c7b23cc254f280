"""Writes the reference values of MetricsTests.

    python generate.py          (in this folder; overwrites the JSON files)

Made with Python 3.11, NumPy 2.4.6, SciPy 1.17.1, scikit-learn 1.9.1, statsmodels 0.15.0.
Undefined values are null. Scores are rounded so that the files stay small; ties are made on purpose.
"""

import json
import warnings

import numpy as np
import scipy.optimize
import scipy.special
import scipy.stats
import sklearn.calibration
import sklearn.metrics as skm
import statsmodels.stats.contingency_tables
import statsmodels.stats.multitest
import statsmodels.stats.proportion

warnings.filterwarnings("ignore")


def clean(value):
    """JSON without NaN or infinity."""
    if isinstance(value, dict):
        return {key: clean(entry) for key, entry in value.items()}
    if isinstance(value, (list, tuple)):
        return [clean(entry) for entry in value]
    if isinstance(value, np.ndarray):
        return clean(value.tolist())
    if isinstance(value, (np.integer, np.bool_)):
        return value.item()
    if isinstance(value, (float, np.floating)):
        return float(value) if np.isfinite(value) else None
    return value


def write(name, content):
    with open(name + ".json", "w") as file:
        json.dump(clean(content), file, separators=(",", ":"))
        file.write("\n")


def mean_of(values):
    defined = [value for value in values if value is not None]
    return float(np.mean(defined)) if defined else None


def ranking(truth, scores):
    """Per-class and macro AUROC, average precision and d'."""
    auroc, precision = [], []
    for index in range(scores.shape[1]):
        positives = truth[:, index].sum()
        both = 0 < positives < len(truth)
        auroc.append(skm.roc_auc_score(truth[:, index], scores[:, index]) if both else None)
        precision.append(
            skm.average_precision_score(truth[:, index], scores[:, index]) if positives > 0 else None
        )
    macro = mean_of(auroc)
    d_prime = None if macro in (None, 0, 1) else np.sqrt(2) * scipy.stats.norm.ppf(macro)
    with_label = truth.sum(axis=1) > 0
    best = scores.argmax(axis=1)
    one_error = np.mean([truth[row, best[row]] == 0 for row in np.flatnonzero(with_label)]) if with_label.any() else None
    return {
        "auroc": auroc,
        "average_precision": precision,
        "macro_auroc": macro,
        "cmap": mean_of(precision),
        "d_prime": d_prime,
        "coverage_error": skm.coverage_error(truth, scores),
        "one_error": one_error,
    }


def averages(truth, predicted, labels):
    result = {}
    for average in ["macro", "weighted", "micro"]:
        figures = skm.precision_recall_fscore_support(
            truth, predicted, labels=labels, average=average, zero_division=0
        )
        result[average] = figures[:3]
    return result


def calibration_errors(confidence, correct, bins):
    """Expected calibration error by equal width (right-closed) and by equal mass (equal confidences together)."""
    count = len(confidence)
    width = np.digitize(confidence, np.arange(1, bins) / bins, right=True)
    ordered = np.sort(confidence)
    mass = np.searchsorted(ordered, confidence, side="left") * bins // count
    errors = []
    for assignment in [width, mass]:
        error = 0.0
        for index in np.unique(assignment):
            inside = assignment == index
            error += inside.sum() / count * abs(correct[inside].mean() - confidence[inside].mean())
        errors.append(error)
    return errors


def single_label(name, labels, scores, probabilities=True):
    labels = np.asarray(labels)
    scores = np.asarray(scores, dtype=float)
    count, classes = scores.shape
    everything = list(range(classes))
    predicted = scores.argmax(axis=1)
    truth = np.eye(classes, dtype=int)[labels]
    present = sorted(set(labels.tolist()))
    precision, recall, f1, support = skm.precision_recall_fscore_support(
        labels, predicted, labels=everything, zero_division=np.nan
    )
    # scikit-learn gives F1 = NaN only where precision and recall are both undefined under this setting.
    figures = averages(labels, predicted, present)
    figures["micro"] = averages(labels, predicted, everything)["micro"]
    top_k = {}
    for k in range(1, min(classes, 4)):
        if classes > 2:
            top_k[str(k)] = skm.top_k_accuracy_score(labels, scores, k=k, labels=everything)
    result = {
        "name": name,
        "labels": labels,
        "class_count": classes,
        "scores": scores.ravel(),
        "confusion": skm.confusion_matrix(labels, predicted, labels=everything).ravel(),
        "accuracy": skm.accuracy_score(labels, predicted),
        "balanced_accuracy": skm.balanced_accuracy_score(labels, predicted),
        "top_k_last_class_first": top_k,
        "precision": precision,
        "recall": recall,
        "f1": f1,
        "support": support,
        "averages": figures,
        "kappa": skm.cohen_kappa_score(labels, predicted, labels=everything),
        "mcc": skm.matthews_corrcoef(labels, predicted),
        "ranking": ranking(truth, scores),
    }
    if probabilities:
        totals = scores.sum(axis=1, keepdims=True)
        normalised = np.where(totals > 0, scores / np.where(totals > 0, totals, 1), 1 / classes)
        confidence = scores.max(axis=1)
        width, mass = calibration_errors(confidence, predicted == labels, 15)
        result["log_loss"] = skm.log_loss(labels, normalised, labels=everything) if classes > 1 else 0.0
        result["binary_log_loss"] = skm.log_loss(truth.ravel(), scores.ravel(), labels=[0, 1])
        result["brier"] = sum(
            skm.brier_score_loss(truth[:, k], scores[:, k], pos_label=1, labels=[0, 1]) for k in everything
        )
        result["ece"] = width
        result["ece_equal_mass"] = mass
    return result


def softmax_table(random, count, classes, skill=1.5, decimals=3):
    labels = random.integers(0, classes, count)
    logits = random.normal(size=(count, classes))
    logits[np.arange(count), labels] += skill
    return labels, np.round(scipy.special.softmax(logits, axis=1), decimals)


def single_label_cases():
    random = np.random.default_rng(20)
    cases = []
    labels, scores = softmax_table(random, 120, 6, decimals=6)
    cases.append(single_label("random softmax", labels, scores))
    labels, scores = softmax_table(random, 150, 5, decimals=1)
    cases.append(single_label("many ties", labels, scores))
    labels, scores = softmax_table(random, 80, 5)
    labels = np.where(labels == 3, 0, labels)
    cases.append(single_label("one class absent", labels, scores))
    cases.append(single_label("constant scores", random.integers(0, 4, 30), np.full((30, 4), 0.25)))
    cases.append(single_label("all zero", random.integers(0, 4, 12), np.zeros((12, 4))))
    cases.append(single_label("saturated", [0, 1, 2, 1], [[1, 0, 0], [0, 1, 0], [1, 0, 0], [1, 1, 1]]))
    cases.append(single_label("one example", [1], [[0.2, 0.5, 0.3]]))
    cases.append(single_label("one example, wrong", [2], [[0.2, 0.5, 0.3]]))
    labels, scores = softmax_table(random, 25, 3)
    cases.append(single_label("all one class", np.full(25, 1), scores))
    cases.append(single_label("all one class, always right", [1, 1, 1], [[0, 1, 0]] * 3))
    labels = np.arange(40) % 4
    cases.append(single_label("perfect", labels, np.eye(4)[labels] * 0.9 + 0.025))
    labels, scores = softmax_table(random, 60, 2)
    cases.append(single_label("two classes", labels, scores))
    labels, scores = softmax_table(random, 60, 4)
    scores[:, 2] = 0
    cases.append(single_label("one class never predicted", labels, scores))
    labels, _ = softmax_table(random, 90, 5)
    logits = np.round(random.normal(size=(90, 5)) * 3 + 2 * np.eye(5)[labels], 0)
    logits[logits == 0] *= np.where(random.random((logits == 0).sum()) < 0.5, -1, 1)
    cases.append(single_label("tied logits of both signs, two zeros", labels, logits, probabilities=False))
    logits = random.normal(size=(60, 4)) * 10.0 ** random.integers(-300, 300, (60, 4))
    cases.append(single_label("magnitudes from 1e-300 to 1e300", random.integers(0, 4, 60), logits, probabilities=False))
    labels = random.choice(40, 150, p=np.arange(1, 41)[::-1] / 820)
    sigmoid = np.round(scipy.special.expit(random.normal(-3, 1.5, (150, 40)) + 4 * np.eye(40)[labels]), 3)
    cases.append(single_label("forty unbalanced sigmoid classes", labels, sigmoid))
    edges = np.arange(16) / 15
    cases.append(single_label("confidences on bin borders", np.arange(16) % 2, np.stack([edges, 1 - edges], axis=1)))
    return cases


def multi_label_case(name, truth, scores, threshold=0.5):
    truth, scores = np.asarray(truth), np.asarray(scores, dtype=float)
    predicted = (scores >= threshold).astype(int)
    present = np.flatnonzero(truth.sum(axis=0) > 0)
    figures = averages(truth, predicted, present) if len(present) else None
    if figures:
        figures["micro"] = averages(truth, predicted, list(range(truth.shape[1])))["micro"]
    return {
        "name": name,
        "labels": [np.flatnonzero(row) for row in truth],
        "class_count": truth.shape[1],
        "scores": scores.ravel(),
        "threshold": threshold,
        "averages": figures,
        "subset_accuracy": skm.accuracy_score(truth, predicted),
        "hamming_loss": skm.hamming_loss(truth, predicted),
        "ranking": ranking(truth, scores),
        "binary_log_loss": skm.log_loss(truth.ravel(), scores.ravel(), labels=[0, 1]),
        "brier": sum(
            skm.brier_score_loss(truth[:, k], scores[:, k], pos_label=1, labels=[0, 1]) for k in range(truth.shape[1])
        ),
    }


def multi_label_cases():
    random = np.random.default_rng(21)
    truth = (random.random((80, 6)) < 0.3).astype(int)
    scores = np.round(scipy.special.expit(random.normal(-1, 1, (80, 6)) + 2 * truth), 3)
    cases = [multi_label_case("random", truth, scores)]
    cases.append(multi_label_case("many ties", truth, np.round(scores, 1), threshold=0.3))
    truth = truth.copy()
    truth[:, 2] = 0
    truth[:, 4] = 1
    cases.append(multi_label_case("a class without positives, one without negatives", truth, scores))
    cases.append(multi_label_case("no label at all", np.zeros((5, 6), dtype=int), scores[:5]))
    return cases


def statistics():
    random = np.random.default_rng(22)
    probabilities = [1e-300, 1e-20, 1e-8, 0.001, 0.025, 0.07, 0.075, 0.0751, 0.3, 0.5, 0.6, 0.925, 0.93, 0.975, 1 - 1e-9]
    quantiles = [-37.0, -8.0, -3.0, -1.0, 0.0, 0.5, 1.96, 5.0, 8.0]
    proportions = []
    for successes, trials in [(0, 1), (1, 1), (0, 10), (10, 10), (3, 10), (1, 400), (287, 400), (399, 400), (50000, 100000), (7, 1000000)]:
        for level in [0.9, 0.95, 0.99]:
            test = scipy.stats.binomtest(successes, trials)
            exact = test.proportion_ci(level, method="exact")
            wilson = test.proportion_ci(level, method="wilson")
            proportions.append(
                {"successes": successes, "trials": trials, "level": level, "exact": [exact.low, exact.high], "wilson": [wilson.low, wilson.high]}
            )
    mcnemar = []
    for first, second in [(0, 0), (0, 1), (1, 0), (0, 5), (0, 6), (3, 11), (10, 10), (25, 40), (400, 500), (0, 2000), (5000, 5200)]:
        table = [[7, first], [second, 9]]
        mcnemar.append([first, second, statsmodels.stats.contingency_tables.mcnemar(table, exact=True).pvalue])
    holm = []
    for values in [[0.04], [0.01, 0.04, 0.03, 0.005], [0.5, 0.5, 0.5], [0.0, 1.0, 0.02, 0.02], random.random(20).round(3)]:
        holm.append({"p": values, "adjusted": statsmodels.stats.multitest.multipletests(values, method="holm")[1]})
    return {
        "probit": [[p, scipy.special.ndtri(p)] for p in probabilities],
        "cumulative": [[z, scipy.special.ndtr(z)] for z in quantiles],
        "logit": [[p, scipy.special.logit(p)] for p in [1e-12, 0.1, 0.5, 0.9, 1 - 1e-9]],
        "beta": [
            [x, a, b, scipy.special.betainc(a, b, x)]
            for x, a, b in [(0.5, 1, 1), (0.3, 2, 5), (0.01, 0.5, 0.5), (0.99, 0.5, 3), (0.5, 1000, 1001), (0.2, 30, 100), (1e-5, 1, 100000)]
        ],
        "proportions": proportions,
        "mcnemar": mcnemar,
        "holm": holm,
        "bootstrap": bootstrap(random),
    }


def bootstrap(random):
    """Intervals of scipy.stats.bootstrap from resamples that it drew, and these resamples' statistics."""
    cases = []
    ratio = lambda right, rows, axis: right.sum(axis=axis) / rows.sum(axis=axis)
    right, rows = random.integers(0, 5, 12).astype(float), np.full(12, 4.0)
    skewed = random.exponential(size=15).round(3)
    uneven = random.integers(1, 8, 14).astype(float)
    hits = np.floor(uneven * random.random(14))
    for name, data, statistic in [("accuracy", (right, rows), ratio), ("ragged groups", (hits, uneven), ratio), ("skewed mean", (skewed, np.ones(15)), ratio)]:
        for level in [0.9, 0.95]:
            results = {}
            for method in ["percentile", "BCa"]:
                # Paired data are drawn by index, so that numerator and denominator stay together.
                result = scipy.stats.bootstrap(
                    data, statistic, paired=True, vectorized=True, n_resamples=300, confidence_level=level,
                    method=method, rng=np.random.default_rng(5),
                )
                results[method] = [result.confidence_interval.low, result.confidence_interval.high]
                distribution = result.bootstrap_distribution
            cases.append(
                {
                    "name": name, "level": level, "numerators": data[0], "denominators": data[1],
                    "distribution": distribution, "percentile": results["percentile"], "bca": results["BCa"],
                }
            )
    return cases


def temperature(labels, logits, activation):
    truth = np.eye(logits.shape[1])[labels]

    def loss(inverse):
        scaled = inverse * logits
        if activation == "softmax":
            return -(scipy.special.log_softmax(scaled, axis=1) * truth).sum()
        return (np.logaddexp(0, scaled) - truth * scaled).sum()

    return 1 / scipy.optimize.minimize_scalar(loss, bounds=(0.01, 100), method="bounded", options={"xatol": 1e-12}).x


def calibration():
    random = np.random.default_rng(23)
    labels = random.integers(0, 4, 100)
    logits = np.round(3 * (random.normal(size=(100, 4)) + np.eye(4)[labels]), 3)
    platt = [sklearn.calibration._sigmoid_calibration(logits[:, k], (labels == k).astype(int)) for k in range(4)]
    scores = np.round(scipy.special.expit(logits), 2)
    best, precise = [], []
    for k in range(4):
        precision, recall, thresholds = skm.precision_recall_curve(labels == k, scores[:, k])
        precision, recall = precision[:-1], recall[:-1]
        total = precision + recall
        f1 = np.where(total > 0, 2 * precision * recall / np.where(total > 0, total, 1), 0)
        best.append([f1.max(), thresholds[np.flatnonzero(f1 >= f1.max() - 1e-12)[-1]]])
        reaching = np.flatnonzero((precision >= 0.7) & (recall > 0))
        if len(reaching):
            most = recall[reaching].max()
            # Of the thresholds with that recall, the one that some positive has: the highest.
            precise.append([most, thresholds[reaching[recall[reaching] == most][-1]]])
        else:
            precise.append(None)
    return {
        "labels": labels,
        "class_count": 4,
        "logits": logits.ravel(),
        "softmax_temperature": temperature(labels, logits, "softmax"),
        "sigmoid_temperature": temperature(labels, logits, "sigmoid"),
        # Platt's A and B have the opposite sign: p = 1 / (1 + exp(A x + B)).
        "platt": [[-a, -b] for a, b in platt],
        "scores": scores.ravel(),
        "best_f1": best,
        "recall_at_precision": precise,
    }


write("single_label", single_label_cases())
write("multi_label", multi_label_cases())
write("statistics", statistics())
write("calibration", calibration())
