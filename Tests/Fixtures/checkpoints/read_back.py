"""Compares files that `jx checkpoint convert` wrote with their originals, by the libraries that others read them with.

    python read_back.py ORIGINAL.npz COPY…

Versions: Python 3.11.7, NumPy 2.x, safetensors 0.8.0. COPY ends in .npz or .safetensors; ends with an error if a variable
differs in name, shape, type or any bit.
"""

import sys

import numpy as np
from safetensors.numpy import load_file

original = dict(np.load(sys.argv[1]))
for path in sys.argv[2:]:
    copy = load_file(path) if path.endswith(".safetensors") else dict(np.load(path))
    assert copy.keys() == original.keys(), f"{path}: {sorted(copy)}"
    for name, value in original.items():
        assert (copy[name].shape, copy[name].dtype) == (value.shape, value.dtype), f"{path}: {name}"
        assert copy[name].tobytes() == value.tobytes(), f"{path}: {name}"
    print(f"{path}: {len(copy)} variables, the same")
