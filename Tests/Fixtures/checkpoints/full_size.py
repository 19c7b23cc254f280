"""Writes checkpoints of VGGish at its full size, as TensorFlow 1's Saver does, with what the network computes from them.

    python full_size.py OUT [--width 64]

Versions: Python 3.12, tensorflow-cpu 2.21.0, tf_slim 1.1.0, NumPy 2.x. Takes about 5 GB of memory, 2 GB of disk.

OUT gets
    vggish_model.ckpt        V1, the variables of VGGish alone, as Google's release
    jibjib_model_raw.tgz     V2, all variables of jibjib-model's training graph after two steps of Adam
    raw/                     the same, unpacked
    frozen/                  V2 after a step with VGGish fixed: no slots for it
    variables.npz            all variables of the V2 checkpoint
    google.npz               all variables of the V1 checkpoint
    examples.npy             8 log-mel examples [8, 96, 64]
    outputs.npz              embedding [8, 128] and logits [8, classes] of the V2 checkpoint, embedding of the V1 one, and
                             each again as NumPy computes it in float64, to tell whose rounding a difference is
"""

import argparse
import os
import tarfile

import numpy as np
import tensorflow.compat.v1 as tf
import tf_slim as slim
from tensorflow.core.protobuf import saver_pb2

tf.disable_v2_behavior()

CLASSES = 10


def define_vggish(features, width):
    """The network of Hershey et al. 2017 under the names of Google's release, rectified behind fc2 as jibjib-model has it."""
    with slim.arg_scope(
        [slim.conv2d, slim.fully_connected],
        # Google's deviation of 0.01 leaves embeddings of 1e-7 at this depth: He's gives numbers that can be compared.
        weights_initializer=slim.variance_scaling_initializer(),
        biases_initializer=tf.random_uniform_initializer(-0.05, 0.05),
        activation_fn=tf.nn.relu,
    ), slim.arg_scope([slim.conv2d], kernel_size=[3, 3], stride=1, padding="SAME"), slim.arg_scope(
        [slim.max_pool2d], kernel_size=[2, 2], stride=2, padding="SAME"
    ), tf.variable_scope("vggish"):
        net = tf.reshape(features, [-1, 96, 64, 1])
        net = slim.max_pool2d(slim.conv2d(net, width, scope="conv1"), scope="pool1")
        net = slim.max_pool2d(slim.conv2d(net, 2 * width, scope="conv2"), scope="pool2")
        net = slim.repeat(net, 2, slim.conv2d, 4 * width, scope="conv3")
        net = slim.max_pool2d(net, scope="pool3")
        net = slim.repeat(net, 2, slim.conv2d, 8 * width, scope="conv4")
        net = slim.max_pool2d(net, scope="pool4")
        net = slim.flatten(net)
        net = slim.repeat(net, 2, slim.fully_connected, 64 * width, scope="fc1")
        return slim.fully_connected(net, 2 * width, scope="fc2")


def define_training(embedding, labels, frozen):
    with tf.variable_scope("mymodel"):
        hidden = slim.fully_connected(embedding, 100)
        logits = slim.fully_connected(hidden, CLASSES, activation_fn=None, scope="logits")
        with tf.variable_scope("train"):
            step = tf.Variable(0, name="global_step", trainable=False, dtype=tf.int32)
            loss = tf.reduce_mean(tf.nn.sigmoid_cross_entropy_with_logits(logits=logits, labels=labels))
            variables = tf.trainable_variables("mymodel") if frozen else None
            optimizer = tf.train.AdamOptimizer(learning_rate=1e-4, epsilon=1e-8)
            train = optimizer.minimize(loss, var_list=variables, global_step=step)
    return logits, train


def exact_outputs(variables, examples):
    """Embedding and, where there is a head, logits in float64."""

    def parameters(scope):
        return (variables[f"{scope}/{name}"].astype(np.float64) for name in ["weights", "biases"])

    def convolution(net, scope):
        weights, biases = parameters(scope)
        count, height, width, channels = net.shape
        padded = np.pad(net, ((0, 0), (1, 1), (1, 1), (0, 0)))
        total = np.zeros([count * height * width, weights.shape[3]])
        for row in range(3):
            for column in range(3):
                shifted = padded[:, row : row + height, column : column + width]
                total += shifted.reshape(-1, channels) @ weights[row, column]
        return np.maximum(total + biases, 0).reshape(count, height, width, -1)

    def pool(net):
        count, height, width, channels = net.shape
        return net.reshape(count, height // 2, 2, width // 2, 2, channels).max((2, 4))

    def dense(net, scope):
        weights, biases = parameters(scope)
        return net @ weights + biases

    net = examples.astype(np.float64)[..., None]
    for block in [["conv1"], ["conv2"], ["conv3/conv3_1", "conv3/conv3_2"], ["conv4/conv4_1", "conv4/conv4_2"]]:
        for scope in block:
            net = convolution(net, "vggish/" + scope)
        net = pool(net)
    net = net.reshape(len(net), -1)
    for scope in ["fc1/fc1_1", "fc1/fc1_2", "fc2"]:
        net = np.maximum(dense(net, "vggish/" + scope), 0)
    if "mymodel/logits/weights" not in variables:
        return net, None
    return net, dense(np.maximum(dense(net, "mymodel/fully_connected"), 0), "mymodel/logits")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("out")
    parser.add_argument("--width", type=int, default=64)
    arguments = parser.parse_args()
    out = arguments.out
    for folder in ["", "raw", "frozen"]:
        os.makedirs(os.path.join(out, folder), exist_ok=True)
    random = np.random.default_rng(7)
    examples = random.normal(-1.5, 1.5, [8, 96, 64]).astype(np.float32)
    labels = np.eye(CLASSES, dtype=np.float32)[np.arange(8) % CLASSES]
    np.save(os.path.join(out, "examples.npy"), examples)
    outputs = {}
    for frozen in [False, True]:
        tf.reset_default_graph()
        tf.set_random_seed(7)
        with tf.Session() as session:
            features = tf.placeholder(tf.float32, [None, 96, 64])
            targets = tf.placeholder(tf.float32, [None, CLASSES])
            embedding = define_vggish(features, arguments.width)
            logits, train = define_training(embedding, targets, frozen)
            session.run(tf.global_variables_initializer())
            feed = {features: examples, targets: labels}
            if not frozen:
                google = [v for v in tf.global_variables("vggish") if "Adam" not in v.name]
                saver = tf.train.Saver(google, write_version=saver_pb2.SaverDef.V1)
                saver.save(session, os.path.join(out, "vggish_model.ckpt"), write_meta_graph=False)
                outputs["google_embedding"] = session.run(embedding, feed)
                values = {v.op.name: session.run(v) for v in google}
                outputs["google_embedding_float64"], _ = exact_outputs(values, examples)
                np.savez(os.path.join(out, "google.npz"), **values)
            for _ in range(2):
                session.run(train, feed)
            folder = os.path.join(out, "frozen" if frozen else "raw")
            tf.train.Saver().save(session, os.path.join(folder, "jibjib_model.ckpt"), global_step=60)
            if not frozen:
                outputs["embedding"], outputs["logits"] = session.run([embedding, logits], feed)
                values = {v.op.name: session.run(v) for v in tf.global_variables()}
                outputs["embedding_float64"], outputs["logits_float64"] = exact_outputs(values, examples)
                np.savez(os.path.join(out, "variables.npz"), **values)
    np.savez(os.path.join(out, "outputs.npz"), **outputs)
    with tarfile.open(os.path.join(out, "jibjib_model_raw.tgz"), "w:gz", compresslevel=1) as archive:
        for name in sorted(os.listdir(os.path.join(out, "raw"))):
            archive.add(os.path.join(out, "raw", name), arcname=os.path.join("jibjib_model_raw", name))


if __name__ == "__main__":
    main()
