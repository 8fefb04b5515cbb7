"""Golden values for the fits: the same likelihoods written with SciPy's own functions and minimised without gradients.

Run in this folder with numpy and scipy: python3 fits.py ; writes fits.csv, crystal-ball.csv and faddeeva.csv.
"""
import csv

import numpy as np
from scipy import optimize, special

DATA = "../../../../../data/dimuon/dimuon-sample.csv"


def masses(low, high):
    table = np.genfromtxt(DATA, delimiter=",", names=True)
    # The library's tables hold float32.
    m, q1, q2 = (table[name].astype(np.float32).astype(float) for name in ("M", "Q1", "Q2"))
    return m[(q1 * q2 < 0) & (m >= low) & (m <= high)]


def crystal_ball(x, mean, sigma, alpha, power):
    t = (x - mean) / sigma
    a = (power / alpha) ** power * np.exp(-alpha**2 / 2)
    b = power / alpha - alpha
    tail = a / np.maximum(b - t, 1e-12) ** power
    return np.where(t > -alpha, np.exp(-t * t / 2), tail)


NODES, WEIGHTS = np.polynomial.legendre.leggauss(150)


def normalised(shape, low, high, kink, parameters):
    integral = 0.0
    for a, b in ((low, kink), (kink, high)):
        integral += (b - a) / 2 * (WEIGHTS * shape((a + b) / 2 + (b - a) / 2 * NODES, *parameters)).sum()
    return lambda x: shape(x, *parameters) / integral


def exponential(x, slope, low, high):
    middle = (low + high) / 2
    half = (high - low) / 2
    return np.exp(slope * (x - middle)) / (2 * np.sinh(slope * half) / slope)


def jpsi(low=2.5, high=3.5):
    x = masses(low, high)

    def nll(p):
        signal, mean, sigma, background, slope = p
        if signal <= 0 or background <= 0 or sigma <= 0:
            return np.inf
        f = normalised(lambda x, m, s: np.exp(-((x - m) / s) ** 2 / 2), low, high, mean, (mean, sigma))
        return signal + background - np.log(signal * f(x) + background * exponential(x, slope, low, high)).sum()

    start = [0.9 * len(x), 3.095, 0.03, 0.1 * len(x), -1.0]
    return "jpsi", ["N_sig", "mean", "sigma", "N_bkg", "slope"], start, [20, 0.002, 0.002, 5, 1.0], nll


def tail(low=2.9, high=3.3, power=3.0):
    """A Crystal Ball on an exponential: drawn here, since the simulated pairs have next to no tail."""
    random = np.random.default_rng(7)
    grid = np.linspace(low, high, 40001)
    f = 0.85 * normalised(crystal_ball, low, high, 3.06, (3.093, 0.033, 1.0, power))(grid) + 0.15 * exponential(grid, -1.5, low, high)
    sums = np.concatenate([[0], np.cumsum((f[1:] + f[:-1]) / 2)])
    x = np.round(np.interp(random.random(4000), sums / sums[-1], grid), 5)
    np.savetxt("crystal-ball.csv", x, fmt="%.5f", header="mass", comments="")

    def nll(p):
        signal, mean, sigma, alpha, background, slope = p
        if signal <= 0 or background <= 0 or sigma <= 0 or alpha <= 0:
            return np.inf
        f = normalised(crystal_ball, low, high, mean - alpha * sigma, (mean, sigma, alpha, power))
        return signal + background - np.log(signal * f(x) + background * exponential(x, slope, low, high)).sum()

    return "tail", ["N_sig", "mean", "sigma", "alpha", "N_bkg", "slope"], [3400, 3.093, 0.033, 1.0, 600, -1.5], [80, 0.001, 0.001, 0.08, 60, 0.4], nll


def z(low=70.0, high=110.0, width=2.4955):
    x = masses(low, high)

    def nll(p):
        signal, mean, sigma, background, slope = p
        if signal <= 0 or background <= 0 or sigma <= 0:
            return np.inf
        f = normalised(lambda x, m, s: special.voigt_profile(x - m, s, width / 2), low, high, mean, (mean, sigma))
        return signal + background - np.log(signal * f(x) + background * exponential(x, slope, low, high)).sum()

    start = [0.9 * len(x), 91.0, 1.8, 0.1 * len(x), -0.02]
    return "z", ["N_sig", "mass", "sigma", "N_bkg", "slope"], start, [20, 0.15, 0.15, 10, 0.01], nll


def hessian(f, p, steps):
    n = len(p)
    h = np.empty((n, n))
    for i in range(n):
        for j in range(i + 1):
            def at(a, b):
                q = np.array(p)
                q[i] += a * steps[i]
                q[j] += b * steps[j]
                return f(q)
            h[i, j] = h[j, i] = (at(1, 1) - at(1, -1) - at(-1, 1) + at(-1, -1)) / (4 * steps[i] * steps[j])
    return h


def fit(name, parameters, start, scale, nll):
    scale = np.array(scale)
    g = lambda y: nll(np.array(start) + y * scale)
    y = np.zeros(len(start))
    for _ in range(2):
        y = optimize.minimize(g, y, method="Nelder-Mead", options=dict(xatol=1e-7, fatol=1e-9, maxiter=20000, maxfev=20000, adaptive=True)).x
    p = np.array(start) + y * scale
    # Newton steps by differences of -ln L, with steps of a tenth of an error.
    errors = scale
    for _ in range(4):
        steps = 0.1 * errors
        h = hessian(nll, p, steps)
        gradient = np.array([(nll(p + d) - nll(p - d)) / (2 * d.sum()) for d in np.diag(0.02 * errors)])
        p = p - np.linalg.solve(h, gradient)
        errors = np.sqrt(np.diag(np.linalg.inv(h)))
    h = hessian(nll, p, 0.05 * errors)
    errors = np.sqrt(np.diag(np.linalg.inv(h)))
    # Profile likelihood of the second parameter.
    def profile(v):
        fixed = lambda q: nll(np.insert(q, 1, v))
        others = np.delete(p, 1)
        cov = np.linalg.inv(h)
        others = others + np.delete(cov[:, 1], 1) / cov[1, 1] * (v - p[1])
        s = np.delete(errors, 1)
        r = optimize.minimize(lambda u: fixed(others + u * s), np.zeros(len(s)), method="Nelder-Mead", options=dict(xatol=1e-5, fatol=1e-8, maxiter=5000, adaptive=True))
        return r.fun - best
    best = nll(p)
    sides = [abs(optimize.brentq(lambda v: profile(v) - 0.5, p[1] + s * 0.7 * errors[1], p[1] + s * 1.4 * errors[1], xtol=1e-5 * errors[1]) - p[1]) for s in (-1, 1)]
    print(name, best, dict(zip(parameters, zip(p, errors))), sides)
    return [[name, parameter, repr(float(v)), repr(float(e)), repr(float(sides[0])) if i == 1 else "", repr(float(sides[1])) if i == 1 else "", repr(float(best))]
            for i, (parameter, v, e) in enumerate(zip(parameters, p, errors))]


with open("fits.csv", "w", newline="") as file:
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(["fit", "parameter", "value", "error", "error_low", "error_high", "nll"])
    for case in (jpsi(), z(), tail()):
        writer.writerows(fit(*case))

with open("faddeeva.csv", "w", newline="") as file:
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(["x", "y", "real", "imaginary"])
    for x in (0, 0.01, 0.5, 1, 2, 3.5, 5, 6.5, 8, 12, 30, 100, 1000):
        for y in (1e-6, 1e-3, 0.1, 0.5, 1, 3, 10, 100):
            w = special.wofz(x + 1j * y)
            writer.writerow([repr(float(x)), repr(float(y)), repr(float(w.real)), repr(float(w.imag))])
