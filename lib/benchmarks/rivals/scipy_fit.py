"""The J/psi fit of the benchmark in NumPy and SciPy: L-BFGS-B with differences, and with the exact gradient; errors from differences.

Usage: scipy_fit.py FOLDER N_sig mean sigma alpha N_bkg slope; prints one line of JSON.
"""
import json
import sys
import time

import numpy as np
from scipy import optimize, special

LOW, HIGH, POWER = 2.9, 3.3, 3.0
x = np.fromfile(sys.argv[1] + "/values.bin")
start = np.array([float(v) for v in sys.argv[2:]])
calls = 0


def crystal_ball_integral(mean, sigma, alpha):
    n = POWER
    a, b = (LOW - mean) / sigma, (HIGH - mean) / sigma
    core = np.sqrt(np.pi / 2) * (special.erf(b / np.sqrt(2)) - special.erf(max(a, -alpha) / np.sqrt(2)))
    r = 1 + alpha * max(0.0, -alpha - a) / n
    tail = np.exp(-alpha**2 / 2) * n / alpha * (1 - r ** (1 - n)) / (n - 1)
    return sigma * (core + tail)


def densities(p):
    _, mean, sigma, alpha, _, slope = p
    t = (x - mean) / sigma
    r = 1 + alpha * np.maximum(0, -t - alpha) / POWER
    signal = np.where(t > -alpha, np.exp(-t * t / 2), np.exp(-alpha * alpha / 2) * r**-POWER) / crystal_ball_integral(mean, sigma, alpha)
    half = (HIGH - LOW) / 2
    norm = 2 * np.sinh(slope * half) / slope if slope != 0 else 2 * half
    return signal, np.exp(slope * (x - (LOW + HIGH) / 2)) / norm, t, r


def nll(p):
    global calls
    calls += 1
    signal, background, _, _ = densities(p)
    return p[0] + p[4] - np.log(p[0] * signal + p[4] * background).sum()


def gradient(p):
    n_signal, mean, sigma, alpha, n_background, slope = p
    signal, background, t, r = densities(p)
    w = 1 / (n_signal * signal + n_background * background)
    tail = t <= -alpha
    by_t = np.where(tail, alpha / r, -t)
    s = np.maximum(0, -t - alpha)
    by_alpha = np.where(tail, -alpha - (s - alpha) / r, 0)
    step = 1e-6
    # The integral is one number: differences of it cost nothing.
    def log_integral(q):
        return np.log(crystal_ball_integral(*q))
    q = np.array([mean, sigma, alpha])
    norm = [(log_integral(q + d) - log_integral(q - d)) / (2 * step) for d in np.diag([step] * 3)]
    ws = n_signal * w * signal
    half = (HIGH - LOW) / 2
    by_slope = 1 / slope - half / np.tanh(slope * half) if slope != 0 else 0.0
    return np.array([
        1 - (w * signal).sum(),
        -(ws * (-by_t / sigma - norm[0])).sum(),
        -(ws * (-by_t * t / sigma - norm[1])).sum(),
        -(ws * (by_alpha - norm[2])).sum(),
        1 - (w * background).sum(),
        -(n_background * w * background * (x - (LOW + HIGH) / 2 + by_slope)).sum()])


def errors(p, scale):
    h = np.array([(gradient(p + d) - gradient(p - d)) / (2 * d.sum()) for d in np.diag(1e-3 * scale)])
    return np.sqrt(np.diag(np.linalg.inv((h + h.T) / 2)))


def fit(with_gradient):
    global calls
    calls = 0
    scale = np.array([np.sqrt(len(x)), 1e-3, 1e-3, 0.05, np.sqrt(len(x)), 0.1])
    bounds = [(lo / s, hi / s) for lo, hi, s in zip([0, 2.9, 0.001, 0.1, 0, -20], [10 * len(x), 3.3, 0.2, 10, 10 * len(x), 20], scale)]
    begin = time.perf_counter()
    result = optimize.minimize(
        lambda y: nll(y * scale), start / scale, method="L-BFGS-B", bounds=bounds,
        jac=(lambda y: gradient(y * scale) * scale) if with_gradient else None, options=dict(ftol=1e-14, gtol=1e-5, maxfun=10000))
    p = result.x * scale
    error = errors(p, scale)
    seconds = time.perf_counter() - begin
    return dict(seconds=seconds, nll=float(result.fun), mean=float(p[1]), error=float(error[1]), evaluations=calls)


print(json.dumps({"scipy": min((fit(False) for _ in range(2)), key=lambda f: f["seconds"]),
                  "scipy, exact gradient": min((fit(True) for _ in range(2)), key=lambda f: f["seconds"])}))
