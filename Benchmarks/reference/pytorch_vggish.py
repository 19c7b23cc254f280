"""Speed of VGGish with a head in PyTorch, eager, with torch.optim.Adam as it comes.

    python pytorch_vggish.py [--mode train|infer] [--batch 32] [--threads 2] [--steps 5] [--classes 195]

Prints one line of JSON: examples a second (batch size over the median step) and the peak memory of the process.
Needs torch 2.x (measured with 2.15).
"""

import argparse
import json
import resource
import statistics
import time

import torch

CONVOLUTIONS = [(64, True), (128, True), (256, False), (256, True), (512, False), (512, True)]


def network(classes):
    layers, channels = [], 1
    for filters, pooled in CONVOLUTIONS:
        layers += [torch.nn.Conv2d(channels, filters, 3, padding=1), torch.nn.ReLU()]
        if pooled:
            layers.append(torch.nn.MaxPool2d(2))
        channels = filters
    layers.append(torch.nn.Flatten())
    sizes = [6 * 4 * 512, 4096, 4096, 128, 100, classes]
    for inputs, outputs in zip(sizes, sizes[1:]):
        layers.append(torch.nn.Linear(inputs, outputs))
        if outputs != classes:
            layers.append(torch.nn.ReLU())
    return torch.nn.Sequential(*layers)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--mode", choices=["train", "infer"], default="train")
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--steps", type=int, default=5)
    parser.add_argument("--classes", type=int, default=195)
    options = parser.parse_args()

    torch.set_num_threads(options.threads)
    torch.manual_seed(1)
    model = network(options.classes)
    examples = torch.rand(options.batch, 1, 96, 64) * 6 - 4
    targets = torch.eye(options.classes)[torch.arange(options.batch) % options.classes]
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-4, eps=1e-8)

    def train():
        optimizer.zero_grad()
        torch.nn.functional.binary_cross_entropy_with_logits(model(examples), targets).backward()
        optimizer.step()

    def infer():
        with torch.inference_mode():
            model(examples)

    run = train if options.mode == "train" else infer
    times = []
    for step in range(options.steps + 2):
        start = time.perf_counter()
        run()
        if step >= 2:
            times.append(time.perf_counter() - start)
    print(json.dumps({
        "framework": "pytorch",
        "version": torch.__version__,
        "mode": options.mode,
        "batch": options.batch,
        "threads": options.threads,
        "examples_per_second": round(options.batch / statistics.median(times), 2),
        "peak_memory_bytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
    }))


if __name__ == "__main__":
    main()
