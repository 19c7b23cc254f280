"""Writes schedules.json: learning rates, early stops and class weights according to PyTorch, Keras and scikit-learn.

Made with Python 3.11, torch 2.15, tensorflow-cpu 2.21 (Keras) and scikit-learn 1.9:  python generate.py
"""

import json
import math
import pathlib
import random

import numpy as np
import torch
from torch.optim import lr_scheduler

HERE = pathlib.Path(__file__).parent


def optimizer(base):
    return torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=base)


def rate(sgd):
    return sgd.param_groups[0]["lr"]


def course(name, schedule, base, epochs, batches, make):
    """`make` returns the schedulers that step behind every batch and those that step behind every epoch."""
    sgd = optimizer(base)
    per_batch, per_epoch = make(sgd)
    rates = []
    for _ in range(epochs):
        for _ in range(batches):
            rates.append(rate(sgd))
            sgd.step()
            for scheduler in per_batch:
                scheduler.step()
        for scheduler in per_epoch:
            scheduler.step()
    return {"name": name, "schedule": schedule, "base": base, "epochs": epochs, "batches": batches, "rates": rates}


def warmup(sgd, steps):
    return lr_scheduler.LinearLR(sgd, start_factor=1 / (steps + 1), total_iters=steps)


def warm_cosine(sgd, steps, total, minimum):
    cosine = lr_scheduler.CosineAnnealingLR(sgd, T_max=total - steps, eta_min=minimum)
    return lr_scheduler.SequentialLR(sgd, [warmup(sgd, steps), cosine], milestones=[steps])


def courses():
    return [
        course("constant", "constant", 1e-3, 3, 4, lambda sgd: ([], [])),
        course("warm-up", "{warmup_epochs: 2}", 1e-3, 4, 5, lambda sgd: ([warmup(sgd, 10)], [])),
        course("warm-up over a part of an epoch", "{kind: constant, warmup_epochs: 0.5}", 0.5, 2, 7,
               lambda sgd: ([warmup(sgd, 4)], [])),
        course("cosine", "cosine", 1e-3, 6, 5,
               lambda sgd: ([lr_scheduler.CosineAnnealingLR(sgd, T_max=30)], [])),
        course("cosine with a minimum behind a warm-up", "{kind: cosine, warmup_epochs: 1.5, minimum: 2e-5}", 3e-4, 8, 4,
               lambda sgd: ([warm_cosine(sgd, 6, 32, 2e-5)], [])),
        course("step", "{kind: step, every: 3, factor: 0.5}", 1e-2, 10, 3,
               lambda sgd: ([], [lr_scheduler.StepLR(sgd, step_size=3, gamma=0.5)])),
        course("step under a warm-up", "{kind: step, every: 2, factor: 0.1, warmup_epochs: 3}", 1e-2, 6, 4,
               lambda sgd: ([warmup(sgd, 12)], [lr_scheduler.StepLR(sgd, step_size=2, gamma=0.1)])),
        course("milestones", "{kind: step, milestones: [2, 3, 7]}", 1e-2, 9, 2,
               lambda sgd: ([], [lr_scheduler.MultiStepLR(sgd, milestones=[2, 3, 7], gamma=0.1)])),
    ]


def plateau(name, schedule, base, figures, **options):
    sgd = optimizer(base)
    scheduler = lr_scheduler.ReduceLROnPlateau(sgd, threshold_mode="rel", eps=0, **options)
    rates = []
    for figure in figures:
        rates.append(rate(sgd))
        scheduler.step(math.nan if figure is None else figure)
    rates.append(rate(sgd))
    return {"name": name, "schedule": schedule, "base": base, "figures": figures, "rates": rates}


def noisy(seed, count, start, slope, noise):
    draw = random.Random(seed)
    return [start + slope * i + draw.uniform(-noise, noise) for i in range(count)]


def plateaus():
    falling = noisy(1, 40, 1.0, -0.01, 0.2)
    rising = noisy(2, 40, 0.5, 0.005, 0.1)
    broken = [1.0, None, 0.9, None, None, None, 0.95, 0.9, 0.8999, 0.7, 0.8, 0.8, 0.8, 0.8]
    return [
        plateau("loss", "{kind: plateau, patience: 2, factor: 0.5}", 1e-3, falling, mode="min", patience=2, factor=0.5),
        plateau("accuracy with cooldown and minimum",
                "{kind: plateau, metric: validation.accuracy, patience: 1, factor: 0.3, cooldown: 3, minimum: 2e-5, "
                "threshold: 0.01}", 1e-3, rising,
                mode="max", patience=1, factor=0.3, cooldown=3, min_lr=2e-5, threshold=0.01),
        plateau("no patience, figures that are no numbers", "{kind: plateau, patience: 0, threshold: 0.001}", 0.1, broken,
                mode="min", patience=0, factor=0.1, threshold=0.001),
    ]


def stops():
    import keras

    result = []
    cases = [
        ("loss", "{patience: 3}", "min", 3, 0.0, noisy(3, 60, 1.0, -0.01, 0.15)),
        ("loss by at least so much", "{patience: 4, min_delta: 0.05}", "min", 4, 0.05, noisy(4, 60, 1.0, -0.02, 0.1)),
        ("accuracy", "{metric: validation.accuracy, patience: 2}", "max", 2, 0.0, noisy(5, 60, 0.4, 0.02, 0.05)),
        ("never", "{patience: 5}", "min", 5, 0.0, [1 / (i + 1) for i in range(20)]),
    ]
    for name, rule, mode, patience, delta, figures in cases:
        callback = keras.callbacks.EarlyStopping(monitor="x", mode=mode, patience=patience, min_delta=delta)
        model = keras.Sequential([keras.layers.Input((1,)), keras.layers.Dense(1)])
        model.stop_training = False
        callback.set_model(model)
        callback.on_train_begin()
        stopped = None
        for epoch, figure in enumerate(figures):
            callback.on_epoch_end(epoch, {"x": figure})
            if model.stop_training:
                stopped = epoch + 1
                break
        result.append({
            "name": name, "rule": rule, "figures": figures, "stopped": stopped, "best_epoch": callback.best_epoch + 1})
    return result


def class_weights():
    from sklearn.utils.class_weight import compute_class_weight

    counts = [1, 2, 30, 411, 5000]
    labels = np.repeat(np.arange(len(counts)), counts)
    inverse = compute_class_weight("balanced", classes=np.arange(len(counts)), y=labels)
    effective = []
    for beta in [0.0, 0.9, 0.999, 0.9999]:
        # Cui et al. 2019, as in the authors' class_balanced_loss.py.
        weights = (1.0 - beta) / (1.0 - np.power(beta, counts))
        effective.append({"beta": beta, "weights": (weights / np.sum(weights) * len(counts)).tolist()})
    return {"counts": counts, "inverse": inverse.tolist(), "effective": effective}


if __name__ == "__main__":
    data = {"courses": courses(), "plateaus": plateaus(), "stops": stops(), "class_weights": class_weights()}
    (HERE / "schedules.json").write_text(json.dumps(data, indent=0) + "\n")
