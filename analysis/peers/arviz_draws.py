"""Makes tests/fixtures/draws/draws.csv (synthetic draws) and arviz.json (what ArviZ says of them).

    python -m venv venv && venv/bin/pip install arviz==0.23.4
    venv/bin/python analysis/peers/arviz_draws.py

The draws are made, not sampled from a model: 4 chains of 201 draws (an odd number, so that the middle one is
dropped when chains are halved) of six parameters.
"""
import json
import pathlib

import arviz
import numpy as np
import scipy.signal
import scipy.stats

CHAINS, DRAWS = 4, 201
FOLDER = pathlib.Path(__file__).parents[2] / "tests/fixtures/draws"
rng = np.random.default_rng(20)


def autoregressive(coefficient):
    noise = rng.standard_normal((CHAINS, DRAWS + 500)) * np.sqrt(1 - coefficient**2)
    return scipy.signal.lfilter([1], [1, -coefficient], noise, axis=1)[:, 500:]


parameters = {
    "independent": rng.standard_normal((CHAINS, DRAWS)),
    "slow": autoregressive(0.9),
    "antithetic": autoregressive(-0.5),
    # Each chain wanders around a place of its own.
    "stuck": autoregressive(0.98) * 0.5 + np.arange(CHAINS)[:, None],
    # No mean, no variance; mildly dependent.
    "heavy": np.tan(np.pi * (scipy.stats.norm.cdf(autoregressive(0.5)) - 0.5)),
    # Ties.
    "coarse": np.round(2 * autoregressive(0.3)),
}
FOLDER.mkdir(parents=True, exist_ok=True)
table = np.column_stack([np.repeat(np.arange(CHAINS), DRAWS)] + [x.ravel() for x in parameters.values()])
with open(FOLDER / "draws.csv", "w", newline="\n") as file:
    file.write(",".join(["chain", *parameters]) + "\n")
    for row in table:
        file.write(",".join([f"{int(row[0])}"] + [f"{x:.7g}" for x in row[1:]]) + "\n")

# What was written is what is judged.
table = np.loadtxt(FOLDER / "draws.csv", delimiter=",", skiprows=1)
golden = {"software": f"ArviZ {arviz.__version__}", "parameters": {}}
for column, name in enumerate(parameters, start=1):
    draws = table[:, column].reshape(CHAINS, DRAWS)
    golden["parameters"][name] = {
        "rhat": float(arviz.rhat(draws)),
        "ess_bulk": float(arviz.ess(draws, method="bulk")),
        "ess_tail": float(arviz.ess(draws, method="tail")),
        "ess_mean": float(arviz.ess(draws, method="mean")),
        "mcse_mean": float(arviz.mcse(draws, method="mean")),
        "ebfmi": [float(x) for x in arviz.bfmi(draws)],
    }
(FOLDER / "arviz.json").write_text(json.dumps(golden, indent=1) + "\n")
