"""Runs the files that `ExportTests` writes with TensorFlow and onnxruntime, and keeps what they computed.

    JX_EXPORT_FIXTURES=OUT swift test --filter ExportTests
    python generate.py OUT

Versions: Python 3.11.7, tensorflow-cpu 2.21.0, onnx 1.23.2, onnxruntime 1.32.0, NumPy 2.x. Writes saved_model.pb, model.onnx
and outputs.npz beside itself: `<library>|embedding`, `|logits` and `|predictions` of the examples of `ExportFixture`.
"""

import os
import shutil
import sys

import numpy as np
import onnx
import onnxruntime
import tensorflow.compat.v1 as tf

FOLDER = os.path.dirname(os.path.abspath(__file__))
NAMES = ["embedding", "logits", "predictions"]
out = sys.argv[1]
index = np.arange(2 * 96 * 64)
examples = (((index * 31 + 7) % 97).astype(np.float32) / np.float32(24) - np.float32(2)).reshape(2, 96, 64)
outputs = {}

with tf.Session(graph=tf.Graph()) as session:
    tf.saved_model.loader.load(session, ["serve"], out)
    tensors = ["vggish/embedding:0", "mymodel/logits/BiasAdd:0", "mymodel/prediction:0"]
    for name, value in zip(NAMES, session.run(tensors, {"vggish/input_features:0": examples})):
        outputs[f"tensorflow|{name}"] = value

path = os.path.join(out, "model.onnx")
onnx.checker.check_model(path, full_check=True)
session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
for name, value in zip(NAMES, session.run(NAMES, {"examples": examples})):
    outputs[f"onnxruntime|{name}"] = value

for name, value in outputs.items():
    print(name, np.abs(value).max())
np.savez(os.path.join(FOLDER, "outputs.npz"), **outputs)
for name in ["saved_model.pb", "model.onnx"]:
    shutil.copy(os.path.join(out, name), FOLDER)
