"""Writes postprocessor.npz and expected.npz: embeddings through Google's postprocessor of VGGish, in NumPy.

    python generate.py

Versions: Python 3.11.7, NumPy 2.x. The parameters are random, of the shapes and types of vggish_pca_params.npz.
"""

import os

import numpy as np

FOLDER = os.path.dirname(os.path.abspath(__file__))
random = np.random.default_rng(11)
SIZE, COUNT = 128, 24

vectors = np.linalg.qr(random.normal(size=[SIZE, SIZE]))[0].astype(np.float32) * random.uniform(0.2, 3, [SIZE, 1]).astype(
    np.float32
)
means = random.normal(size=[SIZE, 1]).astype(np.float32)
embeddings = np.maximum(random.normal(size=[COUNT, SIZE]), -1).astype(np.float32)
embeddings[0] = means[:, 0]  # the middle of the range
embeddings[1] = 1000

rotated = np.dot(vectors, embeddings.T - means).T
clipped = np.clip(rotated, -2.0, 2.0)
quantized = np.ascontiguousarray(((clipped + 2.0) * (255.0 / 4.0)).astype(np.uint8))
# Where single precision decides between two steps: |distance to the border| below a few units in the last place.
exact = np.dot(vectors.astype(np.float64), embeddings.T.astype(np.float64) - means.astype(np.float64)).T
steps = (exact + 2) * 63.75
is_close = (np.abs(steps - np.round(steps)) < 1e-3) & (steps > -1) & (steps < 256)

np.savez(os.path.join(FOLDER, "postprocessor.npz"), pca_eigen_vectors=vectors, pca_means=means)
np.savez(os.path.join(FOLDER, "expected.npz"), embeddings=embeddings, quantized=quantized, is_close=np.ascontiguousarray(is_close.astype(np.uint8)))
print(is_close.sum(), "of", is_close.size, "close to a border;", (quantized == 0).mean(), (quantized == 255).mean())
