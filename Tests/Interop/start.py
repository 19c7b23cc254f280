"""Compares what jx computes of recordings with what TensorFlow computes of the same examples, on checkpoints of full size.

    python start.py JX --run RUN --checkpoint FILE [--exact N] [--engine native]

In a folder with a registry: RUN is a run that started from FILE, a checkpoint that TensorFlow wrote (Tests/Fixtures/checkpoints/
full_size.py). TensorFlow restores FILE and, by `jx export`, RUN, and computes embeddings and logits of all examples of RUN's test
clips; jx's are those of `jx embed` and those that the run keeps. NumPy computes the first N examples in float64, which tells whose
rounding a difference is. Needs requirements.txt beside it.
"""

import argparse
import json
import os
import subprocess
import sys
import tarfile
import tempfile

os.environ |= {"TF_CPP_MIN_LOG_LEVEL": "2"}
import numpy as np
import tensorflow.compat.v1 as tf
from safetensors import safe_open

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "Fixtures", "checkpoints"))
import full_size


def run(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def restored(path, examples, classes):
    """The variables of a checkpoint, and embedding and logits (None without a head) of the examples, by TensorFlow."""
    reader = tf.train.load_checkpoint(path)
    has_head = "mymodel/logits/weights" in reader.get_variable_to_shape_map()
    full_size.CLASSES = classes
    with tf.Graph().as_default(), tf.Session() as session:
        features = tf.placeholder(tf.float32, [None, 96, 64])
        outputs = [full_size.define_vggish(features, 64)]
        if has_head:
            labels = tf.placeholder(tf.float32, [None, classes])
            outputs.append(full_size.define_training(outputs[0], labels, True)[0])
        variables = [v for v in tf.trainable_variables()]
        tf.train.Saver(variables).restore(session, path)
        values = {v.op.name: session.run(v) for v in variables}
        parts = [session.run(outputs, {features: part}) for part in np.array_split(examples, len(examples) // 32 + 1)]
    results = [np.concatenate(column) for column in zip(*parts)]
    return values, dict(zip(["embedding", "logits"], results))


def compare(title, jx, tensorflow, values, examples, exact_count):
    exact = dict(zip(["embedding", "logits"], full_size.exact_outputs(values, examples[:exact_count])))
    for name, found in jx.items():
        def error(a, b):
            return float(np.abs(a.astype(np.float64) - b).max())

        part = slice(0, exact_count)
        print(
            f"{title}: {name} of {len(found)} examples, at most {np.abs(found).max():.3g}: jx − TensorFlow "
            f"{error(found, tensorflow[name]):.2e}; of {exact_count} examples jx − float64 "
            f"{error(found[part], exact[name]):.2e}, TensorFlow − float64 {error(tensorflow[name][part], exact[name]):.2e}",
            flush=True,
        )


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("jx")
    parser.add_argument("--run", required=True)
    parser.add_argument("--checkpoint", required=True)
    parser.add_argument("--exact", type=int, default=16)
    parser.add_argument("--engine", default="auto", help="of the embeddings; the logits are those of the run")
    arguments = parser.parse_args()
    jx, name = os.path.abspath(arguments.jx), arguments.run
    details = json.loads(run(jx, "show", name, "--json"))["details"]
    folder = os.path.join("runs", details["id"])
    scores = next(f for f in sorted(os.listdir(f"{folder}/predictions")) if f.startswith("test-") and f.endswith("tensors"))
    with safe_open(f"{folder}/predictions/{scores}", "np") as file:
        logits, clips = file.get_tensor("logits"), json.loads(file.metadata()["clips"])
    paths = [os.path.join(details["data"]["folder"], clip["path"]) for clip in clips]
    with tempfile.TemporaryDirectory(dir=".") as work:
        examples = []
        for path in paths:
            run(jx, "spectrogram", path, "-o", f"{work}/x.npy")
            examples.append(np.load(f"{work}/x.npy"))
        examples = np.concatenate(examples)

        def embedded(*source):
            run(jx, "embed", *source, "--engine", arguments.engine, "-o", f"{work}/e.npy", *paths)
            return np.load(f"{work}/e.npy")

        checkpoint = arguments.checkpoint
        found = {"embedding": embedded("--checkpoint", checkpoint)}
        if tarfile.is_tarfile(checkpoint):
            tarfile.open(checkpoint).extractall(work, filter="data")
            checkpoint = next(
                os.path.join(f, n)[: -len(".index")] for f, _, names in os.walk(work) for n in names if n.endswith(".index"))
        values, outputs = restored(checkpoint, examples, len(details["classes"]))
        values = {n: v for n, v in values.items() if n.startswith("vggish/")}
        compare(os.path.basename(arguments.checkpoint), found, outputs, values, examples, arguments.exact)
        run(jx, "export", name, "--format", "tf-checkpoint", "-o", f"{work}/trained.ckpt")
        values, outputs = restored(f"{work}/trained.ckpt", examples, len(details["classes"]))
        compare(f"run {name}", {"embedding": embedded("--run", name), "logits": logits}, outputs, values, examples,
                arguments.exact)


if __name__ == "__main__":
    main()
