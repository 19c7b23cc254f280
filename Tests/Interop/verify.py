"""Verifies what `jx export` and `jx checkpoint convert` write, with the libraries that will read it.

    python verify.py JX OUT [--keep]

Makes demo recordings in OUT, trains a head on VGGish at its full size (random weights, frozen) under either loss and a small
network as a whole, exports each run in every form, and compares, by TensorFlow, onnxruntime, safetensors, PyTorch and NumPy:
variables bit for bit with the run's snapshot, outputs with those that jx computed itself (`--sample`): embedding and logits
within 4e-5, predictions within 8e-6, of outputs whose largest is given (relative to it where it is above 1). Answers that are
made of TensorFlow's logits and the exported `decision.json` (decision.py) are compared with those of `jx query`.

Takes about 3 GB of disk, which are freed at the end unless --keep is given, and 5 GB of memory.
"""

import argparse
import ctypes
import json
import os
import shutil
import subprocess
import sys

os.environ |= {"TF_CPP_MIN_LOG_LEVEL": "2", "PYTHONDONTWRITEBYTECODE": "1"}
import numpy as np

FIXTURES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "Fixtures", "checkpoints")
sys.path.insert(0, os.path.abspath(FIXTURES))

RUNS = {
    "sigmoid": {"width": 64, "frozen": "[vggish]", "loss": "sigmoid"},
    "softmax": {"width": 64, "frozen": "[vggish]", "loss": "softmax"},
    "whole": {"width": 8, "frozen": "[]", "loss": "sigmoid"},
}
CONFIG = """
name: {name}
seed: 3
data: {{folder: demo, split: {{validation: 0.2, test: 0.2}}}}
model: {{width: {width}, frozen: {frozen}}}
train: {{epochs: 2, batch_size: 8, learning_rate: 1e-3, loss: {loss}}}
"""
TOLERANCE = {"embedding": 4e-5, "logits": 4e-5, "predictions": 8e-6}
problems = []


def report(what, holds, detail=""):
    print(f"  {'ok  ' if holds else 'FAIL'} {what}{'  ' + detail if detail else ''}", flush=True)
    if not holds:
        problems.append(what)


def same_outputs(what, found, sample):
    for name, values in found.items():
        expected = sample[name]
        largest = float(np.abs(expected).max())
        difference = float(np.abs(values - expected).max()) if values.shape == expected.shape else float("inf")
        limit = TOLERANCE[name] * max(largest, 1)
        report(f"{what}: {name}", difference <= limit and largest > 1e-3, f"{difference:.1e} of {largest:.3g}")


def same_variables(what, found, expected):
    wrong = [
        name
        for name, values in expected.items()
        if name not in found
        or found[name].dtype != values.dtype
        or found[name].shape != values.shape
        or found[name].tobytes() != values.tobytes()
    ]
    extra = sorted(set(found) - set(expected))
    report(f"{what}: {len(expected)} variables bit for bit", not wrong and not extra, ", ".join(wrong + extra))


def snapshot_of(run):
    """The variables of a run's last snapshot, and its moments, under jx's names."""
    from safetensors.numpy import load_file

    folder = os.path.join(run, "snapshots")
    values = load_file(os.path.join(folder, "epoch-0002.safetensors"))
    if os.path.exists(os.path.join(folder, "frozen.safetensors")):
        values |= load_file(os.path.join(folder, "frozen.safetensors"))
    moments = load_file(os.path.join(folder, "epoch-0002.state.safetensors"))
    return values, {f"mymodel/train/{name}": value for name, value in moments.items()}


def verify_saved_model(folder, sample, values):
    import tensorflow as tf

    loaded = tf.saved_model.load(folder)
    signature = loaded.signatures["serving_default"]
    same_outputs(
        "savedmodel, tf.saved_model.load",
        {"predictions": signature(inputs=tf.constant(sample["examples"]))["outputs"].numpy()},
        sample,
    )
    same_outputs(
        "savedmodel, signature logits",
        {"logits": loaded.signatures["logits"](inputs=tf.constant(sample["examples"]))["logits"].numpy()},
        sample,
    )
    same_variables(
        "savedmodel, tf.saved_model.load",
        {variable.name.removesuffix(":0"): variable.numpy() for variable in loaded.variables},
        values,
    )
    v1 = tf.compat.v1
    with v1.Session(graph=tf.Graph()) as session:
        meta = v1.saved_model.loader.load(session, ["serve"], folder)
        definition = meta.signature_def["serving_default"]
        report(
            "savedmodel: signature",
            definition.method_name == "tensorflow/serving/predict"
            and list(definition.inputs) == ["inputs"]
            and list(definition.outputs) == ["outputs"]
            and [d.size for d in definition.inputs["inputs"].tensor_shape.dim] == [-1, 96, 64],
        )
        names = ["vggish/embedding:0", "mymodel/logits/BiasAdd:0", definition.outputs["outputs"].name]
        outputs = session.run(names, {definition.inputs["inputs"].name: sample["examples"]})
        same_outputs("savedmodel, TF 1 loader", dict(zip(["embedding", "logits", "predictions"], outputs)), sample)
    verify_with_c_loader(folder, sample)
    size = sum(os.path.getsize(os.path.join(f, n)) for f, _, names in os.walk(folder) for n in names)
    least = sum(value.nbytes for value in values.values())
    report("savedmodel: holds the weights alone", size < least + 100_000, f"{size} bytes")


def verify_with_c_loader(folder, sample):
    """As TensorFlow Serving loads it: by TensorFlow's own C++ loader, through its C interface."""
    import tensorflow as tf

    library = ctypes.CDLL(os.path.join(os.path.dirname(tf.__file__), "libtensorflow_cc.so.2"))
    for name in ["TF_NewStatus", "TF_NewGraph", "TF_NewSessionOptions", "TF_LoadSessionFromSavedModel", "TF_Message",
                 "TF_GraphOperationByName", "TF_AllocateTensor", "TF_TensorData"]:
        getattr(library, name).restype = ctypes.c_void_p
    library.TF_Message.restype = ctypes.c_char_p
    pointer = ctypes.c_void_p
    status, graph = pointer(library.TF_NewStatus()), pointer(library.TF_NewGraph())
    options = pointer(library.TF_NewSessionOptions())
    session = pointer(library.TF_LoadSessionFromSavedModel(
        options, None, folder.encode(), (ctypes.c_char_p * 1)(b"serve"), 1, graph, None, status))
    if library.TF_GetCode(status) != 0:
        return report("savedmodel, C++ loader", False, library.TF_Message(status).decode())

    class Output(ctypes.Structure):
        _fields_ = [("operation", ctypes.c_void_p), ("index", ctypes.c_int)]

    def output(name):
        return Output(library.TF_GraphOperationByName(graph, name.encode()), 0)

    examples = np.ascontiguousarray(sample["examples"])
    extents = (ctypes.c_int64 * 3)(*examples.shape)
    tensor = pointer(library.TF_AllocateTensor(1, extents, 3, ctypes.c_size_t(examples.nbytes)))
    ctypes.memmove(library.TF_TensorData(tensor), examples.ctypes.data, examples.nbytes)
    results = (ctypes.c_void_p * 1)()
    library.TF_SessionRun(
        session, None, (Output * 1)(output("vggish/input_features")), ctypes.byref(tensor), 1,
        (Output * 1)(output("mymodel/prediction")), results, 1, None, 0, None, status)
    if library.TF_GetCode(status) != 0:
        return report("savedmodel, C++ loader", False, library.TF_Message(status).decode())
    expected = sample["predictions"]
    found = np.empty_like(expected)
    ctypes.memmove(found.ctypes.data, library.TF_TensorData(pointer(results[0])), found.nbytes)
    same_outputs("savedmodel, C++ loader", {"predictions": found}, sample)


def verify_decision(jx, name, folder):
    """Makes answers from the SavedModel alone, as a service does, and compares them with those of jx."""
    import decision as rule
    import tensorflow as tf

    signature = tf.saved_model.load(folder).signatures["logits"]
    with open(f"{folder}/assets.extra/decision.json") as file:
        decision = json.load(file)
    files = sorted(os.path.join(f, n) for f, _, names in os.walk("demo") for n in names if n.endswith(".wav"))
    worst, same, decided = 0, True, 0
    for path in files:
        run(jx, "spectrogram", path, "-o", "examples.npy")
        examples = np.load("examples.npy")
        ranking, said = rule.answer(decision, examples, signature(inputs=tf.constant(examples))["logits"].numpy())
        rows = json.loads(run(jx, "query", name, path, "--snapshot", "last", "--top", "3", "--json"))
        heard = [row["class"] for row in rows if row["heard"] and row["class"] in decision["classes"]]
        ranked = [row for row in rows if row.get("rank")]
        same &= [row["class"] for row in ranked] == [row[0] for row in ranking[:3]]
        # A threshold is the confidence of a clip that it was fitted on: there the last bit decides.
        thresholds = dict(zip(decision["classes"], decision["thresholds"]))
        if all(abs(sure - thresholds[species]) > 4e-5 for species, _, sure in ranking if thresholds[species] is not None):
            decided += 1
            same &= (heard + [None])[0] == said
        for row, (_, score, confidence) in zip(ranked, ranking):
            worst = max(worst, abs(row["confidence"] - confidence), abs(row["score"] - score))
    report(f"decision.json: answers to {len(files)} recordings, {decision['calibration']['method']}",
           same and worst <= 4e-5 and decided > 0, f"confidences and scores within {worst:.1e}")


def verify_checkpoint(prefix, sample, values, moments, steps, width, classes, is_frozen):
    """The original training graph, restored by its own saver; then the graph that lies beside the checkpoint."""
    import tensorflow.compat.v1 as tf
    import full_size

    full_size.CLASSES = classes
    with tf.Graph().as_default(), tf.Session() as session:
        features = tf.placeholder(tf.float32, [None, 96, 64])
        labels = tf.placeholder(tf.float32, [None, classes])
        embedding = full_size.define_vggish(features, width)
        logits, train = full_size.define_training(embedding, labels, is_frozen)
        tf.train.Saver().restore(session, prefix)
        found = {v.op.name: session.run(v) for v in tf.global_variables()}
        powers = {"beta1_power": 0.9, "beta2_power": 0.999}
        expected = values | moments | {"mymodel/train/global_step": np.int32(steps)}
        for name, beta in powers.items():
            power = np.float32(beta)
            for _ in range(steps):
                power = np.float32(power * np.float32(beta))
            expected[f"mymodel/train/{name}"] = power
        same_variables("tf-checkpoint, tf.train.Saver", found, expected)
        outputs = session.run([embedding, logits], {features: sample["examples"]})
        same_outputs("tf-checkpoint, tf.train.Saver", dict(zip(["embedding", "logits"], outputs)), sample)
        session.run(train, {features: sample["examples"], labels: np.eye(classes, dtype=np.float32)[[0] * 8]})
        step = session.run("mymodel/train/global_step:0")
        report("tf-checkpoint: TensorFlow trains on", step == steps + 1, f"step {step}")
    with tf.Graph().as_default(), tf.Session() as session:
        tf.train.import_meta_graph(prefix + ".meta").restore(session, prefix)
        found = session.run("mymodel/prediction:0", {"vggish/input_features:0": sample["examples"]})
        same_outputs("tf-checkpoint, import_meta_graph", {"predictions": found}, sample)


def verify_onnx(path, sample, values):
    import onnx
    import onnxruntime

    model = onnx.load(path)
    onnx.checker.check_model(path, full_check=True)
    found = {}
    for initializer in model.graph.initializer:
        array = onnx.numpy_helper.to_array(initializer)
        if initializer.name in values:
            found[initializer.name] = array.transpose(2, 3, 1, 0) if array.ndim == 4 else array
    same_variables("onnx", found, values)
    metadata = {entry.key: entry.value for entry in model.metadata_props}
    report("onnx: classes", len(json.loads(metadata["classes"])) == sample["logits"].shape[1])
    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    names = [output.name for output in session.get_outputs()]
    report("onnx: outputs", names == ["embedding", "logits", "predictions"])
    same_outputs("onnx", dict(zip(names, session.run(names, {"examples": sample["examples"]}))), sample)
    one = session.run(["logits"], {"examples": sample["examples"][:1]})[0]
    report("onnx: one example alone", bool(np.allclose(one, sample["logits"][:1], atol=1e-3)))


def verify_torch(path, sample, width):
    """torchvggish's network at any width, given its state_dict."""
    import torch
    from safetensors.torch import load_file

    layers, channels = [], 1
    for factor in [1, "M", 2, "M", 4, 4, "M", 8, 8, "M"]:
        if factor == "M":
            layers.append(torch.nn.MaxPool2d(2, 2))
        else:
            layers += [torch.nn.Conv2d(channels, factor * width, 3, padding=1), torch.nn.ReLU()]
            channels = factor * width
    sizes = [channels * 24, 64 * width, 64 * width, 2 * width]
    dense = []
    for inputs, outputs in zip(sizes, sizes[1:]):
        dense += [torch.nn.Linear(inputs, outputs), torch.nn.ReLU()]
    model = torch.nn.ModuleDict({"features": torch.nn.Sequential(*layers), "embeddings": torch.nn.Sequential(*dense)})
    model.load_state_dict(load_file(path), strict=True)
    with torch.no_grad():
        image = model["features"](torch.tensor(sample["examples"]).unsqueeze(1))
        embedding = model["embeddings"](image.permute(0, 2, 3, 1).flatten(1))
    same_outputs("safetensors in torchvggish's layout, torch", {"embedding": embedding.numpy()}, sample)


def verify_run(jx, name, settings):
    with open(f"{name}.yaml", "w") as file:
        file.write(CONFIG.format(name=name, **settings))
    outcome = json.loads(run(jx, "show", name, "--json")) if name in existing(jx) else None
    if outcome is None:
        run(jx, "run", f"{name}.yaml")
        outcome = json.loads(run(jx, "show", name, "--json"))
    details = outcome["details"]
    values, moments = snapshot_of(os.path.join("runs", details["id"]))
    classes = len(details["classes"])
    run(jx, "calibrate", name, "--snapshot", "last", "--method", "platt" if settings["loss"] == "sigmoid" else "temperature")
    out = f"{name}-exports"
    shutil.rmtree(out, ignore_errors=True)
    os.makedirs(out)

    def export(format, path, *arguments):
        text = run(jx, "export", name, "--snapshot", "last", "--format", format, "-o", f"{out}/{path}", "--json", *arguments)
        return json.loads(text)

    first = export("savedmodel", "jibjib_model", "--sample", f"{out}/sample.npz")
    report("savedmodel: the first version is 1", first["paths"] == [f"{out}/jibjib_model/1"] and first["version"] == 1)
    sample = dict(np.load(f"{out}/sample.npz"))
    verify_saved_model(first["paths"][0], sample, values)
    verify_decision(jx, name, first["paths"][0])
    shutil.rmtree(f"{out}/jibjib_model")

    export("tf-checkpoint", "model.ckpt-2", "--optimizer-state")
    steps = steps_of(f"{out}/model.ckpt-2")
    if settings["loss"] == "sigmoid":
        is_frozen = settings["frozen"] == "[vggish]"
        verify_checkpoint(f"{out}/model.ckpt-2", sample, values, moments, steps, settings["width"], classes, is_frozen)

    export("onnx", "model.onnx")
    verify_onnx(f"{out}/model.onnx", sample, values)
    os.remove(f"{out}/model.onnx")

    from safetensors import safe_open
    from safetensors.numpy import load_file

    export("safetensors", "model.safetensors")
    same_variables("safetensors", load_file(f"{out}/model.safetensors"), values)
    with safe_open(f"{out}/model.safetensors", "np") as file:
        metadata = file.metadata()
    report("safetensors: metadata", metadata["run"] == details["id"] and json.loads(metadata["classes"]) == details["classes"])
    export("npz", "model.npz")
    same_variables("npz", dict(np.load(f"{out}/model.npz")), values)
    export("safetensors", "torch.safetensors", "--layout", "torchvggish")
    verify_torch(f"{out}/torch.safetensors", sample, settings["width"])

    import tensorflow as tf

    run(jx, "checkpoint", "convert", f"{out}/model.npz", f"{out}/first.ckpt", "--format", "tensorflow-v1")
    reader = tf.train.load_checkpoint(f"{out}/first.ckpt")
    same_variables(
        "convert to TensorFlow V1, reader", {n: reader.get_tensor(n) for n in reader.get_variable_to_shape_map()}, values)
    shutil.rmtree(out)


def steps_of(prefix):
    import tensorflow as tf

    return int(tf.train.load_checkpoint(prefix).get_tensor("mymodel/train/global_step"))


def existing(jx):
    if not os.path.exists("runs/registry.sqlite"):
        return []
    return [row["name"] for row in json.loads(run(jx, "runs", "--json")) if row["status"] == "finished"]


def run(*command):
    outcome = subprocess.run(command, capture_output=True, text=True)
    if outcome.returncode != 0:
        sys.exit(f"{' '.join(command)} ended with {outcome.returncode}:\n{outcome.stdout}{outcome.stderr}")
    return outcome.stdout


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("jx")
    parser.add_argument("out")
    parser.add_argument("--keep", action="store_true", help="keep recordings and runs for another time")
    parser.add_argument("--run", choices=RUNS, help="verify one run, in OUT as it is")
    arguments = parser.parse_args()
    jx = os.path.abspath(arguments.jx)
    os.makedirs(arguments.out, exist_ok=True)
    os.chdir(arguments.out)
    os.environ["JX_CACHE"] = os.path.abspath("cache")
    os.environ.pop("JX_REGISTRY", None)
    if arguments.run:
        settings = RUNS[arguments.run]
        print(f"{arguments.run}: width {settings['width']}, {settings['frozen']} frozen, {settings['loss']}", flush=True)
        verify_run(jx, arguments.run, settings)
        sys.exit(1 if problems else 0)
    if not os.path.exists("demo/README.md"):
        run(jx, "data", "demo", "demo", "--classes", "3", "--recordings", "5", "--slices", "1", "--clip-seconds", "3")
    # A process each: TensorFlow's old graphs and its eager mode exclude each other.
    command = [sys.executable, "-W", "ignore", os.path.abspath(__file__), jx, ".", "--run"]
    failed = [name for name in RUNS if subprocess.run(command + [name]).returncode != 0]
    if not arguments.keep:
        os.chdir("..")
        shutil.rmtree(os.path.basename(os.path.normpath(arguments.out)))
    if failed:
        sys.exit(f"checks failed for {', '.join(failed)}")
    print("all checks passed")


if __name__ == "__main__":
    main()
