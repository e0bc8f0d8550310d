"""The corner model of log time, verdict and naming in PyMC, sampled by nutpie: what `tightloop fit` is held against.

    python -m venv venv && venv/bin/pip install -r analysis/peers/requirements.txt
    venv/bin/python analysis/peers/pymc_model.py trials.csv --out peer.json [--centred] [--draws 1000]

Written for PyMC 5.28 and nutpie 0.16. The priors are those of analysis/default.ron, copied; compare.py checks both
densities against each other, so that a change of one without the other is found.
"""

import argparse
import json
import time

import numpy as np
import pandas as pd
import pymc as pm
import pytensor.tensor as pt

LAPSE = 0.02
TEMPERATURE = 0.05

# Normal: mean, sd. Log-normal: median, sd of the logarithm.
PRIORS = {
    "level": (3.6889, 0.7),
    "slope_batch": (0.6, 0.4),
    "slope_delay": (0.1, 0.7),
    "corner_rest_sd_log": 1.0,
    "tau_secs": (60.0, 0.7),
    "sigma": (0.45, 0.3),
    "b_e": (0.0, 0.3),
    "b_t": (-0.1, 0.1),
    "b_l": (0.0, 0.01),
    "b_p": (0.0, 0.3),
    "delta": (0.6931, 0.35),
    "g_m": (0.15, 0.7),
    "g_d": (0.1, 0.7),
    "c0": (0.0, 0.5),
    "c_m": (0.0, 0.2),
    "l0": (1.5, 1.0),
    "l_m": (0.3, 0.7),
    "l_d": (0.1, 0.7),
    "correlation_sd": 0.5,
}
# Scales of half-normal priors. Time comes first: sensitivity is given on it.
PERSON_SCALES = {"time": 0.5, "slope": 0.3, "sensitivity": 0.8, "criterion": 0.8, "location": 0.8}
ITEM_SCALES = {"time": 0.5, "sensitivity": 0.8, "location": 0.8}


class Reviews:
    """The columns of trials.csv that the model reads, in order of participant, trial and scenario."""

    def __init__(self, path):
        table = pd.read_csv(path)
        for column in ("practice", "excluded"):
            if column in table:
                table = table[table[column].fillna(0) == 0]
        table = table.sort_values(["participant", "trial", "scenario"]).reset_index(drop=True)
        # Mean rank, order and columns as the fit has them; what this model lacks must not be in the data.
        for column in ("outstanding", "cues", "reach"):
            if column in table and table[column].nunique() > 1:
                raise SystemExit(f"{path}: '{column}' varies, and this model leaves it out")
        if table["delay_secs"].nunique() < 2 or table["batch_size"].nunique() < 2:
            raise SystemExit(f"{path}: delay and batch size must both vary")
        if table["delay_secs"].nunique() > 8:
            raise SystemExit(f"{path}: this model takes delays at up to eight exact levels")
        self.people, self.person = np.unique(table["participant"], return_inverse=True)
        self.items, self.item = np.unique(table["scenario"], return_inverse=True)
        self.delay = table["delay_secs"].to_numpy(float)
        self.batch = table["batch_size"].to_numpy(float)
        self.log_batch = np.log(self.batch)
        self.bad = table["planted"].to_numpy(float)
        self.log_secs = np.log(table["review_secs"].to_numpy(float))
        self.timed_out = table["timed_out"].to_numpy(bool)
        rank = table["trial"].to_numpy(float)
        self.log_rank, self.rank = np.log(rank / rank.mean()), rank - rank.mean()
        index = table["error_index"].to_numpy(float)
        places = [np.arange(1, m + 1) / m for m in self.batch]
        means = np.array([np.log(of).mean() for of in places])
        self.position = np.where(np.isnan(index), 0.0, np.log(index / self.batch) - means)
        self.verdict = np.flatnonzero(~self.timed_out)
        self.rejected = (table["verdict"] == "reject").to_numpy(int)
        hit = (self.bad == 1) & (self.rejected == 1) & (self.batch > 1)
        hit &= table["error_index"].notna().to_numpy() & table["said_index"].notna().to_numpy()
        self.hit = np.flatnonzero(hit)
        self.located = (table["error_index"] == table["said_index"]).to_numpy(int)

    def __len__(self):
        return len(self.delay)


def effects(factor, names, scales, dim, centred):
    """Effects of people or of items by kind; sensitivity correlates with time."""
    sd = {name: pm.HalfNormal(f"sd_{factor}_{name}", scale) for name, scale in zip(names, scales)}
    atanh_rho = pm.Normal(f"atanh_rho_{factor}", 0.0, PRIORS["correlation_sd"])
    rho = pm.Deterministic(f"rho_{factor}", pt.tanh(atanh_rho))
    rest = pt.sqrt(1 - rho**2)
    if centred:
        u = {}
        for name in names:
            mean, spread = 0.0, sd[name]
            if name == "sensitivity":
                mean, spread = rho * sd[name] * u["time"] / sd["time"], sd[name] * rest
            u[name] = pm.Normal(f"{factor}_{name}", mean, spread, dims=dim)
        return u
    z = {name: pm.Normal(f"z_{factor}_{name}", dims=dim) for name in names}
    u = {name: z[name] * sd[name] for name in names}
    u["sensitivity"] = sd["sensitivity"] * (rho * z["time"] + rest * z["sensitivity"])
    return {name: pm.Deterministic(f"{factor}_{name}", value, dims=dim) for name, value in u.items()}


def normal(name):
    return pm.Normal(name, *PRIORS[name])


def log_normal(name):
    median, sd = PRIORS[name]
    return pm.LogNormal(name, np.log(median), sd)


def build(data, centred=False):
    """The model of `data`."""
    with_location = len(data.hit) > 0
    kinds = lambda scales: [name for name in scales if with_location or name != "location"]
    low, high = data.delay.min(), data.delay.max()
    smallest = data.batch.min()
    batch_span = np.log(data.batch.max() / smallest)
    along_batch = np.log(data.batch / smallest) / batch_span

    # a is the level at one decision and no delay; f00 lies at the box's lowest corner.
    tau = PRIORS["tau_secs"][0]
    level, level_sd = PRIORS["level"]
    level += PRIORS["slope_batch"][0] * np.log(smallest) + PRIORS["slope_delay"][0] * np.log1p(low / tau)
    delay_span = np.log1p(high / tau) - np.log1p(low / tau)
    smaller_rise = min(PRIORS["slope_batch"][0] * batch_span, PRIORS["slope_delay"][0] * delay_span)

    with pm.Model(coords={"person": data.people, "item": data.items}) as model:
        f00 = pm.Normal("f00", level, level_sd)
        slope_batch, slope_delay = log_normal("slope_batch"), log_normal("slope_delay")
        rise_rest = pm.LogNormal("rise_rest", np.log(0.5 * smaller_rise), PRIORS["corner_rest_sd_log"])
        tau_secs, sigma = log_normal("tau_secs"), log_normal("sigma")
        b_e, b_t, b_l, b_p = (normal(name) for name in ("b_e", "b_t", "b_l", "b_p"))
        delta, g_m, g_d = normal("delta"), log_normal("g_m"), log_normal("g_d")
        c0, c_m = normal("c0"), normal("c_m")
        people, items = kinds(PERSON_SCALES), kinds(ITEM_SCALES)
        u = effects("person", people, [PERSON_SCALES[name] for name in people], "person", centred)
        v = effects("item", items, [ITEM_SCALES[name] for name in items], "item", centred)

        # The surface: bilinear between four corners in order.
        g, g_low = pt.log1p(data.delay / tau_secs), pt.log1p(low / tau_secs)
        span = pt.log1p(high / tau_secs) - g_low
        along_delay = (g - g_low) / span
        batch, delay = slope_batch * batch_span, slope_delay * span
        both = TEMPERATURE * pt.logaddexp(batch / TEMPERATURE, delay / TEMPERATURE) + rise_rest
        mu = (
            f00
            + along_batch * (1 - along_delay) * batch
            + (1 - along_batch) * along_delay * delay
            + along_batch * along_delay * both
            + b_e * data.bad
            + b_t * data.log_rank
            + b_l * data.rank
            + b_p * data.position
            + u["time"][data.person]
            + u["slope"][data.person] * data.log_batch
            + v["time"][data.item]
        )
        seen, cut = np.flatnonzero(~data.timed_out), np.flatnonzero(data.timed_out)
        pm.Normal("log_secs", mu[seen], sigma, observed=data.log_secs[seen])
        if len(cut):
            # log of all that lies above the limit. pm.logcdf(Normal) takes the square root of 2 in single precision
            # (PyMC 5.28) and is 3e-8 off.
            far = (data.log_secs[cut] - mu[cut]) / sigma
            pm.Potential("timed_out", pt.log(pt.erfcx(far / np.sqrt(2)) / 2) - far**2 / 2)

        # The verdict: equal-variance signal detection with lapses.
        at = data.verdict
        log_sensitivity = (
            delta - g_m * data.log_batch[at] - g_d * g[at]
            + u["sensitivity"][data.person[at]] + v["sensitivity"][data.item[at]]
        )
        criterion = c0 + c_m * data.log_batch[at] + u["criterion"][data.person[at]]
        half = pt.exp(log_sensitivity) * (data.bad[at] - 0.5)
        rejects = LAPSE / 2 + (1 - LAPSE) * 0.5 * pt.erfc((criterion - half) / np.sqrt(2))
        pm.Bernoulli("rejected", rejects, observed=data.rejected[at])

        # Naming the decision, given a hit: a guess is right once in m.
        if with_location:
            at = data.hit
            l0, l_m, l_d = normal("l0"), log_normal("l_m"), log_normal("l_d")
            logit = (
                l0 - l_m * data.log_batch[at] - l_d * g[at]
                + u["location"][data.person[at]] + v["location"][data.item[at]]
            )
            guess = 1 / data.batch[at]
            pm.Bernoulli("located", guess + (1 - guess) * pm.math.sigmoid(logit), observed=data.located[at])
    return model


def quantities(posterior, data):
    """Draws of every global and every effect by the names that `tightloop` has, each chains x draws."""
    scales = [("person", PERSON_SCALES, len(data.people)), ("item", ITEM_SCALES, len(data.items))]
    names = [name for name in PRIORS if name in posterior] + ["f00", "rise_rest", "rho_person", "rho_item"]
    names += [f"sd_{factor}_{kind}" for factor, kinds, _ in scales for kind in kinds if f"sd_{factor}_{kind}" in posterior]
    found = {name: posterior[name].to_numpy() for name in names}
    for factor, kinds, count in scales:
        for kind in kinds:
            if f"{factor}_{kind}" in posterior:
                draws = posterior[f"{factor}_{kind}"].to_numpy()
                found |= {f"{factor}_{kind}[{i}]": draws[:, :, i] for i in range(count)}
    return found


def summary(draws):
    """Means, SDs, bulk ESS and R̂ by ArviZ of `draws`: name to chains x draws."""
    import arviz

    return {
        name: {
            "mean": float(x.mean()),
            "sd": float(x.std()),
            "ess_bulk": float(arviz.ess(x, method="bulk")),
            "rhat": float(arviz.rhat(x)),
        }
        for name, x in draws.items()
    }


def sample(data, centred=False, **settings):
    """nutpie's draws with its defaults; wall and processor seconds of compiling and of sampling."""
    import nutpie

    clock = lambda: np.array([time.perf_counter(), time.process_time()])
    begun = clock()
    compiled = nutpie.compile_pymc_model(build(data, centred))
    between = clock()
    trace = nutpie.sample(compiled, chains=4, cores=2, progress_bar=False, **settings)
    return trace, between - begun, clock() - between


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("trials")
    arguments.add_argument("--out", required=True)
    arguments.add_argument("--centred", action="store_true")
    arguments.add_argument("--draws", type=int)
    arguments.add_argument("--tune", type=int)
    arguments.add_argument("--seed", type=int, default=0)
    given = arguments.parse_args()
    data = Reviews(given.trials)
    settings = {key: getattr(given, key) for key in ("draws", "tune") if getattr(given, key)}
    trace, compiling, sampling = sample(data, given.centred, seed=given.seed, **settings)
    import nutpie

    of = summary(quantities(trace.posterior, data))
    worst = min(of, key=lambda name: of[name]["ess_bulk"])
    report = {
        "pymc": pm.__version__,
        "nutpie": nutpie.__version__,
        "centred": given.centred,
        "compile_secs": compiling[0],
        "sample_secs": sampling[0],
        "compile_cpu_secs": compiling[1],
        "sample_cpu_secs": sampling[1],
        "draws": int(trace.posterior.sizes["draw"]),
        "chains": int(trace.posterior.sizes["chain"]),
        "divergences": int(trace.sample_stats["diverging"].sum()),
        "leapfrogs": int(trace.sample_stats["n_steps"].sum()),
        "ess_bulk_min": of[worst]["ess_bulk"],
        "ess_bulk_worst": worst,
        "rhat_max": max(value["rhat"] for value in of.values()),
        "parameters": of,
    }
    with open(given.out, "w") as file:
        json.dump(report, file, indent=1)
    shown = {key: value for key, value in report.items() if key != "parameters"}
    print(json.dumps(shown))


if __name__ == "__main__":
    main()
