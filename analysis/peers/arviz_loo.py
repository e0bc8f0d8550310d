"""Makes tests/fixtures/draws/log_likelihood.csv (synthetic) and arviz_loo.json (what ArviZ says of it).

    python -m venv venv && venv/bin/pip install arviz==0.23.4
    venv/bin/python analysis/peers/arviz_loo.py

Ten observations, one of them far out, under two models of their mean: normal, and Student's t with 4 degrees of
freedom. The 300 draws of mean and log scale are made, not sampled.
"""
import json
import pathlib

import arviz
import numpy as np
import scipy.stats

FOLDER = pathlib.Path(__file__).parents[2] / "tests/fixtures/draws"
OBSERVATIONS, DRAWS = 10, 300
rng = np.random.default_rng(7)
y = np.append(rng.standard_normal(OBSERVATIONS - 1), 4.5)
mean = 0.2 + rng.standard_normal((DRAWS, 1)) * 0.35
scale = np.exp(rng.standard_normal((DRAWS, 1)) * 0.25)
models = {
    "normal": scipy.stats.norm.logpdf(y, mean, 1.1 * scale),
    "heavy": scipy.stats.t.logpdf(y, 4, mean, 0.8 * scale),
}
names = [f"{model}_{i}" for model in models for i in range(1, OBSERVATIONS + 1)]
with open(FOLDER / "log_likelihood.csv", "w", newline="\n") as file:
    file.write(",".join(names) + "\n")
    for row in np.hstack(list(models.values())):
        file.write(",".join(f"{x:.6g}" for x in row) + "\n")

# What was written is what is judged.
table = np.loadtxt(FOLDER / "log_likelihood.csv", delimiter=",", skiprows=1)
normal, heavy = table[:, :OBSERVATIONS], table[:, OBSERVATIONS:]


def loo(matrix, efficiency=1.0):
    data = arviz.from_dict(posterior={"x": np.zeros((1, DRAWS))}, log_likelihood={"y": matrix[None]})
    return arviz.loo(data, pointwise=True, reff=efficiency, scale="log")


def record(result):
    return {
        "elpd": float(result.elpd_loo),
        "se": float(result.se),
        "p_loo": float(result.p_loo),
        "good_k": float(result.good_k),
        "pointwise": [float(x) for x in result.loo_i],
        "pareto_k": [float(x) for x in result.pareto_k],
    }


compared = arviz.compare({"normal": loo(normal), "heavy": loo(heavy)}, method="pseudo-BMA")
golden = {
    "software": f"ArviZ {arviz.__version__}",
    "normal": record(loo(normal)),
    "heavy": record(loo(heavy)),
    "normal_efficiency_0.4": record(loo(normal, 0.4)),
    "normal_in_pairs": record(loo(normal.reshape(DRAWS, -1, 2).sum(axis=2))),
    "compare": {
        "best": compared.index[0],
        "elpd_diff": float(compared["elpd_diff"].iloc[1]),
        "diff_se": float(compared["dse"].iloc[1]),
    },
}
(FOLDER / "arviz_loo.json").write_text(json.dumps(golden, indent=1) + "\n")
