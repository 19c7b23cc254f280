"""Speed of VGGish with a head in TensorFlow, as jibjib-model trains it: the graph of TensorFlow 1 and its AdamOptimizer.

    python tensorflow_vggish.py [--mode train|infer] [--batch 32] [--threads 2] [--steps 5] [--classes 195]

Prints one line of JSON: examples a second (batch size over the median step) and the peak memory of the process.
Needs tensorflow-cpu 2.x (measured with 2.21).
"""

import argparse
import json
import os
import resource
import statistics
import time

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import numpy as np  # noqa: E402
import tensorflow.compat.v1 as tf  # noqa: E402

CONVOLUTIONS = [(64, True), (128, True), (256, False), (256, True), (512, False), (512, True)]


def variable(shape, deviation):
    return tf.Variable(tf.random.normal(shape, stddev=deviation, seed=1))


def logits_of(examples, classes):
    activation, channels = examples, 1
    for filters, pooled in CONVOLUTIONS:
        kernel = variable([3, 3, channels, filters], (2 / (9 * channels)) ** 0.5)
        activation = tf.nn.conv2d(activation, kernel, strides=1, padding="SAME")
        activation = tf.nn.relu(tf.nn.bias_add(activation, tf.Variable(tf.zeros([filters]))))
        if pooled:
            activation = tf.nn.max_pool2d(activation, 2, 2, "VALID")
        channels = filters
    activation = tf.reshape(activation, [-1, 6 * 4 * 512])
    sizes = [6 * 4 * 512, 4096, 4096, 128, 100, classes]
    for inputs, outputs in zip(sizes, sizes[1:]):
        weights = variable([inputs, outputs], (2 / inputs) ** 0.5)
        activation = tf.nn.bias_add(tf.matmul(activation, weights), tf.Variable(tf.zeros([outputs])))
        if outputs != classes:
            activation = tf.nn.relu(activation)
    return activation


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--mode", choices=["train", "infer"], default="train")
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--steps", type=int, default=5)
    parser.add_argument("--classes", type=int, default=195)
    options = parser.parse_args()

    tf.disable_eager_execution()
    examples = tf.placeholder(tf.float32, [options.batch, 96, 64, 1])
    targets = tf.placeholder(tf.float32, [options.batch, options.classes])
    logits = logits_of(examples, options.classes)
    if options.mode == "train":
        terms = tf.nn.sigmoid_cross_entropy_with_logits(labels=targets, logits=logits)
        target = tf.train.AdamOptimizer(1e-4, epsilon=1e-8).minimize(tf.reduce_mean(terms))
    else:
        target = logits.op
    random = np.random.default_rng(1)
    feed = {
        examples: random.uniform(-4, 2, examples.shape).astype(np.float32),
        targets: np.eye(options.classes, dtype=np.float32)[np.arange(options.batch) % options.classes],
    }
    config = tf.ConfigProto(
        intra_op_parallelism_threads=options.threads, inter_op_parallelism_threads=options.threads)
    times = []
    with tf.Session(config=config) as session:
        session.run(tf.global_variables_initializer())
        for step in range(options.steps + 2):
            start = time.perf_counter()
            session.run(target, feed)
            if step >= 2:
                times.append(time.perf_counter() - start)
    print(json.dumps({
        "framework": "tensorflow",
        "version": tf.__version__,
        "mode": options.mode,
        "batch": options.batch,
        "threads": options.threads,
        "examples_per_second": round(options.batch / statistics.median(times), 2),
        "peak_memory_bytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
    }))


if __name__ == "__main__":
    main()
