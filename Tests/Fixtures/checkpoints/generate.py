"""Writes the small checkpoints beside it with TensorFlow.

    python generate.py

Versions: Python 3.11.7, tensorflow-cpu 2.21.0, NumPy 2.x. `values.npz` holds what each file must give, as
`<checkpoint>|<variable>`; bfloat16 as its bits.
"""

import gzip
import io
import os
import pickle
import pickletools
import tarfile

import numpy as np
import tensorflow.compat.v1 as tf
from tensorflow.core.protobuf import saver_pb2

tf.disable_v2_behavior()
FOLDER = os.path.dirname(os.path.abspath(__file__))
V1, V2 = saver_pb2.SaverDef.V1, saver_pb2.SaverDef.V2
random = np.random.default_rng(3)
expected = {}

TYPES = {
    "model/weights": random.normal(size=[3, 3, 2, 4]).astype(np.float32),
    "model/scalar": np.float32(-2.5),
    "model/special": np.array([np.nan, np.inf, -np.inf, -0.0, 1e-45, 3.4e38], np.float32),
    "model/empty": np.zeros([0, 4], np.float32),
    "double": random.normal(size=[2, 3]),
    "int8": np.array([-128, -1, 0, 127], np.int8),
    "uint8": np.array([0, 127, 128, 255], np.uint8),
    "int16": np.array([-32768, -1, 0, 32767], np.int16),
    "int32": np.array([-(2**31), -1, 0, 2**31 - 1], np.int32),
    "int64": np.array([-(2**63), -1, 0, 2**63 - 1], np.int64),
    "bool": np.array([True, False, True]),
}
ONLY_V2 = {
    "uint16": np.array([0, 65535], np.uint16),
    "uint32": np.array([0, 2**32 - 1], np.uint32),
    "uint64": np.array([0, 2**64 - 1], np.uint64),
    "half": np.array([1.5, -65504, 6e-8, np.inf], np.float16),
    "bfloat16": np.array([1.5, -3e38, np.inf], np.float32),
    "text": np.array([b"bird", b""], object),
}


def part_of(value):
    """An initializer that gives each partition its part of the value."""

    def initialize(shape, dtype=None, partition_info=None):
        box = tuple(slice(o, o + n) for o, n in zip(partition_info.var_offset, shape))
        return tf.constant(value[box])

    return initialize


def save(name, variables, version):
    """Saves variables given as arrays, or as (array, partitions per dimension)."""
    with tf.Graph().as_default(), tf.Session() as session:
        for key, value in variables.items():
            slices = None
            if isinstance(value, tuple):
                value, slices = value
            if key == "bfloat16":
                tf.Variable(tf.cast(value, tf.bfloat16), name=key)
                value = (value.view(np.uint32) >> 16).astype(np.uint16)
            elif slices:
                with tf.variable_scope("", partitioner=lambda **_: slices):
                    tf.get_variable(key, shape=value.shape, dtype=value.dtype, initializer=part_of(value))
            else:
                tf.Variable(value, name=key)
            if value.dtype != object:
                expected[f"{name}|{key}"] = value
        session.run(tf.global_variables_initializer())
        saver = tf.train.Saver(write_version=version)
        saver.save(session, os.path.join(FOLDER, name), write_meta_graph=False, write_state=False)


def rounded(value):
    """As bfloat16 rounds: these values are exact."""
    bits = value.view(np.uint32) & np.uint32(0xFFFF0000)
    return bits.view(np.float32)


ONLY_V2["bfloat16"] = rounded(ONLY_V2["bfloat16"])
# Starts and lengths of one, two and three bytes of OrderedCode; constant but for a few places, to stay small.
long = np.zeros([20000], np.uint8)
long[[0, 63, 64, 8191, 8192, 9999, 10000, 19999]] = [1, 2, 3, 4, 5, 6, 7, 8]
SLICED = {
    "grid": (random.normal(size=[5, 6, 3]).astype(np.float32), [2, 1, 1]),
    "columns": (random.normal(size=[4, 200]).astype(np.float32), [1, 3]),
    "whole": np.arange(5, dtype=np.float32),
}
save("v1", TYPES, V1)
save("v1_sliced", SLICED, V1)
save("v2", TYPES | ONLY_V2, V2)
save("v2_sliced", SLICED | {"long": (long, [3])}, V2)
save("two-3", {"model/weights": TYPES["model/weights"]}, V2)
save("two-12", {"model/weights": 2 * TYPES["model/weights"], "step": np.int32(12)}, V2)


def pack(name, members, mode, **options):
    with tarfile.open(os.path.join(FOLDER, name), mode, **options) as archive:
        for member in members:
            info = tarfile.TarInfo("jibjib_model_raw/" + member)
            data = open(os.path.join(FOLDER, member), "rb").read()
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))


BUNDLES = [f"two-{n}.{part}" for n in [3, 12] for part in ["data-00000-of-00001", "index"]]
pack("two.tar", BUNDLES, "w", format=tarfile.USTAR_FORMAT)
pack("two.tgz", BUNDLES, "w:gz", format=tarfile.PAX_FORMAT)
pack("v1.tgz", ["v1"], "w:gz", format=tarfile.GNU_FORMAT)
with gzip.open(os.path.join(FOLDER, "v1.gz"), "wb") as file:
    file.write(open(os.path.join(FOLDER, "v1"), "rb").read())
for member in BUNDLES:
    os.remove(os.path.join(FOLDER, member))

arrays = {key.replace("/", "|"): value for key, value in (TYPES | {k: v for k, v in ONLY_V2.items() if k != "text"}).items()}
np.savez_compressed(os.path.join(FOLDER, "deflated.npz"), **{k.replace("|", "/"): v for k, v in arrays.items()})
for key, value in arrays.items():
    expected["deflated.npz|" + key.replace("|", "/")] = value
np.savez(os.path.join(FOLDER, "values.npz"), **expected)


class Caller:
    def __reduce__(self):
        return (print, ("must never run",))


def pickled(name, value, protocol):
    with open(os.path.join(FOLDER, "pickles", name), "wb") as file:
        pickle.dump(value, file, protocol)


names = ["Turdus_merula", "Grünfink \\ 'x' \n"]
data = {
    "names": names,
    "again": names,
    "numbers": (0, 255, 256, 65536, -1, -(2**31), 2**40, -(2**63), 2**63 - 1),
    "reals": [0.1, float("-inf"), 1e300],
    "truth": (True, False),
    "tuples": [(), (1,), (1, 2, 3)],
    "empty": {},
    "long": "a" * 300,
    7: "seven",
}
for protocol in range(6):
    pickled(f"data-{protocol}.pickle", data, protocol)
for protocol in [0, 2, 4]:
    pickled(f"reduce-{protocol}.pickle", Caller(), protocol)
# Without the memo, which nothing refers to: byte for byte what jx writes.
for name, value in {
    "written_list.pickle": ["Turdus_merula", "Grünfink", "", "a" * 300],
    "written_map.pickle": {"a": 0, "b": 255, "c": 256, "d": 65536, "e": -1, "f": 2**31 - 1, "g": 2**31, "h": -(2**40)},
}.items():
    with open(os.path.join(FOLDER, "pickles", name), "wb") as file:
        file.write(pickletools.optimize(pickle.dumps(value, 2)))
pickled("none.pickle", [None], 2)
pickled("set.pickle", {1, 2}, 4)
pickled("bytes.pickle", b"bird", 3)
# In the forms of the published files: protocol 2, a map of 194 classes and a list of 195 in no order.
pickled("bird_id_map.pickle", {f"Genus_species{n:03}": n for n in range(194)}, 2)
pickled("train_id_list_1.0.0.pickle", [f"Genus_species{n:03}" for n in reversed(range(194))] + ["Noise_noise"], 2)

# 20 MB of zeros in 20 kB.
with open(os.path.join(FOLDER, "bomb.gz"), "wb") as file:
    file.write(gzip.compress(bytes(20_000_000), mtime=0))
