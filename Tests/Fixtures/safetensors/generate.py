"""Writes the fixtures beside this file with the reference implementation.

Python 3.11.7, safetensors 0.8.0, numpy 2.4.6, torch 2.15. Run: python generate.py
"""

import pathlib

import numpy as np
import safetensors
import safetensors.numpy
import safetensors.torch
import torch

here = pathlib.Path(__file__).parent
print(safetensors.__version__, np.__version__, torch.__version__)

single = {
    "a/biases": np.array([0.0, -0.0, 1.5, np.float32(1e-45), np.inf, -np.inf], np.float32),
    "a/weights": np.arange(24, dtype=np.float32).reshape(2, 3, 4) / 7,
    "empty": np.zeros((3, 0), np.float32),
    "scalar": np.array(-2.25, np.float32),
}
safetensors.numpy.save_file(single, here / "single.safetensors", {"note": 'quote " \\ tab \t é', "key": "value"})

values = [0.0, 1.0, 2.0, 100.0, 3.0, 17.0]
mixed = {
    "bool": torch.tensor([v > 1 for v in values]),
    "u8": torch.tensor(values).to(torch.uint8),
    "i8": torch.tensor([-v for v in values]).to(torch.int8),
    "i16": torch.tensor([-300 * v for v in values]).to(torch.int16),
    "i32": torch.tensor([-70000 * v for v in values]).to(torch.int32),
    "i64": torch.tensor([-3e9 * v for v in values], dtype=torch.float64).to(torch.int64),
    "f16": torch.tensor([v / 8 for v in values]).to(torch.float16),
    "bf16": torch.tensor([v / 8 for v in values]).to(torch.bfloat16),
    "f64": torch.tensor([v / 3 for v in values], dtype=torch.float64),
    "f32": torch.tensor([v / 3 for v in values], dtype=torch.float32),
}
safetensors.torch.save_file(mixed, here / "mixed.safetensors")
