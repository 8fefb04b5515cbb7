"""Hamiltonian Monte Carlo of a Bayesian neural network by PyTorch in eager mode with automatic differentiation.

Usage: torch_hmc.py FOLDER. The folder holds model.json (widths, likelihood, prior, step size, leapfrog steps of each
transition, threads) and raw float32 arrays: x, y, held_out, prior_sd, start, inverse_mass. Writes predictions.bin
([chains, draws, points]) there and prints one line of JSON. Same posterior, start, mass, step size and trajectories as the
library's run; the transition is the textbook one (Neal, MCMC using Hamiltonian dynamics, 2011).
"""

import array
import json
import math
import pathlib
import sys
import time

import torch

folder = pathlib.Path(sys.argv[1])
model = json.loads((folder / "model.json").read_text())
torch.set_num_threads(model["threads"])
torch.manual_seed(1)
widths, chains = model["widths"], model["chains"]
weights = sum((i + 1) * o for i, o in zip(widths, widths[1:]))
noise = 1 if model["likelihood"] == "gaussian" else 0
activate = {"tanh": torch.tanh, "relu": torch.relu}[model["activation"]]


def load(name, *shape):
    size = math.prod(shape)
    return torch.from_file(str(folder / (name + ".bin")), size=size, dtype=torch.float32).clone().reshape(*shape)


x, y = load("x", model["rows"], widths[0]), load("y", model["rows"], widths[-1])
held_out = load("held_out", model["points"], widths[0])
prior_sd = load("prior_sd", weights)
inverse_mass = load("inverse_mass", chains, weights + noise)
precision = prior_sd ** -2


def forward_batched(p, h):
    """Outputs [chains, rows, outputs] of all networks by batched matrix products."""
    h, offset = h.expand(len(p), *h.shape), 0
    for layer, (i, o) in enumerate(zip(widths, widths[1:])):
        w, b = p[:, offset:offset + i * o].reshape(-1, i, o), p[:, offset + i * o:offset + (i + 1) * o].unsqueeze(1)
        h = torch.baddbmm(b, h, w)
        h = activate(h) if layer < len(widths) - 2 else h
        offset += (i + 1) * o
    return h


def forward_looped(p, h):
    """The same, one network after the other."""
    return torch.cat([forward_single(row, h).unsqueeze(0) for row in p])


def forward_single(p, h):
    offset = 0
    for layer, (i, o) in enumerate(zip(widths, widths[1:])):
        h = torch.addmm(p[offset + i * o:offset + (i + 1) * o], h, p[offset:offset + i * o].reshape(i, o))
        h = activate(h) if layer < len(widths) - 2 else h
        offset += (i + 1) * o
    return h


def log_density(p, forward):
    f, w = forward(p, x), p[:, :weights]
    logp = -0.5 * (w * w * precision).sum(1, dtype=torch.float64)
    if noise:
        u = p[:, weights].double()
        squares = ((y - f) ** 2).sum((1, 2), dtype=torch.float64)
        z = (u - model["log_median"]) / model["spread"]
        return logp - 0.5 * squares * torch.exp(-2 * u) - y.numel() * u - 0.5 * z * z
    loss = torch.nn.functional.binary_cross_entropy_with_logits(f, y.expand_as(f), reduction="none")
    return logp - loss.sum((1, 2), dtype=torch.float64)


def gradient(p, forward):
    p = p.detach().requires_grad_(True)
    logp = log_density(p, forward)
    return logp.detach(), torch.autograd.grad(logp.sum(), p)[0]


def seconds_of(forward, p, repetitions=5):
    gradient(p, forward)
    times = []
    for _ in range(repetitions):
        begin = time.perf_counter()
        gradient(p, forward)
        times.append(time.perf_counter() - begin)
    return min(times)


def kinetic(momentum):
    return 0.5 * (momentum.double() ** 2 * inverse_mass).sum(1)


def transition(state, steps, forward):
    position, logp, slope = state
    momentum = torch.randn_like(position) / inverse_mass.sqrt()
    energy = kinetic(momentum) - logp
    step = model["step_size"]
    end, end_logp, end_slope = position, logp, slope
    momentum = momentum + 0.5 * step * slope
    for i in range(steps):
        end = end + step * inverse_mass * momentum
        end_logp, end_slope = gradient(end, forward)
        momentum = momentum + (step if i < steps - 1 else 0.5 * step) * end_slope
    probability = torch.exp(energy - kinetic(momentum) + end_logp).clamp(max=1).nan_to_num(0)
    accepted = torch.rand(len(position), dtype=torch.float64) < probability
    column = accepted.unsqueeze(1)
    return (torch.where(column, end, position), torch.where(accepted, end_logp, logp), torch.where(column, end_slope, slope)), probability


def matrix_product_rate(size=1024):
    a, b, best = torch.randn(size, size), torch.randn(size, size), math.inf
    for _ in range(5):
        begin = time.perf_counter()
        a @ b
        best = min(best, time.perf_counter() - begin)
    return 2 * size ** 3 / best * 1e-9


position = load("start", chains, weights + noise)
# Whichever form this PyTorch runs faster.
forward = min((forward_batched, forward_looped), key=lambda form: seconds_of(form, position))
state = (position, *gradient(position, forward))
draws, acceptance = [], 0.0
begin = time.perf_counter()
for steps in model["leapfrogs"]:
    state, probability = transition(state, steps, forward)
    draws.append(state[0])
    acceptance += probability.mean().item() / len(model["leapfrogs"])
seconds = time.perf_counter() - begin
with torch.no_grad():
    f = torch.stack([forward_batched(p, held_out)[:, :, 0] for p in draws], 1)
    predictions = f if noise else torch.sigmoid(f)
with open(folder / "predictions.bin", "wb") as file:
    array.array("f", predictions.flatten().tolist()).tofile(file)
print(json.dumps({"seconds": seconds, "acceptance": acceptance, "form": forward.__name__, "version": torch.__version__,
                  "matrix_product_gflops": matrix_product_rate()}))
