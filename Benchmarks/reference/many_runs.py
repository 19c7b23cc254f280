"""Fills a registry with many runs for measurements, made from its first run. Python 3.11's sqlite3.

    python3 Benchmarks/reference/many_runs.py REGISTRY [--runs 10000] [--epochs 60] [--series 6]

Each made run has the first run's config with another learning rate, `--epochs` epochs of `--series` figures, a tag, an
evaluation on the test split and a folder of its own with nothing in it. Figures come from a seeded generator.
"""

import argparse
import os
import random
import sqlite3

parser = argparse.ArgumentParser()
parser.add_argument("registry")
parser.add_argument("--runs", type=int, default=10_000)
parser.add_argument("--epochs", type=int, default=60)
parser.add_argument("--series", type=int, default=6)
arguments = parser.parse_args()

db = sqlite3.connect(os.path.join(arguments.registry, "registry.sqlite"))
db.execute("PRAGMA synchronous = OFF")
generator = random.Random(7)
source = db.execute("SELECT min(number) FROM runs").fetchone()[0]
columns = lambda table: [row[1] for row in db.execute(f"PRAGMA table_info({table})")]


def copy(table, run, key="run", **changes):
    names = [name for name in columns(table) if name not in ("file", "warning")]
    values = ["?" if name == key or name in changes else name for name in names]
    given = [run if name == key else changes[name] for name in names if name == key or name in changes]
    db.execute(
        f"INSERT INTO {table} ({', '.join(names)}) SELECT {', '.join(values)} FROM {table} WHERE {key} = ?",
        [*given, source],
    )


splits = [("train", "loss"), ("train", "example_accuracy"), ("validation", "loss"), ("validation", "accuracy"),
          ("validation", "example_accuracy"), ("validation", "balanced_accuracy")][: arguments.series]
db.executemany("INSERT OR IGNORE INTO series (split, metric) VALUES (?, ?)", splits)
series = [db.execute("SELECT series FROM series WHERE split = ? AND metric = ?", s).fetchone()[0] for s in splits]
metrics = [row[0] for row in db.execute(
    "SELECT metric FROM evaluation_metrics JOIN evaluations USING (evaluation) WHERE run = ?", [source])] or ["accuracy"]
first = db.execute("SELECT max(number) FROM runs").fetchone()[0] + 1
taken = {row[0] for row in db.execute("SELECT id FROM runs")}

for number in range(first, first + arguments.runs):
    identifier = f"{generator.getrandbits(32):08x}"
    while identifier in taken:
        identifier = f"{generator.getrandbits(32):08x}"
    taken.add(identifier)
    os.makedirs(os.path.join(arguments.registry, identifier), exist_ok=True)
    minute = number % (60 * 24 * 28)
    created = f"2026-0{1 + number % 9}-{1 + minute // 1440:02}T{minute // 60 % 24:02}:{minute % 60:02}:00.000Z"
    copy("runs", number, key="number", id=identifier, name=f"run-{number}", created_at=created, status="finished",
         epoch_count=arguments.epochs, planned_epochs=arguments.epochs, sequence=created)
    for table in ("run_texts", "run_classes", "config_values", "attempts", "attempt_facts"):
        copy(table, number)
    db.execute("UPDATE config_values SET value = ? WHERE run = ? AND key = 'train.learning_rate'",
               [str(10 ** -generator.uniform(2, 5)), number])
    db.execute("INSERT INTO run_tags VALUES (?, ?)", [number, f"tag-{number % 50}"])
    db.executemany("INSERT INTO epochs VALUES (?, ?, 1, ?, 1e-4, 1000, ?, ?)",
                   [(number, epoch, epoch * 32, created, created) for epoch in range(1, arguments.epochs + 1)])
    for key in series:
        figures = [generator.random() for _ in range(arguments.epochs)]
        db.executemany("INSERT INTO epoch_metrics VALUES (?, ?, ?, ?)",
                       [(number, key, epoch + 1, figure) for epoch, figure in enumerate(figures)])
        db.execute("INSERT INTO run_metrics VALUES (?, ?, ?, ?, ?, ?, ?)",
                   [number, key, figures[-1], min(figures), figures.index(min(figures)) + 1, max(figures),
                    figures.index(max(figures)) + 1])
    evaluation = db.execute(
        "INSERT INTO evaluations (run, number, created_at, split, epoch, batch, examples, clips, seconds)"
        " VALUES (?, 1, ?, 'test', 1, 0, 100, 10, 1)", [number, created]).lastrowid
    db.executemany("INSERT INTO evaluation_metrics VALUES (?, ?, ?)",
                   [(evaluation, metric, generator.random()) for metric in metrics])
    if number % 1000 == 0:
        db.commit()
        print(f"\r{number - first + 1} of {arguments.runs} runs", end="", flush=True)
db.commit()
db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
print(f"\r{arguments.runs} runs of {arguments.epochs} epochs")
