"""Speed of VGGish with a head in TensorFlow, as jibjib-model trains it: the graph of TensorFlow 1 and its AdamOptimizer.

    python tensorflow_vggish.py [--mode train|infer|dense] [--batch 32] [--threads 2] [--steps 5] [--classes 195] [--serve]

`dense` trains the dense layers alone, from stored outputs of the convolutions. Needs tensorflow-cpu 2.x (measured with
2.21).
"""

import os

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import numpy as np  # noqa: E402
import tensorflow.compat.v1 as tf  # noqa: E402

import stepping  # noqa: E402

CONVOLUTIONS = [(64, True), (128, True), (256, False), (256, True), (512, False), (512, True)]
CONVOLUTION_OUTPUTS = 6 * 4 * 512


def variable(shape, deviation):
    return tf.Variable(tf.random.normal(shape, stddev=deviation, seed=1))


def convolutions(examples):
    activation, channels = examples, 1
    for filters, pooled in CONVOLUTIONS:
        kernel = variable([3, 3, channels, filters], (2 / (9 * channels)) ** 0.5)
        activation = tf.nn.conv2d(activation, kernel, strides=1, padding="SAME")
        activation = tf.nn.relu(tf.nn.bias_add(activation, tf.Variable(tf.zeros([filters]))))
        if pooled:
            activation = tf.nn.max_pool2d(activation, 2, 2, "VALID")
        channels = filters
    return tf.reshape(activation, [-1, CONVOLUTION_OUTPUTS])


def dense_layers(activation, classes):
    sizes = [CONVOLUTION_OUTPUTS, 4096, 4096, 128, 100, classes]
    for inputs, outputs in zip(sizes, sizes[1:]):
        weights = variable([inputs, outputs], (2 / inputs) ** 0.5)
        activation = tf.nn.bias_add(tf.matmul(activation, weights), tf.Variable(tf.zeros([outputs])))
        if outputs != classes:
            activation = tf.nn.relu(activation)
    return activation


def main():
    options = stepping.network_parser(__doc__.splitlines()[0]).parse_args()
    tf.disable_eager_execution()
    random = np.random.default_rng(1)
    targets = tf.placeholder(tf.float32, [options.batch, options.classes])
    if options.mode == "dense":
        examples = tf.placeholder(tf.float32, [options.batch, CONVOLUTION_OUTPUTS])
        logits = dense_layers(examples, options.classes)
        values = random.uniform(0, 1, examples.shape)
    else:
        examples = tf.placeholder(tf.float32, [options.batch, 96, 64, 1])
        logits = dense_layers(convolutions(examples), options.classes)
        values = random.uniform(-4, 2, examples.shape)
    if options.mode == "infer":
        target = logits.op
    else:
        terms = tf.nn.sigmoid_cross_entropy_with_logits(labels=targets, logits=logits)
        target = tf.train.AdamOptimizer(1e-4, epsilon=1e-8).minimize(tf.reduce_mean(terms))
    feed = {
        examples: values.astype(np.float32),
        targets: np.eye(options.classes, dtype=np.float32)[np.arange(options.batch) % options.classes],
    }
    config = tf.ConfigProto(
        intra_op_parallelism_threads=options.threads, inter_op_parallelism_threads=options.threads)
    with tf.Session(config=config) as session:
        session.run(tf.global_variables_initializer())
        stepping.run(
            lambda: session.run(target, feed), options, "tensorflow", tf.__version__, options.batch)


if __name__ == "__main__":
    main()
