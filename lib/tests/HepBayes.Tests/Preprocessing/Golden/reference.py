# Scaler, power transform, principal components, ROC areas and permutation importance by scikit-learn, for
# SklearnGoldenTests. Run in this folder: python3 reference.py
import numpy as np
import sklearn
from sklearn.decomposition import PCA
from sklearn.inspection import permutation_importance
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score, roc_curve
from sklearn.preprocessing import PowerTransformer, StandardScaler


def save(name, header, rows):
    with open(name, "w") as file:
        file.write(",".join(header) + "\n")
        for row in rows:
            file.write(",".join(v if isinstance(v, str) else format(float(v), ".17g") for v in row) + "\n")


random = np.random.RandomState(3)
n = 300
label = (np.arange(n) % 3 == 0).astype(float)
shared = random.normal(size=n)
x = np.column_stack([
    50 + 20 * shared + 5 * label + 3 * random.normal(size=n),
    np.exp(1.5 * random.normal(size=n) - 0.5 * label),
    -0.3 * shared + 0.4 * random.normal(size=n) + 0.9 * label,
    random.normal(size=n) ** 3,
    np.round(4 * random.uniform(size=n)) / 4 + 0.2 * label,
]).astype(np.float32)
names = ["a", "b", "c", "d", "e"]
save("input.csv", names + ["label"], np.column_stack([x, label]))
x = x.astype(np.float64)

# The first 200 rows are fitted, all are transformed.
scaler = StandardScaler().fit(x[:200])
scaled = scaler.transform(x)
save("scaled.csv", names, scaled)
power = PowerTransformer(standardize=False).fit(x[:200])
save("power.csv", ["exponent"], [[l] for l in power.lambdas_])
save("powered.csv", names, power.transform(x))

# Version 1.2 fixes the signs from the scores; version 1.5 and later so that the entry of each axis with the largest magnitude
# is positive. The newer convention is applied here.
pca = PCA().fit(scaled[:200])
signs = np.sign(pca.components_[np.arange(5), np.argmax(np.abs(pca.components_), axis=1)])
save("axes.csv", names, pca.components_ * signs[:, None])
save("variances.csv", ["variance", "ratio"], np.column_stack([pca.explained_variance_, pca.explained_variance_ratio_]))
save("components.csv", [f"PC{k + 1}" for k in range(5)], pca.transform(scaled) * signs)
whitened = PCA(n_components=3, whiten=True).fit(scaled[:200])
save("whitened.csv", ["PC1", "PC2", "PC3"], whitened.transform(scaled) * signs[:3])
save("restored.csv", names, scaler.inverse_transform(whitened.inverse_transform(whitened.transform(scaled))))

# One point per distinct score; the first threshold is infinity here whatever the version says.
weight = 0.5 + random.uniform(size=n)
rows = []
for i, name in enumerate(names):
    rows.append([name, roc_auc_score(label, x[:, i]), roc_auc_score(label, x[:, i], sample_weight=weight)])
save("auc.csv", ["column", "auc", "weighted"], rows)
save("weights.csv", ["weight"], [[w] for w in weight])
fpr, tpr, threshold = roc_curve(label, x[:, 4], drop_intermediate=False)
save("roc.csv", ["threshold", "fpr", "tpr"], np.column_stack([threshold, fpr, tpr])[1:])

# Many shuffles: the mean and the sd over shuffles of the loss of area, for a model whose coefficients are given too.
model = LogisticRegression().fit(scaled, label)
save("model.csv", names + ["intercept"], [list(model.coef_[0]) + [model.intercept_[0]]])
found = permutation_importance(model, scaled, label, scoring="roc_auc", n_repeats=2000, random_state=1)
save("permutation.csv", ["column", "mean", "sd"], [[name, m, s] for name, m, s in zip(names, found.importances_mean, found.importances_std)])
with open("sklearn-version.txt", "w") as file:
    file.write(f"scikit-learn {sklearn.__version__}, numpy {np.__version__}\n")
