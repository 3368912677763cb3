"""The baseline of the article in plain PyTorch: the usual loop over batches of tensors in memory."""

import time
from itertools import pairwise

import torch
from torch import nn

from benchmarks.hidden import hidden_units
from regdash.datasets.preparation import Samples, prepare
from regdash.spec import RunSpec


def fit_torch(spec: RunSpec) -> list[float]:
    """Train a spec without techniques, with validation; return the seconds of each epoch."""
    data = prepare(spec.data)
    x, y = _tensors(data.train)
    torch.manual_seed(spec.seed)
    units = [x.shape[1], *hidden_units(spec)]
    layers: list[nn.Module] = []
    for inputs, outputs in pairwise(units):
        layers += [nn.Linear(inputs, outputs), nn.ReLU()]
    model = nn.Sequential(*layers, nn.Linear(units[-1], data.classes))
    optimizer = torch.optim.Adam(model.parameters(), lr=spec.optimizer.learning_rate, fused=True)
    loss = nn.CrossEntropyLoss()
    seconds = []
    for _ in range(spec.epochs):
        began = time.perf_counter()
        model.train()
        for chosen in torch.randperm(len(x)).split(spec.batch_size):
            optimizer.zero_grad()
            loss(model(x[chosen]), y[chosen]).backward()
            optimizer.step()
        for images in (data.train_sample, data.validation):
            _measure(model, loss, *_tensors(images))
        seconds.append(time.perf_counter() - began)
    return seconds


@torch.no_grad()
def _measure(
    model: nn.Module, loss: nn.Module, x: torch.Tensor, y: torch.Tensor
) -> tuple[float, float]:
    model.eval()
    outputs = model(x)
    return float(loss(outputs, y)), float((outputs.argmax(dim=1) == y).float().mean())


def _tensors(images: Samples) -> tuple[torch.Tensor, torch.Tensor]:
    return torch.from_numpy(images.x), torch.from_numpy(images.y).long()
