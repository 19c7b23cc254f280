"""Speed of VGGish with a head in PyTorch, eager, with torch.optim.Adam as it comes.

    python pytorch_vggish.py [--mode train|infer|dense] [--batch 32] [--threads 2] [--steps 5] [--classes 195] [--serve]

`dense` trains the dense layers alone, from stored outputs of the convolutions. Needs torch 2.x (measured with 2.15).
"""

import torch

import stepping

CONVOLUTIONS = [(64, True), (128, True), (256, False), (256, True), (512, False), (512, True)]
CONVOLUTION_OUTPUTS = 6 * 4 * 512


def convolutions():
    layers, channels = [], 1
    for filters, pooled in CONVOLUTIONS:
        layers += [torch.nn.Conv2d(channels, filters, 3, padding=1), torch.nn.ReLU()]
        if pooled:
            layers.append(torch.nn.MaxPool2d(2))
        channels = filters
    return layers + [torch.nn.Flatten()]


def dense_layers(classes):
    layers = []
    sizes = [CONVOLUTION_OUTPUTS, 4096, 4096, 128, 100, classes]
    for inputs, outputs in zip(sizes, sizes[1:]):
        layers.append(torch.nn.Linear(inputs, outputs))
        if outputs != classes:
            layers.append(torch.nn.ReLU())
    return layers


def main():
    options = stepping.network_parser(__doc__.splitlines()[0]).parse_args()
    torch.set_num_threads(options.threads)
    torch.manual_seed(1)
    if options.mode == "dense":
        model = torch.nn.Sequential(*dense_layers(options.classes))
        examples = torch.rand(options.batch, CONVOLUTION_OUTPUTS)
    else:
        model = torch.nn.Sequential(*convolutions(), *dense_layers(options.classes))
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

    step = infer if options.mode == "infer" else train
    stepping.run(step, options, "pytorch", torch.__version__, options.batch)


if __name__ == "__main__":
    main()
