"""Writes focal.json: focal losses and their gradients by automatic differentiation in double precision.

Made with Python 3.11 and torch 2.15:  python generate_focal.py
"""

import json
import pathlib

import torch

HERE = pathlib.Path(__file__).parent
ROWS, CLASSES = 5, 3


def sigmoid_focal(logits, targets, gamma):
    p = torch.sigmoid(logits)
    present = torch.nn.functional.softplus(-logits)
    absent = torch.nn.functional.softplus(logits)
    return (targets * (1 - p) ** gamma * present + (1 - targets) * p**gamma * absent).mean()


def softmax_focal(logits, targets, gamma):
    log_p = torch.log_softmax(logits, dim=1)
    return (-targets * (1 - log_p.exp()) ** gamma * log_p).sum(dim=1).mean()


def case(name, gamma, soft):
    torch.manual_seed(7)
    logits = (torch.randn(ROWS, CLASSES) * 3).double().requires_grad_()
    if soft:
        targets = torch.softmax(torch.randn(ROWS, CLASSES).double(), dim=1).float().double()
    else:
        targets = torch.eye(CLASSES).double()[torch.arange(ROWS) % CLASSES]
    loss = {"sigmoid": sigmoid_focal, "softmax": softmax_focal}[name](logits, targets, gamma)
    loss.backward()
    flat = lambda tensor: tensor.detach().flatten().tolist()
    return {"loss": name, "gamma": gamma, "logits": flat(logits), "targets": flat(targets),
            "value": loss.item(), "gradient": flat(logits.grad)}


if __name__ == "__main__":
    cases = [case(name, gamma, soft) for name in ["sigmoid", "softmax"]
             for gamma in [0.0, 0.5, 1.0, 2.0, 5.0] for soft in [False, True]]
    (HERE / "focal.json").write_text(json.dumps(cases, indent=0) + "\n")
