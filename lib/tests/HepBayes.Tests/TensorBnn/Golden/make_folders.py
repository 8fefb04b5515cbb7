"""Writes small folders in the format of TensorBNN 0.x (arXiv 2009.14393, section 3) and what their networks predict.

    python3 make_folders.py        needs numpy

The format: numpy.savetxt of each tensor, networks below each other; weights are [outputs, inputs], biases [outputs, 1],
slopes [units]; hyper-parameters one a line, four for each dense layer (location and root of the scale of the weights, then
of the biases), those of the slopes behind those of their layer, that of the likelihood last. Columns of x are features here
(the original keeps them as rows and transposes). TensorBNN itself is not needed and was not run.
"""
import os

import numpy as np

HERE = os.path.dirname(os.path.abspath(__file__))
ACTIVATIONS = {
    "tanh": lambda z, t: np.tanh(z),
    "relu": lambda z, t: np.maximum(z, 0),
    "prelu": lambda z, t: np.where(z < 0, t[:, None] * z, z),
    "squareprelu": lambda z, t: np.where(z < 0, t[:, None] ** 2 * z, z),
    "sigmoid": lambda z, t: 1 / (1 + np.exp(-z)),
}
SLOPE_HYPERS = {"prelu": 1, "squareprelu": 2}


def network(rng, layers, widths, noise):
    """Tensors and hyper-parameters of one network, as float32."""
    tensors, hypers, level = [], [], 0
    for name in layers:
        if name.startswith("dense"):
            tensors.append(rng.normal(0, 0.8, (widths[level + 1], widths[level])))
            tensors.append(rng.normal(0, 0.8, (widths[level + 1], 1)))
            hypers += [rng.normal(0, 0.1), rng.uniform(0.7, 1.2), rng.normal(0, 0.1), -rng.uniform(0.7, 1.2)]
            level += 1
        elif name in SLOPE_HYPERS:
            tensors.append(rng.uniform(0.1, 0.9, widths[level]))
            hypers += list(rng.uniform(0.2, 0.5, SLOPE_HYPERS[name]))
    if noise:
        hypers.append(rng.uniform(0.2, 0.4))
    return [t.astype(np.float32) for t in tensors], np.array(hypers, np.float32)


def predict(layers, tensors, x):
    """Outputs of one network, [rows, outputs], in float64."""
    current, rest = x.T.astype(float), list(tensors)
    for name in layers:
        if name.startswith("dense"):
            weight, bias = rest.pop(0), rest.pop(0)
            current = weight.astype(float) @ current + bias
        else:
            current = ACTIVATIONS[name](current, rest.pop(0).astype(float) if name in SLOPE_HYPERS else None)
    return current.T


def write(folder, layers, widths, files, per_file, noise, seed):
    rng = np.random.default_rng(seed)
    path = os.path.join(HERE, folder)
    os.makedirs(path, exist_ok=True)
    drawn = [network(rng, layers, widths, noise) for _ in range(files * per_file)]
    for k in range(files):
        own = drawn[k * per_file:(k + 1) * per_file]
        for n in range(len(drawn[0][0])):
            with open(os.path.join(path, f"{n}.{k}.txt"), "wb") as file:
                for tensors, _ in own:
                    np.savetxt(file, tensors[n])
        with open(os.path.join(path, f"hypers{k}.txt"), "wb") as file:
            for _, hypers in own:
                np.savetxt(file, hypers)
    with open(os.path.join(path, "architecture.txt"), "w") as file:
        file.write("".join(name + "\n" for name in layers))
    with open(os.path.join(path, "summary.txt"), "w") as file:
        for tensor in drawn[0][0]:
            file.write(" ".join(map(str, tensor.shape)) + "\n")
        file.write(f"{len(drawn)} {files} {len(drawn[0][0])}\n{len(drawn[0][1])}")
    x = rng.normal(0, 1.5, (5, widths[0])).astype(np.float32)
    outputs = np.array([predict(layers, tensors, x) for tensors, _ in drawn])
    np.savetxt(os.path.join(path, "inputs.csv"), x, delimiter=",", fmt="%.9g")
    np.savetxt(os.path.join(path, "predictions.csv"), outputs.reshape(-1, widths[-1]), delimiter=",", fmt="%.12g")


write("regression", ["denseGaussian", "tanh", "denseGaussian", "tanh", "denseGaussian"], [2, 4, 3, 2], 2, 3, True, 1)
write("classifier", ["dense", "squareprelu", "dense", "sigmoid"], [3, 4, 1], 1, 4, False, 2)
write("slopes", ["denseGaussian", "prelu", "denseGaussian", "prelu", "denseGaussian"], [1, 3, 2, 1], 1, 3, True, 3)
write("linear", ["dense", "dense"], [2, 3, 1], 1, 2, False, 4)
