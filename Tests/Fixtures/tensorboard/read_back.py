"""Reads a run's events files with TensorBoard's EventAccumulator and compares them with epochs.jsonl.

    python read_back.py runs/4f2a91c0

Exits with 1 if an epoch is missing, there twice or of another value. Made with tensorboard 2.21.0.
"""

import json
import pathlib
import struct
import sys

from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

folder = pathlib.Path(sys.argv[1])
epochs = [json.loads(line) for line in (folder / "epochs.jsonl").read_text().splitlines()]
failures = 0
for split in sorted(path.name for path in (folder / "tensorboard").iterdir()):
    accumulator = EventAccumulator(str(folder / "tensorboard" / split), size_guidance={"scalars": 0, "images": 0})
    accumulator.Reload()
    tags = accumulator.Tags()
    print(split, "scalars", tags["scalars"], "images", tags["images"])
    for tag in tags["scalars"]:
        events = accumulator.Scalars(tag)
        if split == "test":
            print(" ", tag, [(event.step, round(event.value, 4)) for event in events])
            continue
        expected = [(epoch["epoch"], epoch["metrics"].get(f"{split}.{tag}")) for epoch in epochs]
        if tag == "learning_rate":
            expected = [(epoch["epoch"], epoch["learning_rate"]) for epoch in epochs]
        if tag == "examples_per_second":
            expected = [(epoch["epoch"], epoch["examples"] / epoch["timings"]["train"]) for epoch in epochs]
        single = [(step, struct.unpack("f", struct.pack("f", float(value)))[0]) for step, value in expected]
        found = [(event.step, event.value) for event in events]
        if str(found) != str(single):
            failures += 1
            print(" ", tag, "is", found, "instead of", single)
    for tag in tags["images"]:
        events = accumulator.Images(tag)
        steps = [event.step for event in events]
        wanted = [epoch["epoch"] for epoch in epochs]
        sizes = {(event.width, event.height) for event in events}
        if split != "test" and steps != wanted or any(event.encoded_image_string[:4] != b"\x89PNG" for event in events):
            failures += 1
            print(" ", tag, "has the steps", steps)
        print(" ", tag, sizes)
print("failures:", failures)
sys.exit(failures > 0)
