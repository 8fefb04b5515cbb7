"""The flow of the benchmark in PyTorch, eager: generation without gradients and one epoch of training with Adam.

Usage: torch_flow.py EVENTS TRAINING BLOCKS BINS BATCH THREADS; prints one line of JSON.
"""
import json
import math
import sys
import time

import torch
from torch import nn
from torch.nn import functional

events, training, blocks, bins, batch, threads = (int(v) for v in sys.argv[1:])
torch.set_num_threads(threads)
torch.manual_seed(1)
BOUND, LEAST = 5.0, 1e-3
OFFSET = math.log(math.exp(1 - LEAST) - 1)


def knots(parameters):
    """Edges, sizes and slopes of the pieces, [rows, pieces]."""
    width = 2 * BOUND * (LEAST + (1 - bins * LEAST) * torch.softmax(parameters[:, :bins], 1))
    height = 2 * BOUND * (LEAST + (1 - bins * LEAST) * torch.softmax(parameters[:, bins:2 * bins], 1))
    inner = LEAST + functional.softplus(parameters[:, 2 * bins:] + OFFSET)
    slope = functional.pad(inner, (1, 1), value=1.0)
    return torch.cumsum(width, 1) - width - BOUND, torch.cumsum(height, 1) - height - BOUND, width, height, slope


def piece(parameters, value, by_height):
    x, y, width, height, slope = knots(parameters)
    edges = y if by_height else x
    index = torch.clamp(torch.sum(value[:, None] >= edges, 1, keepdim=True) - 1, 0, bins - 1)
    take = lambda t: t.gather(1, index).squeeze(1)
    return take(x), take(y), take(width), take(height), take(slope), take(slope[:, 1:])


def log_slope(place, mean, left, right):
    both, rest = place * (1 - place), 1 - place
    d = mean + (left + right - 2 * mean) * both
    return 2 * torch.log(mean) + torch.log(right * place * place + 2 * mean * both + left * rest * rest) - 2 * torch.log(d), d


def forward_spline(parameters, value):
    x, y, width, height, left, right = piece(parameters, value, False)
    place, mean = (value - x) / width, height / width
    log, d = log_slope(place, mean, left, right)
    result = y + height * (mean * place * place + left * place * (1 - place)) / d
    inside = value.abs() < BOUND
    return torch.where(inside, result, value), torch.where(inside, log, torch.zeros_like(log))


def inverse_spline(parameters, value):
    x, y, width, height, left, right = piece(parameters, value, True)
    mean = height / width
    bend = (value - y) * (left + right - 2 * mean)
    a, b, c = height * (mean - left) + bend, height * left - bend, -mean * (value - y)
    place = 2 * c / (-b - torch.sqrt(torch.clamp(b * b - 4 * a * c, min=0)))
    return torch.where(value.abs() < BOUND, place * width + x, value)


class Flow(nn.Module):
    def __init__(self):
        super().__init__()
        self.networks = nn.ModuleList(
            nn.Sequential(nn.Linear(2, 32), nn.ReLU(), nn.Linear(32, 32), nn.ReLU(), nn.Linear(32, 3 * bins - 1)) for _ in range(blocks))
        self.rotations = [torch.linalg.qr(torch.randn(3, 3))[0] for _ in range(blocks)]

    def log_density(self, x):
        total = 0
        for network, rotation in zip(self.networks, self.rotations):
            x = x @ rotation.T
            moved, log = forward_spline(network(x[:, :2]), x[:, 2])
            x, total = torch.cat([x[:, :2], moved[:, None]], 1), total + log
        return total - 0.5 * (x * x).sum(1) - 1.5 * math.log(2 * math.pi)

    def sample(self, count):
        x = torch.randn(count, 3)
        for network, rotation in zip(reversed(self.networks), reversed(self.rotations)):
            moved = inverse_spline(network(x[:, :2]), x[:, 2])
            x = torch.cat([x[:, :2], moved[:, None]], 1) @ rotation
        x[:, 0].exp_()
        return x


flow = Flow()


def generate(chunk):
    with torch.no_grad():
        for _ in range(0, events, chunk):
            flow.sample(min(chunk, events))


def train():
    optimiser = torch.optim.Adam(flow.parameters(), lr=1e-5)
    rows = torch.randn(training, 3)
    for index in torch.randperm(training).split(batch):
        optimiser.zero_grad()
        (-flow.log_density(rows[index]).mean()).backward()
        optimiser.step()


def least(action, repetitions):
    action()
    best = (math.inf, math.inf)
    for _ in range(repetitions):
        clock, processor = time.perf_counter(), time.process_time()
        action()
        best = (min(best[0], time.perf_counter() - clock), min(best[1], time.process_time() - processor))
    return best


# The best of several sizes of a chunk: the rival should not lose by its cache.
generation = min(least(lambda: generate(chunk), 2) for chunk in (4096, 16384, 65536))
one_epoch = least(train, 2)
print(json.dumps({
    "generation": {"per_second": events / generation[0], "per_processor_second": events / generation[1]},
    "training": {"per_second": training / one_epoch[0], "per_processor_second": training / one_epoch[1]},
}))
