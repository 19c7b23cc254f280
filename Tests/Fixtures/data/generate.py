"""Awkward CSV as Python's csv module writes and reads it. Python 3.11, standard library only.

    python3 generate.py

writes awkward.csv and, as Python's reader sees it, awkward.json.
"""

import csv
import json
import os

here = os.path.dirname(os.path.abspath(__file__))
rows = [
    ["path", "split", "note"],
    ["a/b.wav", "train", ""],
    ["comma, in/name.wav", "test", "plain"],
    ['quote " in/"name".wav', "validation", '"'],
    ["line\nbreak/in\r\nname.wav", "train", "\n"],
    ["Grünspecht/Zilpzalp ü\u0308.wav", "test", "多言語 🐦"],
    [" spaces / kept .wav ", " train ", " "],
    ["", "", ""],
    ['""', ",", ',"\n'],
]
path = os.path.join(here, "awkward.csv")
with open(path, "w", newline="", encoding="utf-8") as file:
    csv.writer(file).writerows(rows)
with open(path, newline="", encoding="utf-8") as file:
    read = list(csv.reader(file))
with open(os.path.join(here, "awkward.json"), "w", encoding="utf-8") as file:
    json.dump(read, file, ensure_ascii=False, indent=0)
