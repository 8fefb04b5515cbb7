# Weighted ROC curves, areas, partial areas and log-losses by scikit-learn, for RocGoldenTests; also writes the rows that
# roc.R reads. Run in this folder: /usr/bin/python3 roc.py && Rscript roc.R
import numpy as np
import sklearn
from sklearn.metrics import brier_score_loss, log_loss, roc_auc_score, roc_curve


def save(name, header, rows):
    with open(name, "w") as file:
        file.write(",".join(header) + "\n")
        for row in rows:
            file.write(",".join(v if isinstance(v, str) else format(float(v), ".17g") for v in row) + "\n")


random = np.random.RandomState(11)
n = 400
label = (np.arange(n) % 5 < 2).astype(int)
shared = random.normal(size=n)
# The first score has ties, the second none; the weights span four decades, as those of simulated slices do.
first = np.round(1 / (1 + np.exp(-(1.4 * label - 0.6 + shared + 0.5 * random.normal(size=n)))), 2)
second = 1 / (1 + np.exp(-(1.1 * label - 0.5 + shared + 0.8 * random.normal(size=n))))
weight = np.exp(2 * random.normal(size=n) - 1.5 * label)
save("roc-rows.csv", ["label", "first", "second", "weight"], np.column_stack([label, first, second, weight]))

figures = [["version", sklearn.__version__]]
for name, score in (("first", first), ("second", second)):
    for kind, w in (("plain", None), ("weighted", weight)):
        figures.append([f"auc.{name}.{kind}", roc_auc_score(label, score, sample_weight=w)])
        fpr, tpr, _ = roc_curve(label, score, sample_weight=w, drop_intermediate=False)
        for f in (0.02, 0.1, 0.35):
            figures.append([f"mcclish.{f}.{name}.{kind}", roc_auc_score(label, score, sample_weight=w, max_fpr=f)])
            stop = np.searchsorted(fpr, f, "right")
            x = np.append(fpr[:stop], f)
            y = np.append(tpr[:stop], np.interp(f, [fpr[stop - 1], fpr[stop]], [tpr[stop - 1], tpr[stop]]))
            figures.append([f"raw.{f}.{name}.{kind}", np.trapz(y, x)])
        clipped = np.clip(score, 1e-7, 1 - 1e-7)
        figures.append([f"logloss.{name}.{kind}", log_loss(label, clipped, sample_weight=w)])
        figures.append([f"brier.{name}.{kind}", brier_score_loss(label, score, sample_weight=w)])
        save(f"roc-curve-{name}-{kind}.csv", ["fpr", "tpr"], np.column_stack([fpr, tpr]))
save("roc-sklearn.csv", ["figure", "value"], figures)
