"""Writes the fixtures of NetTests: what VGGish computes according to PyTorch and TensorFlow, in float64.

Made with Python 3.11, numpy 2.4, torch 2.15 and tensorflow-cpu 2.21:  python generate.py
Weights and inputs are not stored: both sides draw them from the same xoshiro256** streams (see initial_weights).

Each fixture is a pair: NAME.json says where in NAME.f32 (little-endian float32) each quantity stands, and its scalars.
"""

import json
import math
import pathlib

import numpy as np

HERE = pathlib.Path(__file__).parent
MASK = (1 << 64) - 1
CHUNK = 65536
SAMPLES = 512


# --- random streams, vectorised over streams --------------------------------------------------------------------------


def seed_state(seed, purpose):
    hash = 0xCBF29CE484222325
    for byte in purpose.encode():
        hash = ((hash ^ byte) * 0x100000001B3) & MASK
    mix = seed ^ hash
    state = []
    for _ in range(4):
        mix = (mix + 0x9E3779B97F4A7C15) & MASK
        z = mix
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
        state.append(z ^ (z >> 31))
    return state


def draw(seed, purposes, count):
    """`count` uint64 of each stream: [streams, count]."""
    a, b, c, d = (np.array(w, dtype=np.uint64) for w in zip(*(seed_state(seed, p) for p in purposes)))
    rotate = lambda x, n: (x << np.uint64(n)) | (x >> np.uint64(64 - n))
    out = np.empty((count, len(purposes)), dtype=np.uint64)
    with np.errstate(over="ignore"):
        for i in range(count):
            out[i] = rotate(b * np.uint64(5), 7) * np.uint64(9)
            shifted = b << np.uint64(17)
            c = c ^ a
            d = d ^ b
            b = b ^ c
            a = a ^ d
            c = c ^ shifted
            d = rotate(d, 45)
    return out.T


def open_uniform(bits):
    return ((bits >> np.uint64(11)).astype(np.float64) + 0.5) * 2.0**-53


def normal_quantile(p):
    """Wichura 1988, AS 241, PPND7."""
    q = p - 0.5
    r = 0.180625 - q * q
    central = (
        q
        * (((59.109374720 * r + 159.29113202) * r + 50.434271938) * r + 3.3871327179)
        / (((67.187563600 * r + 78.757757664) * r + 17.895169469) * r + 1)
    )
    t = np.sqrt(-np.log(np.where(q < 0, p, 1 - p)))
    r = t - 1.6
    near = (((0.17023821103 * r + 1.3067284816) * r + 2.7568153900) * r + 1.4234372777) / (
        (0.12021132975 * r + 0.73700164250) * r + 1
    )
    r = t - 5
    far = (((0.017337203997 * r + 0.42868294337) * r + 3.0812263860) * r + 6.6579051150) / (
        (0.012258202635 * r + 0.24197894225) * r + 1
    )
    tail = np.where(t <= 5, near, far)
    return np.where(np.abs(q) <= 0.425, central, np.where(q < 0, -tail, tail))


def initial_weights(seed, name, shape, rectified):
    count = math.prod(shape)
    chunks = -(-count // CHUNK)
    bits = draw(seed, [f"initial {name} {i}" for i in range(chunks)], min(CHUNK, count))
    uniform = open_uniform(bits).reshape(-1)[:count] if count >= CHUNK else open_uniform(bits)[0]
    fan_out = shape[-1]
    fan_in = count // fan_out
    if rectified:
        values = math.sqrt(2 / fan_in) * normal_quantile(uniform)
    else:
        values = math.sqrt(6 / (fan_in + fan_out)) * (2 * uniform - 1)
    return values.astype(np.float32).reshape(shape)


def example_input(seed, count):
    """Log-mel like values in [-4, 2) with 53 random bits: no ties."""
    bits = draw(seed, ["examples"], count * 96 * 64)[0]
    return ((bits >> np.uint64(11)).astype(np.float64) * 2.0**-53 * 6 - 4).astype(np.float32)


# --- the network ------------------------------------------------------------------------------------------------------


def layers(width, hidden, classes):
    convs = [
        ("conv1", 1, width, True), ("conv2", width, 2 * width, True),
        ("conv3/conv3_1", 2 * width, 4 * width, False), ("conv3/conv3_2", 4 * width, 4 * width, True),
        ("conv4/conv4_1", 4 * width, 8 * width, False), ("conv4/conv4_2", 8 * width, 8 * width, True),
    ]
    out = [("vggish/" + n, [3, 3, i, o], pooled, True) for n, i, o, pooled in convs]
    sizes = [6 * 4 * 8 * width, 64 * width, 64 * width, 2 * width, hidden, classes]
    names = ["vggish/fc1/fc1_1", "vggish/fc1/fc1_2", "vggish/fc2", "mymodel/fully_connected", "mymodel/logits"]
    for name, i, o in zip(names, sizes, sizes[1:]):
        out.append((name, [i, o], False, name != "mymodel/logits"))
    return out


def sample(values):
    """All values, or SAMPLES of them, spread over the flat array by the golden ratio so that they share no column."""
    flat = np.asarray(values).reshape(-1)
    if flat.size <= SAMPLES:
        return flat
    return flat[[int(math.fmod(i * 0.6180339887498949, 1.0) * flat.size) for i in range(SAMPLES)]]


class Fixture:
    def __init__(self, name, **scalars):
        self.name, self.parts, self.values = name, {}, []
        self.scalars = scalars

    def add(self, key, values):
        flat = np.asarray(values, dtype=np.float64).reshape(-1).astype("<f4")
        self.parts[key] = {"offset": sum(v.size for v in self.values), "count": int(flat.size)}
        self.values.append(flat)

    def write(self):
        (HERE / f"{self.name}.f32").write_bytes(np.concatenate(self.values).tobytes())
        text = json.dumps({"scalars": self.scalars, "parts": self.parts}, indent=1, sort_keys=True)
        (HERE / f"{self.name}.json").write_text(text + "\n")


# --- full size, PyTorch -----------------------------------------------------------------------------------------------


def full_size():
    import torch

    seed, batch, classes = 11, 2, 10
    fixture = Fixture("full_size", seed=seed, batch=batch, classes=classes)
    x = torch.from_numpy(example_input(seed, batch).astype(np.float64)).reshape(batch, 1, 96, 64)
    parameters, activation, embedding = {}, x, None
    for name, shape, pooled, rectified in layers(64, 100, classes):
        weights = initial_weights(seed, name + "/weights", shape, rectified)
        fixture.add("initial " + name + "/weights", sample(weights))
        w = torch.from_numpy(weights.astype(np.float64)).requires_grad_()
        b = torch.zeros(shape[-1], dtype=torch.float64, requires_grad=True)
        parameters[name + "/weights"], parameters[name + "/biases"] = w, b
        if len(shape) == 4:
            activation = torch.nn.functional.conv2d(activation, w.permute(3, 2, 0, 1), b, padding=1)
        else:
            if activation.dim() == 4:
                activation = activation.permute(0, 2, 3, 1).reshape(batch, -1)
            activation = activation @ w + b
        if rectified:
            activation = torch.relu(activation)
        if pooled:
            activation = torch.nn.functional.max_pool2d(activation, 2)
        if name == "vggish/fc2":
            embedding = activation
    targets = torch.zeros(batch, classes, dtype=torch.float64)
    for row in range(batch):
        targets[row, (3 * row + 1) % classes] = 1
    loss = torch.nn.functional.binary_cross_entropy_with_logits(activation, targets)
    loss.backward()
    fixture.scalars["loss"] = loss.item()
    fixture.add("embedding", embedding.detach())
    fixture.add("logits", activation.detach())
    for name, parameter in parameters.items():
        fixture.add("gradient " + name, sample(parameter.grad))
    fixture.write()


# --- ten steps of TensorFlow 1's Adam ---------------------------------------------------------------------------------


def ten_steps(loss_name):
    import tensorflow.compat.v1 as tf

    tf.disable_eager_execution()
    tf.reset_default_graph()
    seed, batch, width, hidden, classes, rate = 5, 6, 2, 6, 4, 1e-3
    fixture = Fixture(
        f"ten_steps_{loss_name}", seed=seed, batch=batch, width=width, hidden=hidden, classes=classes, rate=rate)
    examples = tf.constant(example_input(seed, batch).reshape(batch, 96, 64, 1), dtype=tf.float64)
    target_values = np.zeros((batch, classes))
    for row in range(batch):
        target_values[row, row % classes] = 1
        if loss_name == "sigmoid" and row % 3 == 0:
            target_values[row, (row + 1) % classes] = 1
    targets = tf.constant(target_values, dtype=tf.float64)
    activation, variables = examples, {}
    for name, shape, pooled, rectified in layers(width, hidden, classes):
        weights = initial_weights(seed, name + "/weights", shape, rectified).astype(np.float64)
        w = tf.Variable(weights, dtype=tf.float64, name=name + "/weights")
        b = tf.Variable(np.zeros(shape[-1]), dtype=tf.float64, name=name + "/biases")
        variables[name + "/weights"], variables[name + "/biases"] = w, b
        if len(shape) == 4:
            activation = tf.nn.conv2d(activation, w, strides=1, padding="SAME") + b
        else:
            if len(activation.shape) == 4:
                activation = tf.reshape(activation, [batch, -1])
            activation = activation @ w + b
        if rectified:
            activation = tf.nn.relu(activation)
        if pooled:
            activation = tf.nn.max_pool2d(activation, 2, 2, "VALID")
    if loss_name == "sigmoid":
        terms = tf.nn.sigmoid_cross_entropy_with_logits(labels=targets, logits=activation)
    else:
        terms = tf.nn.softmax_cross_entropy_with_logits(labels=targets, logits=activation)
    loss = tf.reduce_mean(terms)
    optimizer = tf.train.AdamOptimizer(rate, epsilon=1e-8)
    step = optimizer.minimize(loss)
    losses = []
    with tf.Session() as session:
        session.run(tf.global_variables_initializer())
        for _ in range(10):
            losses.append(session.run([loss, step])[0])
        fixture.scalars["losses"] = [float(v) for v in losses]
        for name, variable in variables.items():
            fixture.add("value " + name, sample(session.run(variable)))
            fixture.add("firstMoment " + name, sample(session.run(optimizer.get_slot(variable, "m"))))
            fixture.add("secondMoment " + name, sample(session.run(optimizer.get_slot(variable, "v"))))
    fixture.write()


# --- five steps of PyTorch's AdamW, with all that training can be told --------------------------------------------------


def five_steps_adamw(loss_name):
    """Weight decay on weights, a limited gradient norm, a learning rate a layer, a weight an example, and two layers that
    join with states of their own behind the second step."""
    import torch

    seed, batch, width, hidden, classes, rate = 5, 6, 2, 6, 4, 1e-3
    scales = [0.25, 0.5, 1, 1, 1, 1, 1, 1, 1, 2, 4]
    late, joined_behind = [0, 1], 2
    weights = [0.5, 1.5, 2.0, 0.25]
    decay, largest_norm, epsilon = 0.1, 0.3, 1e-12
    fixture = Fixture(
        f"five_steps_adamw_{loss_name}", seed=seed, batch=batch, width=width, hidden=hidden, classes=classes, rate=rate,
        scales=scales, late=late, joined_behind=joined_behind, weights=weights, decay=decay,
        largest_norm=largest_norm, epsilon=epsilon)
    x = torch.from_numpy(example_input(seed, batch).astype(np.float64)).reshape(batch, 1, 96, 64)
    described = layers(width, hidden, classes)
    parameters = {}
    for name, shape, _, rectified in described:
        values = initial_weights(seed, name + "/weights", shape, rectified).astype(np.float64)
        parameters[name + "/weights"] = torch.from_numpy(values).requires_grad_()
        parameters[name + "/biases"] = torch.zeros(shape[-1], dtype=torch.float64, requires_grad=True)

    def groups(indices):
        for index in indices:
            name = described[index][0]
            yield {"params": [parameters[name + "/weights"]], "lr": rate * scales[index], "weight_decay": decay}
            yield {"params": [parameters[name + "/biases"]], "lr": rate * scales[index], "weight_decay": 0}

    def forward():
        activation = x
        for name, shape, pooled, rectified in described:
            w, b = parameters[name + "/weights"], parameters[name + "/biases"]
            if len(shape) == 4:
                activation = torch.nn.functional.conv2d(activation, w.permute(3, 2, 0, 1), b, padding=1)
            else:
                if activation.dim() == 4:
                    activation = activation.permute(0, 2, 3, 1).reshape(batch, -1)
                activation = activation @ w + b
            if rectified:
                activation = torch.relu(activation)
            if pooled:
                activation = torch.nn.functional.max_pool2d(activation, 2)
        return activation

    labels = torch.arange(batch) % classes
    targets = torch.nn.functional.one_hot(labels, classes).double()
    factors = torch.tensor(weights, dtype=torch.float64)[labels]
    optimizer = torch.optim.AdamW(list(groups([i for i in range(len(described)) if i not in late])), eps=epsilon)
    losses, norms = [], []
    for step in range(5):
        if step == joined_behind:
            for group in groups(late):
                optimizer.add_param_group(group)
        for parameter in parameters.values():
            parameter.grad = None
        logits = forward()
        if loss_name == "sigmoid":
            terms = torch.nn.functional.binary_cross_entropy_with_logits(logits, targets, reduction="none").mean(1)
        else:
            terms = torch.nn.functional.cross_entropy(logits, labels, reduction="none")
        loss = (factors * terms).mean()
        loss.backward()
        trained = [p for group in optimizer.param_groups for p in group["params"]]
        norms.append(torch.nn.utils.clip_grad_norm_(trained, largest_norm).item())
        optimizer.step()
        losses.append(loss.item())
    assert min(norms) > largest_norm, norms
    fixture.scalars["losses"] = losses
    for name, parameter in parameters.items():
        fixture.add("value " + name, sample(parameter.detach()))
        fixture.add("firstMoment " + name, sample(optimizer.state[parameter]["exp_avg"]))
        fixture.add("secondMoment " + name, sample(optimizer.state[parameter]["exp_avg_sq"]))
    fixture.write()


if __name__ == "__main__":
    full_size()
    ten_steps("sigmoid")
    ten_steps("softmax")
    five_steps_adamw("sigmoid")
    five_steps_adamw("softmax")
