#!/usr/bin/python3
"""Makes parzen.csv and tpe-best.csv with Optuna (python3-optuna of Debian 12, version 3.1.0). Run in this folder.

Optuna 3.1 leaves the width of a kernel out of the density of continuous numbers (optuna issue 5109, put right by pull request
5110), so that it does not integrate to one. It is put right here too.
"""
import math
import multiprocessing
import warnings

import numpy as np
import optuna
from optuna.distributions import CategoricalDistribution, FloatDistribution, IntDistribution
from optuna.samplers._tpe import _truncnorm
from optuna.samplers._tpe.parzen_estimator import _ParzenEstimator, _ParzenEstimatorParameters
from optuna.samplers._tpe.sampler import default_weights

TRIALS, SEEDS = 50, 100
PARAMETERS = _ParzenEstimatorParameters(True, 1.0, True, False, default_weights, False)


without_width = _truncnorm.logpdf
_truncnorm.logpdf = lambda x, a, b, loc=0, scale=1: without_width(x, a, b, loc, scale) - np.log(scale)


def parzen():
    rng = np.random.RandomState(7)

    def cases():
        for n in (0, 1, 2, 7, 24, 25, 26, 27, 60, 150):
            yield "float", FloatDistribution(-3.0, 10.0), rng.uniform(-3, 10, n)
            yield "log", FloatDistribution(1e-5, 1e-1, log=True), np.exp(rng.uniform(math.log(1e-5), math.log(1e-1), n))
            yield "step", FloatDistribution(0.05, 0.40, step=0.01), 0.05 + 0.01 * rng.permutation(36)[:n] if n <= 36 else None
            yield "int", IntDistribution(20, 1020, step=5), 20.0 + 5 * rng.permutation(201)[:n]
            yield "intlog", IntDistribution(1, 4000, log=True), np.sort(rng.permutation(4000)[:n])[rng.permutation(n)] + 1.0
            yield "categorical", CategoricalDistribution(["a", "b", "c", "d"]), rng.randint(0, 4, n).astype(float)
        # Equal observations, and some at the ends.
        yield "float", FloatDistribution(0.0, 1.0), np.array([0.0, 1.0, 0.25, 0.25, 0.25, 0.9])
        yield "int", IntDistribution(1, 4), np.array([2.0, 2.0, 3.0, 1.0, 1.0, 4.0, 2.0])

    with open("parzen.csv", "w") as out:
        out.write("kind,low,high,step,observations,value,logdensity\n")
        for kind, space, seen in cases():
            if seen is None:
                continue
            estimator = _ParzenEstimator({"x": np.asarray(seen)}, {"x": space}, PARAMETERS)
            if kind == "categorical":
                low, high, step, points = 0, 4, 0, np.arange(4)
            else:
                low, high, step = space.low, space.high, space.step or 0
                if space.log:
                    points = np.exp(np.linspace(math.log(low), math.log(high), 9))
                else:
                    points = np.linspace(low, high, 9)
                if isinstance(space, IntDistribution) or step:
                    q = step or 1
                    points = np.unique(low + np.round((points - low) / q) * q)
                points = np.clip(points, low, high)
            for point, value in zip(points, estimator.log_pdf({"x": points})):
                out.write(f"{kind},{low!r},{high!r},{step!r},{' '.join(repr(float(v)) for v in seen)},{float(point)!r},{float(value)!r}\n")


def sphere(trial):
    return trial.suggest_float("x", -5, 5) ** 2 + trial.suggest_float("y", -5, 5) ** 2


def branin(trial):
    x, y = trial.suggest_float("x", -5, 10), trial.suggest_float("y", 0, 15)
    return (y - 5.1 / (4 * math.pi**2) * x * x + 5 / math.pi * x - 6) ** 2 + 10 * (1 - 1 / (8 * math.pi)) * math.cos(x) + 10


def mixed(trial):
    """A choice, a logarithmic number, a whole number, and a number with steps that only one choice has."""
    kind = trial.suggest_categorical("kind", ["a", "b", "c"])
    value = {"a": 1.0, "b": 0.0, "c": 0.5}[kind]
    value += (math.log10(trial.suggest_float("rate", 1e-4, 1, log=True)) + 2) ** 2
    value += ((trial.suggest_int("units", 1, 50) - 20) / 10) ** 2
    return value + ((trial.suggest_float("drop", 0, 2, step=0.1) - 1.3) ** 2 if kind == "b" else 0.3)


def run(case):
    function, seed = case
    study = optuna.create_study(sampler=optuna.samplers.TPESampler(seed=seed))
    study.optimize(function, n_trials=TRIALS)
    return f"{function.__name__},{seed},{study.best_value!r}\n"


def best():
    cases = [(function, seed) for function in (sphere, branin, mixed) for seed in range(SEEDS)]
    with open("tpe-best.csv", "w") as out, multiprocessing.Pool(3) as pool:
        out.write("function,seed,best\n")
        for line in pool.imap(run, cases):
            out.write(line)
            out.flush()


optuna.logging.set_verbosity(optuna.logging.ERROR)
warnings.simplefilter("ignore")
if __name__ == "__main__":
    parzen()
    best()
